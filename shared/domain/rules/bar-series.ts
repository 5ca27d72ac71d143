import type { IndicatorSpec } from '../alert-conditions';
import { openTimeOf, stepOpenTime, type Interval } from '../interval';
import type { Kline } from '../kline';
import { ClosingBars, type Closing, type RunningBar } from './closing-bars';
import { IndicatorLines, type LinesHost } from './indicator-lines';
import { barFrom, keptBar, type Bar, type Seen, type SeriesState } from './kept-series';
import type { Indicator } from './ports';

/** What waits for candles to close. */
export interface BarListener {
  /** Closed candles it looks back on. */
  readonly barsNeeded: number;
  /** Those it must know at once after a restart, since the next trade may decide; the others are fetched. */
  readonly barsKept: number;
  /** Why it cannot decide now; null when it can. */
  readonly blindness: string | null;
  /** Whether it can decide on the candle that opens then (ms UTC). */
  canDecide(openTime: number): boolean;
  /** A candle has closed. */
  onClose(kline: Kline): void;
  /** What closed candles say has changed, or a new candle has begun. */
  onBars(): void;
}

const NO_TRADE = { open: NaN, high: -Infinity, low: Infinity, close: NaN, volume: NaN };

/**
 * The closed candles of a symbol at one interval that rules look back on. The venue's candle comes a
 * moment after the next one has begun; until then one folded from the trades stands in for it.
 */
export class BarSeries {
  readonly listeners = new Set<BarListener>();
  readonly #lines: IndicatorLines;
  #bars: Bar[] = [];
  #running: RunningBar | null = null;
  #lastClosed: number | null = null;
  /** No candle closes before this, ms UTC. */
  #nextEnd = Infinity;
  readonly #closing: ClosingBars;

