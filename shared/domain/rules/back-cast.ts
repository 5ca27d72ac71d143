import type { AlertCondition } from '../alert-conditions';
import type { AlertRule } from '../alert-rule';
import { closeTimeOf, stepOpenTime, type Interval } from '../interval';
import type { Kline } from '../kline';
import type { Trade } from '../trade';
import type { Fire } from './fire';
import type { RulePorts } from './ports';
import { RuleEngine } from './rule-engine';
import type { Lookback } from './lookback';
import type { Ahead } from './wakeable';

const RULE_ID = 1;

/** A rule would have fired. */
export interface BackFire extends Pick<
  Fire,
  'symbol' | 'price' | 'occurredAt' | 'message' | 'direction' | 'level' | 'alreadyTrue'
> {
  /** Single trades decided, not a candle alone. */
  readonly isExact: boolean;
}

export interface BackCastOptions {
  readonly rule: AlertRule;
  /** The one symbol that is looked at. */
  readonly symbol: string;
  readonly ports: RulePorts;
  /** When the rule is armed, ms UTC; a whole minute. */
  readonly from: number;
  /** The price then; null when it is not known. */
  readonly price: number | null;
}

/** Candles to come; the place of the next. */
interface Closed {
  readonly interval: Interval;
  readonly klines: readonly Kline[];
  next: number;
}

/**
 * One rule over the past: the engine that watches live is led through candles of a minute, and
 * through single trades where a candle alone could decide something.
 */
export class BackCast {
  readonly fires: BackFire[] = [];
  readonly #engine: RuleEngine;
  readonly #symbol: string;
  readonly #closed: Closed[] = [];

  /** @throws What a port throws. */
  constructor({ rule, symbol, ports, from, price }: BackCastOptions) {
    this.#symbol = symbol;
    this.#engine = new RuleEngine(ports);
    if (price !== null) this.#engine.know(symbol, price, from - 1);
    const scope = rule.position_id === undefined ? { symbol } : {};
    this.#engine.arm(RULE_ID, { ...rule, ...scope }, from);
  }

  /** Candles that the rule looks back on. */
  get lookbacks(): readonly Lookback[] {
    return this.#engine.lookbacks();
  }

  /** Whether it has fired for good or is over. */
  get isOver(): boolean {
    return this.#engine.watched().size === 0;
  }

  /** Closed candles that the rule looks back on: all of before `from`, and those since. */
  give(interval: Interval, klines: readonly Kline[], from: number): void {
    const since = klines.findIndex(({ openTime }) => closeTimeOf(interval, openTime) >= from);
    const next = since < 0 ? klines.length : since;
    this.#engine.warmUp(this.#symbol, interval, klines.slice(0, next));
    this.#closed.push({ interval, klines, next });
  }

  /** Comes to the next minute. Says whether its trades are needed, or what stands in for them. */
  reach(bar: Kline, ahead: Ahead | null): boolean {
    for (const series of this.#closed) this.#close(series, bar.openTime);
    this.#engine.turn(this.#symbol, bar.openTime);
    // What falls due with the minute tells the price before it.
    this.#keep(this.#engine.onClock(bar.openTime), true);
    if (bar.volume === 0) return false;
    return this.#engine.wants(this.#symbol, bar, '1m', ahead);
  }

  /** Comes to the end of the past (ms UTC): candles that end with it count. */
  finish(time: number): void {
    for (const series of this.#closed) this.#close(series, time);
  }

  /** Goes through the minute by its trades. */
  take(bar: Kline, trades: readonly Trade[], isExact: boolean): void {
    for (const trade of trades) this.#keep(this.#engine.onTrade(trade, 'backfill'), isExact);
    this.#end(bar);
  }

  /** Goes through the minute without a look at it. */
  pass(bar: Kline): void {
    // Where nothing was traded, the price that a venue repeats is none.
    if (bar.volume > 0) this.#engine.passOver(this.#symbol, bar, '1m');
    this.#end(bar);
  }

  #close(series: Closed, time: number): void {
    const { interval, klines } = series;
    for (let kline = klines[series.next]; kline; kline = klines[++series.next]) {
      if (stepOpenTime(interval, kline.openTime, 1) > time) return;
      this.#keep(this.#engine.onKline(this.#symbol, interval, kline, 'backfill'), true);
    }
  }

  #end({ openTime }: Kline): void {
    this.#keep(this.#engine.onClock(closeTimeOf('1m', openTime)), true);
  }

  #keep(fires: readonly Fire[], isExact: boolean): void {
    for (const fire of fires) {
      const { symbol, price, occurredAt, message, direction, level, alreadyTrue } = fire;
      const told = { symbol, price, occurredAt, message, isExact };
      this.fires.push({ ...told, direction, level, alreadyTrue });
    }
  }
}

/** The longest time within which a rule compares prices, ms; 0 when it does not. */
export function longestWindow(condition: AlertCondition): number {
  if (condition.type === 'all' || condition.type === 'any') {
    return Math.max(...condition.conditions.map(longestWindow));
  }
  return condition.type === 'change' ? condition.window_s * 1000 : 0;
}
