import { createIndicator } from '../../../shared/domain/indicators/create-indicator';
import { closeTimeOf, type Interval } from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import { FakePositions } from '../../../shared/domain/rules/fake-positions';
import type { Fire } from '../../../shared/domain/rules/fire';
import { RuleEngine } from '../../../shared/domain/rules/rule-engine';
import type { Trade } from '../../../shared/domain/trade';
import type { AlertHarness } from './alert-harness';
import { candlesOf } from './candle-exchange';
import type { StoredRule } from './alert-schema';
import { RANDOM_GROUP, RANDOM_SYMBOLS } from './random-rules';

const INTERVALS: readonly Interval[] = ['1m', '5m'];
/** So long trades may be on their way, ms. */
const CLOCK_LAG_MS = 1000;

interface Candle {
  readonly symbol: string;
  readonly interval: Interval;
  readonly kline: Kline;
  readonly end: number;
}

/** What an engine fires that sees every trade and candle of a harness as it happens. */
export function tapeFires(harness: AlertHarness, rules: readonly StoredRule[]): readonly Fire[] {
  return new TapeEngine(harness, rules).run();
}

/** A fire or an alert in one line. */
export const textOf = (fire: Pick<Fire, 'ruleId' | 'price' | 'occurredAt' | 'message'>): string =>
  `${fire.ruleId} ${fire.occurredAt} ${fire.price} ${fire.message}`;

/** One engine for a whole tape; the position of the rules is a long of 1 at 1000. */
class TapeEngine {
  readonly #positions = new FakePositions();
  readonly #engine = new RuleEngine({
    positions: this.#positions,
    createIndicator,
    report: ({ error }) => {
      throw error instanceof Error ? error : new Error(String(error));
    },
  });
  readonly #candles: Candle[];
  readonly #fires: Fire[] = [];
  #isArmed = false;

  constructor(
    private readonly harness: AlertHarness,
    private readonly rules: readonly StoredRule[],
  ) {
    const { trades } = harness.exchange;
    const all = RANDOM_SYMBOLS.flatMap((symbol) =>
      INTERVALS.flatMap((interval) =>
        candlesOf(trades, symbol, interval).map((kline) => {
          const end = closeTimeOf(interval, kline.openTime);
          return { symbol, interval, kline: { ...kline, isClosed: true }, end };
        }),
      ),
    );
    const now = harness.clock.now();
    this.#candles = all.filter(({ end }) => end < now).sort((a, b) => a.end - b.end);
  }

  run(): readonly Fire[] {
    const first = this.rules.find(({ id }) => id > RANDOM_SYMBOLS.length);
    for (const trade of this.harness.exchange.trades) {
      if (!this.#isArmed && trade.time > (first?.armedAt ?? 0)) this.#arm();
      this.#close(trade.time);
      this.#take(trade);
    }
    const end = this.harness.clock.now();
    this.#close(end);
    this.#keep(this.#engine.onClock(end - CLOCK_LAG_MS));
    return this.#fires;
  }

  #arm(): void {
    this.#isArmed = true;
    this.#engine.setGroups({ [RANDOM_GROUP]: RANDOM_SYMBOLS }, 0);
    for (const { id, rule, armedAt } of this.rules) {
      const { position_id: positionId } = rule;
      if (positionId !== undefined) this.#open(positionId);
      this.#engine.arm(id, rule, armedAt);
    }
    const past = this.#candles.splice(
      0,
      this.#candles.findIndex(({ end }) => end > this.#armedAt),
    );
    for (const { symbol, interval } of this.#engine.lookbacks()) {
      const own = past.filter((each) => each.symbol === symbol && each.interval === interval);
      this.#engine.warmUp(
        symbol,
        interval,
        own.map(({ kline }) => kline),
      );
    }
  }

  get #armedAt(): number {
    return this.rules.at(-1)?.armedAt ?? 0;
  }

  #open(id: number): void {
    const openedAt = this.harness.run.positions.find(id)?.record.position.openedAt ?? 0;
    this.#positions.add({ id, openedAt, entryPrice: 1000 });
    this.#positions.best.set(id, 1000);
  }

  /** Candles that are over by a time. */
  #close(time: number): void {
    if (!this.#isArmed) return;
    for (let next = this.#candles[0]; next && next.end < time; next = this.#candles[0]) {
      this.#candles.shift();
      const { symbol, interval, kline } = next;
      this.#keep(this.#engine.onKline(symbol, interval, kline, 'live'));
    }
  }

  #take(trade: Trade): void {
    const [id] = this.#positions.open.keys();
    if (id !== undefined && trade.symbol === RANDOM_SYMBOLS[0]) {
      const { best } = this.#positions;
      best.set(id, Math.max(best.get(id) ?? 0, trade.price));
    }
    this.#keep(this.#engine.onTrade(trade, 'live'));
  }

  #keep(fires: readonly Fire[]): void {
    this.#fires.push(...fires);
  }
}
