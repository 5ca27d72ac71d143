import type { IndicatorSpec } from '../alert-conditions';
import { openTimeOf, stepOpenTime, type Interval } from '../interval';
import type { Kline } from '../kline';
import type { Indicator, RulePorts } from './ports';

/** What waits for candles to close. */
export interface BarListener {
  /** Closed candles it looks back on. */
  readonly barsNeeded: number;
  /** Those it must know at once after a restart, since the next trade may decide; the others are fetched. */
  readonly barsKept: number;
  /** Why it cannot decide now; null when it can. */
  readonly blindness: string | null;
  /** A candle has been closed by the venue. */
  onClose(kline: Kline): void;
  /** What closed candles say has changed, or a new candle has begun. */
  onBars(): void;
}

/** One closed candle; `isOwn` when it was put together here and the venue has not confirmed it. */
interface Bar {
  readonly openTime: number;
  readonly high: number;
  readonly low: number;
  readonly volume: number;
  readonly isOwn: boolean;
}

/** The candle that trades are folded into. `isWhole`: its first trade was seen. */
export interface RunningBar {
  openTime: number;
  high: number;
  low: number;
  /** Its last price; NaN while there is none. */
  close: number;
  isWhole: boolean;
}

interface Line {
  readonly spec: IndicatorSpec;
  indicator: Indicator;
}

const NO_TRADE = { high: -Infinity, low: Infinity, close: NaN };

/** What a series needs of its book. */
interface SeriesHost {
  readonly ports: Pick<RulePorts, 'createIndicator'>;
  shield(action: () => void): boolean;
}

/**
 * The closed candles of a symbol at one interval that rules look back on. The venue's candle comes a
 * moment after the next one has begun; until then one folded from the trades stands in for it.
 */
export class BarSeries {
  readonly listeners = new Set<BarListener>();
  readonly #indicators = new Map<string, Line>();
  #bars: Bar[] = [];
  #running: RunningBar | null = null;
  #lastClosed: number | null = null;

  constructor(
    readonly interval: Interval,
    private readonly host: SeriesHost,
  ) {}

  /** Closed candles that its listeners look back on. */
  get barsNeeded(): number {
    let most = 0;
    for (const { barsNeeded } of this.listeners) most = Math.max(most, barsNeeded);
    return most;
  }

  /** Whether a listener lacks candles. */
  get isCold(): boolean {
    const isShort = this.#bars.filter(({ isOwn }) => !isOwn).length < this.barsNeeded;
    return isShort || [...this.listeners].some(({ blindness }) => blindness !== null);
  }

  /** Open time of the newest candle that rules were evaluated on, ms UTC; null before the first. */
  get lastClosed(): number | null {
    return this.#lastClosed;
  }

  /** Open time of the candle that the last trade belongs to; null before the first. */
  get runningOpenTime(): number | null {
    return this.#running?.openTime ?? null;
  }

  /** The shared instance for a line; all rules that name it read the same. */
  indicator(spec: IndicatorSpec): Indicator {
    const key = JSON.stringify([spec.indicator, Object.entries(spec.params).sort(), spec.output]);
    const known = this.#indicators.get(key);
    if (known) return known.indicator;
    const indicator = this.host.ports.createIndicator(spec);
    this.#indicators.set(key, { spec, indicator });
    return indicator;
  }

  /** Counts a trade, or all of a span that was passed over, into the running candle. */
  fold(time: number, high: number, low: number, close: number): void {
    const running = this.#running;
    if (running && time < stepOpenTime(this.interval, running.openTime, 1)) {
      if (high > running.high) running.high = high;
      if (low < running.low) running.low = low;
      running.close = close;
      return;
    }
    this.#begin(time, { high, low, close });
  }

  /** Begins the candle of a time before its first trade is known; only for what is never saved. */
  turn(time: number): void {
    if (this.isOver(time)) this.#begin(time, NO_TRADE);
  }

  /** Whether the running candle is over at a time and somebody looks at candles. */
  isOver(time: number): boolean {
    const open = this.#running?.openTime;
    if (this.listeners.size === 0) return false;
    return open === undefined || time >= stepOpenTime(this.interval, open, 1);
  }