  constructor(
    readonly interval: Interval,
    private readonly host: LinesHost,
  ) {
    this.#lines = new IndicatorLines(host);
    this.#closing = new ClosingBars(interval);
  }

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
    return this.#lines.get(spec, (warmUp) => this.#recalled(warmUp));
  }

  /** Counts a trade, or all of a span that was passed over, into the running candle. */
  fold(time: number, seen: Seen): void {
    const running = this.#running;
    if (running && time < stepOpenTime(this.interval, running.openTime, 1)) {
      if (seen.high > running.high) running.high = seen.high;
      if (seen.low < running.low) running.low = seen.low;
      running.close = seen.close;
      running.volume = (running.volume ?? NaN) + seen.volume;
      return;
    }
    this.#begin(time, seen);
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

  /** Candles that end after a time (ms UTC) are to be decided on, unless it is known from when on already. */
  decideFrom(time: number): void {
    this.#lastClosed ??= stepOpenTime(this.interval, openTimeOf(this.interval, time), -1);
    this.#aim();
  }

  /** The venue has closed a candle, which counts when trades have come so far. */
  tell(kline: Kline, isLate: boolean): void {
    if (this.#lastClosed !== null && kline.openTime <= this.#lastClosed) this.#confirm(kline);
    else this.#closing.tell(kline, isLate);
    this.#aim();
  }

  /**
   * The next candle that is over before a time (ms UTC), if there is one by now.
   * @param isTraded A trade says so, so that all trades before it are known; else the venue has to.
   */
  nextOver(time: number, isTraded: boolean): Closing | null {
    if (time <= this.#nextEnd) return null;
    const last = this.#lastClosed;
    const isAble = isTraded && last !== null && this.#canDecide(last);
    return this.#closing.next(last, isAble ? this.#running : null, time);
  }

  /** Closes a candle. */
  close(closing: Closing): void {
    const { kline, isOwn } = closing;
    this.#closing.take(closing);
    this.#learn(kline, isOwn);
    this.#lastClosed = kline.openTime;
    this.#aim();
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
    this.#lines.renew();
    const end = this.#lastClosed ?? Infinity;
    for (const kline of klines) {
      if (!kline.isClosed) this.#complete(kline);
      else if (kline.openTime <= end) this.#learn(kline);
    }
    const newest = this.#bars.findLast(({ isOwn }) => !isOwn)?.openTime ?? null;
    // What was closed here lately may not be known to history yet.
    for (const own of this.#closing.unconfirmedAfter(newest)) this.#learn(own, true);
    this.#lastClosed ??= newest;
    this.#aim();
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
      bars: this.#barsKept().map(keptBar),
    };
  }

  load({ running, lastClosed, bars = [] }: SeriesState): void {
    this.#running = running && { ...running, volume: running.volume ?? NaN };
    this.#lastClosed = lastClosed;
    this.#bars = bars.map(barFrom);
    this.#aim();
  }

  /** What a restart has kept is as good as fetched. */
  #recalled(count: number): readonly Kline[] | null {
    const last = this.#lastClosed;
    const bars = last === null ? null : this.before(stepOpenTime(this.interval, last, 1), count);
    if (!bars || bars.some(({ close }) => Number.isNaN(close))) return null;
    return bars.map((bar) => ({ ...bar, lastTradeId: -1, isClosed: true }));
  }

  #barsKept(): readonly Bar[] {
    const open = this.#running?.openTime;
    let most = 0;
    for (const { barsKept } of this.listeners) most = Math.max(most, barsKept);
    if (most === 0 || open === undefined) return [];
    return this.#bars.filter(({ openTime }) => openTime < open).slice(-most);
  }

  #begin(time: number, { open, high, low, close, volume }: Seen): void {
    const running = this.#running;
    const openTime = openTimeOf(this.interval, time);
    if (running?.isWhole) this.#keep({ ...running, volume: running.volume ?? NaN, isOwn: true });
    if (running) this.#fillUp(running, openTime);
    const isWhole = running !== null;
    this.#running = { openTime, open, high, low, close, volume, isWhole };
    this.#tell();
  }

  /** Candles in which nothing was traded stand at the price before them, as the venue's do. */
  #fillUp({ openTime: from, close }: RunningBar, to: number): void {
    if (Number.isNaN(close)) return;
    const first = stepOpenTime(this.interval, to, -(this.barsNeeded + 2));
    let openTime = Math.max(first, stepOpenTime(this.interval, from, 1));
    for (; openTime < to; openTime = stepOpenTime(this.interval, openTime, 1)) {
      const prices = { open: close, high: close, low: close, close };
      this.#keep({ openTime, ...prices, volume: 0, isOwn: true });
    }
  }

  #complete({ openTime, open, high, low, close }: Kline): void {
    const running = this.#running ?? { openTime, open, high, low, close, isWhole: false };
    if (running.openTime !== openTime) return;
    this.#running = {
      ...running,
      high: Math.max(running.high, high),
      low: Math.min(running.low, low),
      // Which of its trades the venue has counted is not known.
      volume: running.isWhole ? (running.volume ?? NaN) : NaN,
      isWhole: true,
    };
  }

  #learn(kline: Kline, isOwn = false): void {
    this.#keep({ ...kline, isOwn });
    this.#lines.learn(kline);
  }

  /** The venue's word on a candle that has closed: of another one lines are to be learned anew. */
  #confirm(kline: Kline): void {
    const known = this.#bars.find(({ openTime }) => openTime === kline.openTime);
    const isMissing = !known && kline.openTime === this.#lastClosed;
    if (known?.isOwn) this.#keep({ ...kline, isOwn: false });
    if (!this.#closing.confirm(kline) && !isMissing) return;
    this.#lines.silence();
  }

  #canDecide(last: number): boolean {
    const openTime = stepOpenTime(this.interval, last, 1);
    for (const listener of this.listeners) if (!listener.canDecide(openTime)) return false;
    return this.listeners.size > 0;
  }

  #aim(): void {
    const last = this.#lastClosed;
    this.#nextEnd = last === null ? -Infinity : stepOpenTime(this.interval, last, 2) - 1;
  }

  #tell(): void {
    for (const listener of this.listeners) {
      this.host.shield(() => {
        listener.onBars();
      });
    }
  }

  #keep({ openTime, open, high, low, close, volume, isOwn }: Bar): void {
    const bar = { openTime, open, high, low, close, volume, isOwn };
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
