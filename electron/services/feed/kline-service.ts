import type { Venue } from '../../../shared/domain/feed-status';
import { venueOf } from '../../../shared/domain/instrument';
import { openTimeOf, stepOpenTime, type Interval } from '../../../shared/domain/interval';
import { gapsIn, withLive, type Kline, type KlineGap } from '../../../shared/domain/kline';
import type { Trade } from '../../../shared/domain/trade';
import { Backoff } from '../backoff';
import { Claims } from '../claims';
import type { Clock, Timer } from '../clock';
import type { Exchange, KlineQuery } from '../exchange/exchange';
import { klinePages } from './kline-pages';
import { LiveSeries, type KlineChange } from './live-series';
import type { Logger } from '../logger';
import { nextSettlement, settleFrom } from './settlement';

const FLUSH_EVERY_MS = 250;
const SETTLE_EVERY_MS = 1000;
/** Series read at a time: many candles end at once, and none is in a hurry. */
const AT_ONCE = 4;
/** Candles of another market that take the place of those of the one before. */
const MOVED_KLINES = 500;

/** Candles of a series as a chart wants them. */
export interface KlineList {
  /** Oldest first, the last possibly unfinished; each open time once. */
  readonly klines: readonly Kline[];
  /** Candles between them that the venue does not have. */
  readonly gaps: readonly KlineGap[];
}

interface Followed {
  live: LiveSeries;
  readonly backoff: Backoff;
  /** Venue time up to which history was read, and from which on it is to be read again. */
  readAt: number;
  dueAt: number;
  isReading: boolean;
}

export interface KlineServiceOptions {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  /** Watches the trades of a symbol until the returned function is called. */
  readonly watch: (symbol: string) => () => void;
  /** Called at most four times a second per series and candle, newest state only, oldest candle first. */
  readonly onKline: (change: KlineChange) => void;
}

/**
 * Keeps the candles of each followed series alive and settles them: those that have closed are read
 * again from history until the exchange does not correct them any more, and after a break.
 */
export class KlineService {
  readonly #options: KlineServiceOptions;
  readonly #series = new Map<string, Map<Interval, Followed>>();
  readonly #claims: Claims<string>;
  readonly #timers: Timer[] = [];
  #reading = 0;

  constructor(options: KlineServiceOptions) {
    this.#options = options;
    this.#claims = new Claims((key) => this.#open(key));
  }

  start(): void {
    const { clock } = this.#options;
    this.#timers.push(
      clock.every(FLUSH_EVERY_MS, () => this.#flush()),
      clock.every(SETTLE_EVERY_MS, () => this.#settleDue()),
    );
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) timer.cancel();
    this.#series.clear();
  }

  /** Candles from the venue, with the live state of the newest. @throws {AppError} `UNAVAILABLE`. */
  async list(query: KlineQuery): Promise<KlineList> {
    const { symbol, interval, limit, endTime } = query;
    const history = await this.#options.exchange.fetchKlines(query);
    const current = this.#series.get(symbol)?.get(interval)?.live.current ?? null;
    const isAsked = current !== null && current.openTime <= (endTime ?? Infinity);
    const klines = isAsked ? withLive(interval, history, current).slice(-limit) : history;
    return { klines, gaps: gapsIn(interval, klines) };
  }

  /** Follows a series until the returned function is called. */
  follow(symbol: string, interval: Interval): () => void {
    return this.#claims.claim(`${interval} ${symbol}`);
  }

  /** Wire symbols whose candles of that interval are followed. */
  followed(interval: Interval): string[] {
    return [...this.#series].flatMap(([symbol, own]) => (own.has(interval) ? [symbol] : []));
  }

  onTrade(trade: Trade): void {
    const ofSymbol = this.#series.get(trade.symbol);
    if (!ofSymbol) return;
    for (const { live } of ofSymbol.values()) live.onTrade(trade);
  }

  onKline(symbol: string, interval: Interval, kline: Kline, time: number): void {
    this.#series.get(symbol)?.get(interval)?.live.onKline(kline, time);
  }

  /** To be called when a venue's stream is back after a break: brings the candles of the break. */
  onResumed(venue: Venue): void {
    for (const series of this.#at(venue)) series.dueAt = -Infinity;
    this.#settleDue();
  }

  /** To be called when a venue is another market from now on: its candles begin anew. */
  onMoved(venue: Venue): void {
    for (const series of this.#at(venue)) {
      const { symbol, interval } = series.live;
      const present = openTimeOf(interval, this.#options.exchange.now(symbol));
      series.live = new LiveSeries(symbol, interval);
      series.readAt = stepOpenTime(interval, present, -MOVED_KLINES);
      series.dueAt = -Infinity;
    }
  }

  *#at(venue: Venue): Generator<Followed> {
    for (const series of this.#all()) {
      if (venueOf(series.live.symbol) === venue) yield series;
    }
  }

  *#all(): Generator<Followed> {
    for (const ofSymbol of this.#series.values()) yield* ofSymbol.values();
  }

  /** Reads what is due, longest overdue first; what finds no place waits for the next round. */
  #settleDue(): void {
    const { exchange } = this.#options;
    const due = [...this.#all()].filter((series) => {
      const now = exchange.now(series.live.symbol);
      // Our wall clock, which stands in until the venue's is known, was ahead of it.
      if (series.readAt > now) {
        series.readAt = now;
        series.dueAt = nextSettlement(series.live.interval, now);
      }
      return !series.isReading && series.dueAt <= now;
    });
    due.sort((a, b) => a.dueAt - b.dueAt);
    for (const series of due.slice(0, AT_ONCE - this.#reading)) void this.#settle(series);
  }

  async #settle(series: Followed): Promise<void> {
    const { symbol, interval } = series.live;
    const now = this.#options.exchange.now(symbol);
    series.isReading = true;
    this.#reading++;
    try {
      const from = settleFrom(interval, series.readAt, now);
      const query = { symbol, interval, startTime: from, isBackground: true };
      for await (const page of klinePages(this.#options.exchange, query)) {
        series.live.onHistory(page);
      }
      series.readAt = now;
      series.dueAt = nextSettlement(interval, now);
      series.backoff.reset();
    } catch (error) {
      const retryInMs = Math.max(SETTLE_EVERY_MS, series.backoff.next());
      series.dueAt = now + retryInMs;
      const fields = { symbol, interval, retryInMs, error: String(error) };
      this.#options.logger.warn('Candles not read again', fields);
    } finally {
      series.isReading = false;
      this.#reading--;
    }
  }

  #open(key: string): () => void {
    const [interval, symbol] = key.split(' ') as [Interval, string];
    const { exchange, random } = this.#options;
    const ofSymbol = this.#series.get(symbol) ?? new Map<Interval, Followed>();
    this.#series.set(symbol, ofSymbol);
    const now = exchange.now(symbol);
    ofSymbol.set(interval, {
      live: new LiveSeries(symbol, interval),
      backoff: new Backoff(random),
      readAt: now,
      dueAt: nextSettlement(interval, now),
      isReading: false,
    });
    const releases = [
      this.#options.watch(symbol),
      exchange.subscribe({ kind: 'klines', symbol, interval }),
    ];
    return () => {
      for (const release of releases) release();
      ofSymbol.delete(interval);
      if (ofSymbol.size === 0) this.#series.delete(symbol);
    };
  }

  #flush(): void {
    const { exchange } = this.#options;
    for (const { live } of this.#all()) {
      live.closeOverdue(exchange.now(live.symbol));
      for (const change of live.takeChanges()) this.#options.onKline(change);
    }
  }
}