  /** Takes the venue's closed candle. An older one than the last is let go. */
  close(kline: Kline): void {
    if (this.#lastClosed !== null && kline.openTime <= this.#lastClosed) return;
    this.#learn(kline);
    this.#lastClosed = kline.openTime;
    for (const listener of this.listeners) {
      this.host.shield(() => {
        listener.onClose(kline);
      });
    }
    this.#tell();
  }

  /**
   * Learns the past anew, without deciding anything. Candles come oldest first; an unfinished one at
   * the end tells of the trades that were not seen.
   */
  warmUp(klines: readonly Kline[]): void {
    this.#bars = this.#bars.filter(({ isOwn }) => isOwn);
    for (const line of this.#indicators.values()) {
      this.#tend(line, () => {
        line.indicator = this.host.ports.createIndicator(line.spec);
      });
    }
    const end = this.#lastClosed ?? Infinity;
    for (const kline of klines) {
      if (!kline.isClosed) this.#complete(kline);
      else if (kline.openTime <= end) this.#learn(kline);
    }
    this.#lastClosed = this.#bars.findLast(({ isOwn }) => !isOwn)?.openTime ?? this.#lastClosed;
    this.#tell();
  }

  /** The `count` candles before the one that opens at a time; null when one of them is missing. */
  before(openTime: number, count: number): readonly Bar[] | null {
    const from = stepOpenTime(this.interval, openTime, -count);
    const bars = this.#bars.filter((bar) => bar.openTime >= from && bar.openTime < openTime);
    return bars.length === count ? bars : null;
  }

  save(): SeriesState {
    return {
      interval: this.interval,
      running: this.#running && { ...this.#running },
      lastClosed: this.#lastClosed,
      bars: this.#barsKept().map(({ openTime, high, low }) => [openTime, high, low]),
    };
  }

  load({ running, lastClosed, bars = [] }: SeriesState): void {
    this.#running = running && { ...running };
    this.#lastClosed = lastClosed;
    // As if put together here: their volumes are not kept.
    this.#bars = bars.map(([openTime, high, low]) => {
      return { openTime, high, low, volume: NaN, isOwn: true };
    });
  }

  #barsKept(): readonly Bar[] {
    const open = this.#running?.openTime;
    let most = 0;
    for (const { barsKept } of this.listeners) most = Math.max(most, barsKept);
    if (most === 0 || open === undefined) return [];
    return this.#bars.filter(({ openTime }) => openTime < open).slice(-most);
  }

  #begin(time: number, prices: Pick<RunningBar, 'high' | 'low' | 'close'>): void {
    const running = this.#running;
    const openTime = openTimeOf(this.interval, time);
    if (running?.isWhole) this.#keep({ ...running, volume: NaN, isOwn: true });
    if (running) this.#fillUp(running, openTime);
    this.#running = { openTime, ...prices, isWhole: running !== null };
    this.#tell();
  }

  /** Candles in which nothing was traded stand at the price before them, as the venue's do. */
  #fillUp({ openTime: from, close }: RunningBar, to: number): void {
    if (Number.isNaN(close)) return;
    const first = stepOpenTime(this.interval, to, -(this.barsNeeded + 2));
    let openTime = Math.max(first, stepOpenTime(this.interval, from, 1));
    for (; openTime < to; openTime = stepOpenTime(this.interval, openTime, 1)) {
      this.#keep({ openTime, high: close, low: close, volume: NaN, isOwn: true });
    }
  }

  #complete({ openTime, high, low, close }: Kline): void {
    const running = this.#running ?? { openTime, high, low, close, isWhole: false };
    if (running.openTime !== openTime) return;
    this.#running = {
      ...running,
      high: Math.max(running.high, high),
      low: Math.min(running.low, low),
      isWhole: true,
    };
  }

  #learn(kline: Kline): void {
    this.#keep({ ...kline, isOwn: false });
    for (const line of this.#indicators.values()) {
      this.#tend(line, () => {
        line.indicator.update(kline);
      });
    }
  }

  /** A line that fails has missed a candle: it says nothing until it is warmed up anew. */
  #tend(line: Line, action: () => void): void {
    if (this.host.shield(action)) return;
    const { warmUp } = line.indicator;
    line.indicator = { warmUp, value: null, update: () => undefined };
  }

  #tell(): void {
    for (const listener of this.listeners) {
      this.host.shield(() => {
        listener.onBars();
      });
    }
  }

  #keep({ openTime, high, low, volume, isOwn }: Bar): void {
    const bar = { openTime, high, low, volume, isOwn };
    const at = this.#bars.findLastIndex((other) => other.openTime <= openTime);
    const isKnown = this.#bars[at]?.openTime === openTime;
    if (!isKnown) this.#bars.splice(at + 1, 0, bar);
    else if (!isOwn) this.#bars[at] = bar;
    this.#trim();
  }

  /**
   * After a gap the venue's candles may be ahead of the trades, or the trades ahead of the candles:
   * what both have passed goes.
   */
  #trim(): void {
    const needed = this.barsNeeded;
    const closed = needed > 0 ? (this.#lastClosed ?? Infinity) : Infinity;
    const passed = Math.min(this.#running?.openTime ?? Infinity, closed);
    const ahead = this.#bars.length - 1 - this.#bars.findLastIndex((bar) => bar.openTime <= passed);
    const spare = this.#bars.length - ahead - (needed + 2);
    if (spare > 0) this.#bars.splice(0, spare);
  }
}

/** Plain data of a series; of its candles only those that cannot wait until they are fetched again. */
export interface SeriesState {
  readonly interval: Interval;
  readonly running: RunningBar | null;
  readonly lastClosed: number | null;
  /** Open time, high and low; oldest first. */
  readonly bars?: readonly (readonly [openTime: number, high: number, low: number])[];
}
