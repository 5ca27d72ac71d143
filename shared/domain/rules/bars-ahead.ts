import { closeTimeOf } from '../interval';
import type { Kline } from '../kline';
import type { Ahead } from './wakeable';

/**
 * What the minutes after each minute say: the lowest and highest price within a time after its end.
 * Finds the bounds of all minutes in one run from the newest to the oldest.
 */
export class BarsAhead {
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;

  /** @param bars Candles of a minute, oldest first. @param windowMs How far each looks ahead. */
  constructor(
    private readonly bars: readonly Kline[],
    private readonly windowMs: number,
  ) {
    const count = windowMs === 0 ? 0 : bars.length;
    this.#lows = new Float64Array(count);
    this.#highs = new Float64Array(count);
    const [lows, highs] = [new LeastLine(), new LeastLine()];
    for (let n = count - 1; n >= 0; n--) {
      const bar = bars[n];
      if (!bar) continue;
      const end = closeTimeOf('1m', bar.openTime) + windowMs;
      this.#lows[n] = lows.leastUpTo(end);
      this.#highs[n] = -highs.leastUpTo(end);
      lows.push(bar.openTime, bar.low);
      highs.push(bar.openTime, -bar.high);
    }
  }

  /** What follows a minute; null when nothing looks so far. */
  of(place: number): Ahead | null {
    const [bar, last] = [this.bars[place], this.bars.at(-1)];
    const [low, high] = [this.#lows[place], this.#highs[place]];
    if (!bar || !last || low === undefined || high === undefined) return null;
    const end = closeTimeOf('1m', bar.openTime) + this.windowMs;
    return { low, high, until: Math.min(end, closeTimeOf('1m', last.openTime)) };
  }
}

/** The least of the values up to a time, while both the values' times and that time go back. */
class LeastLine {
  /** Nothing nearer is less than they are; the nearest last. */
  readonly #times: number[] = [];
  readonly #values: number[] = [];
  /** Before it, all are too far away. */
  #head = 0;

  push(time: number, value: number): void {
    while (this.#values.length > this.#head && (this.#values.at(-1) ?? -Infinity) >= value) {
      this.#values.pop();
      this.#times.pop();
    }
    this.#times.push(time);
    this.#values.push(value);
  }

  /** Infinity when there is none. */
  leastUpTo(time: number): number {
    while ((this.#times[this.#head] ?? -Infinity) > time) this.#head++;
    return this.#values[this.#head] ?? Infinity;
  }
}
