import {
  extendDrawdown,
  moveDrawdown,
  startDrawdown,
  type Drawdown,
  type EquityPoint,
  type Transfer,
} from '../../../shared/domain/equity';
import { Exact } from '../../../shared/domain/money';

/** How far the portfolio is and was below its best: by the points of its curve and the peaks between them. */
export class DrawdownTrack {
  #drawdown: Drawdown | null = null;
  /** Until when transfers have moved it along, ms UTC. */
  #at = 0;
  /** Of an earlier run; it may lie between two points of the curve. */
  #recalled: EquityPoint | null = null;

  /** @param transfers All of them, by rising time. */
  constructor(private readonly transfers: () => readonly Transfer[]) {}

  /** As of the last point or peak, with what has been transferred since; null before the first. */
  get now(): Drawdown | null {
    return this.#drawdown && moveDrawdown(this.#drawdown, this.#moved(this.#at, Infinity));
  }

  /** The time of what it is of, ms UTC; 0 before the first point. */
  get at(): number {
    return this.#at;
  }

  /** Begins anew with the points of a curve and what was recalled of it. */
  read(points: readonly EquityPoint[]): void {
    this.#drawdown = null;
    this.#at = 0;
    const best = this.#recalled ? [this.#recalled] : [];
    const all = [...points, ...best].sort((a, b) => a.time - b.time);
    for (const point of all) this.extend(point);
  }

  /** The highest equity an earlier run has seen; counts from the next `read` on. */
  recall(best: EquityPoint | null): void {
    this.#recalled = best;
  }

  extend(point: EquityPoint): void {
    const moved = this.#moved(this.#at, point.time);
    this.#drawdown = this.#drawdown
      ? extendDrawdown(this.#drawdown, point, moved)
      : startDrawdown(point);
    this.#at = Math.max(this.#at, point.time);
  }

  /** A peak between two points of the curve is one, too. @param now ms UTC. */
  raise(equity: Exact, now: number): void {
    const drawdown = this.now;
    if (!drawdown || equity.compare(drawdown.peak) <= 0) return;
    this.extend({ time: this.#latest(now), equity });
  }

  /** The highest equity by now (ms UTC), to be kept; null before there is any. */
  best(now: number): EquityPoint | null {
    const drawdown = this.now;
    return drawdown && { time: this.#latest(now), equity: drawdown.peak };
  }

  /** Not before anything that equity has in it already. */
  #latest(now: number): number {
    return Math.max(now, this.#at, this.transfers().at(-1)?.time ?? 0);
  }

  /** What was transferred after one time, until another (ms UTC). */
  #moved(since: number, until: number): Exact {
    return this.transfers()
      .filter(({ time }) => time > since && time <= until)
      .reduce((total, { amount }) => total.plus(amount), Exact.zero);
  }
}
