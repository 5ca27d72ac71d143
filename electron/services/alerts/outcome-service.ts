import { OUTCOME_TIMES, outcomeOf, type AlertOutcome } from '../../../shared/domain/alert-outcome';
import { AppError } from '../../../shared/domain/errors';
import { openTimeOf } from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import { EVERYONE } from '../../../shared/protocol/rooms';
import { Backoff } from '../backoff';
import type { Clock, Timer } from '../clock';
import type { EventHub } from '../event-hub';
import type { Exchange } from '../exchange/exchange';
import type { Logger } from '../logger';
import type { Histories } from '../store/histories';
import type { AlertLog } from './alert-log';
import { alertDetail, outcomeRecord, type Alert } from './alert-record';
import { readKlines } from './back-cast-history';

const TICK_MS = 15_000;
/** A candle may be corrected for so long after its end, ms. */
const SETTLED_MS = 35_000;
const LAST_MS = Math.max(...OUTCOME_TIMES);
/** Alerts followed at a time; of more the oldest stay without an outcome. */
const MAX_FOLLOWED = 20_000;

export interface OutcomeServiceOptions {
  readonly alertLog: AlertLog;
  readonly histories: Histories;
  readonly exchange: Pick<Exchange, 'fetchKlines' | 'now'>;
  readonly hub: EventHub;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  /** Names the market that the trades of a wire symbol are of. */
  readonly marketOf: (symbol: string) => string;
}

/** An alert whose outcome is not on record yet. */
interface Followed {
  readonly alert: Alert;
  outcome: AlertOutcome | null;
  /** Nothing more will be known of it. */
  isOver: boolean;
}

/**
 * Finds out what the price did after each alert, 15 minutes, an hour and four hours long, from the
 * exchange's candles; also for times when the program was closed. What is known in full goes on
 * record in the order of the alerts, so that the newest record says where to go on.
 */
export class OutcomeService {
  readonly #options: OutcomeServiceOptions;
  readonly #backoff: Backoff;
  readonly #end = new AbortController();
  /** Oldest first. */
  #followed: Followed[] = [];
  #timer: Timer | null = null;
  #dueAt = -Infinity;
  #isBusy = false;

  constructor(options: OutcomeServiceOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  /** Takes up what an earlier run has left, and goes on from there. */
  async start(): Promise<void> {
    this.#timer = this.#options.clock.every(TICK_MS, () => void this.#tick());
    await this.reload();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#end.abort();
  }

  /** Follows new alerts, oldest first. */
  add(alerts: readonly Alert[]): void {
    for (const alert of alerts) {
      this.#followed.push({ alert, outcome: null, isOver: this.#isHopeless(alert) });
    }
    const spare = this.#followed.length - MAX_FOLLOWED;
    for (const each of this.#followed.slice(0, Math.max(0, spare))) each.isOver = true;
  }

  /** What is known of alerts by now, by number; those of which nothing is are left out. */
  async of(ids: readonly number[]): Promise<ReadonlyMap<number, AlertOutcome>> {
    const known = new Map<number, AlertOutcome>();
    const wanted = new Set(ids);
    for (const { alert, outcome } of this.#followed) {
      if (outcome && wanted.has(alert.id)) known.set(alert.id, outcome);
    }
    const [newest, oldest] = [Math.max(...ids), Math.min(...ids)];
    if (ids.length === 0) return known;
    for await (const record of this.#options.histories.newestFirst('outcomes', newest + 1)) {
      if (record.id < oldest) break;
      const { outcome } = outcomeRecord.parse(record);
      if (outcome && wanted.has(record.id)) known.set(record.id, outcome);
    }
    return known;
  }

  /** Begins anew with what is on record, since the state has been replaced as a whole. */
  async reload(): Promise<void> {
    const { alertLog, histories } = this.#options;
    const present = new Set(this.#followed.map(({ alert }) => alert.id));
    const left: Alert[] = [];
    const query = { isUnread: false, symbol: null, limit: MAX_FOLLOWED, before: Infinity };
    const last = histories.lastId('outcomes');
    for (const alert of await alertLog.list(query, last)) {
      if (!present.has(alert.id)) left.push(alert);
    }
    this.add(left.reverse());
    this.#followed.sort((a, b) => a.alert.id - b.alert.id);
  }

  /** What fired in another market, or without a price, has no outcome to be found here. */
  #isHopeless({ price, market, symbol }: Alert): boolean {
    return price === null || market !== this.#options.marketOf(symbol);
  }

  /** Up to when candles are final, ms UTC. */
  #reachOf(symbol: string): number {
    return openTimeOf('1m', this.#options.exchange.now(symbol) - SETTLED_MS);
  }

  async #tick(): Promise<void> {
    const { clock, logger } = this.#options;
    if (this.#isBusy || clock.monotonic() < this.#dueAt) return;
    this.#isBusy = true;
    try {
      for (const [symbol, due] of this.#due()) await this.#look(symbol, due);
      await this.#record();
      this.#backoff.reset();
    } catch (error) {
      this.#dueAt = clock.monotonic() + Math.max(TICK_MS, this.#backoff.next());
      if (!this.#end.signal.aborted) {
        logger.warn('Outcomes of alerts not known yet', { error: String(error) });
      }
    } finally {
      this.#isBusy = false;
    }
  }

  /** Alerts of which more can be known than is, by symbol. */
  #due(): ReadonlyMap<string, Followed[]> {
    const due = new Map<string, Followed[]>();
    for (const each of this.#followed) {
      const { symbol, occurredAt } = each.alert;
      if (each.isOver) continue;
      const passed = this.#reachOf(symbol) - occurredAt;
      const known = Object.values(each.outcome ?? {}).filter((some) => some !== null).length;
      if (OUTCOME_TIMES.filter((ms) => ms <= passed).length <= known) continue;
      due.set(symbol, [...(due.get(symbol) ?? []), each]);
    }
    return due;
  }

  async #look(symbol: string, due: readonly Followed[]): Promise<void> {
    const bars = await this.#barsOf(symbol, due);
    const to = this.#reachOf(symbol);
    for (const each of due) {
      const { alert } = each;
      const { price, occurredAt, id } = alert;
      each.isOver = bars === null || to - occurredAt >= LAST_MS;
      if (!bars || price === null) continue;
      each.outcome = outcomeOf({ price, occurredAt }, bars, to);
      const timestamp = new Date(this.#options.clock.now()).toISOString();
      const detail = { alert_id: id, ...alertDetail(alert, each.outcome), timestamp };
      this.#options.hub.publish(EVERYONE, 'alert_detail', detail);
    }
  }

  /** Null where the venue knows the symbol no more. @throws {AppError} `UNAVAILABLE`, or why it was ended. */
  async #barsOf(symbol: string, due: readonly Followed[]): Promise<readonly Kline[] | null> {
    const times = due.map(({ alert }) => alert.occurredAt);
    const to = Math.min(this.#reachOf(symbol), Math.max(...times) + LAST_MS);
    const range = { symbol, interval: '1m' as const, from: Math.min(...times), to };
    const task = { signal: this.#end.signal, onProgress: () => undefined };
    try {
      return await readKlines(this.#options.exchange, range, task);
    } catch (error) {
      if (error instanceof AppError && error.code === 'UNKNOWN_SYMBOL') return null;
      throw error;
    }
  }

  async #record(): Promise<void> {
    const { histories, clock } = this.#options;
    const open = this.#followed.findIndex(({ isOver }) => !isOver);
    const over = this.#followed.slice(0, open < 0 ? undefined : open);
    if (over.length === 0) return;
    const at = Math.round(clock.now());
    const outcomes = over.map(({ alert, outcome }) => ({ id: alert.id, at, outcome }));
    this.#followed = this.#followed.slice(over.length);
    await histories.record({ outcomes });
  }
}
