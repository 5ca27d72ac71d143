import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import type { Clock, Timer } from './clock';

const NS_PER_MS = 1e6;
const RESOLUTION_MS = 20;
/** Measuring wakes the machine: it ends when nobody has looked for so long. */
const UNWATCHED_MS = 30_000;

/** How much later than planned the event loop has turned, in ms. */
export interface LoopLagFigures {
  readonly mean: number;
  readonly p99: number;
  readonly max: number;
}

/** Measures delays of the event loop for as long as somebody looks at them. */
export class LoopLag {
  /** Made when it is first looked at: one that was never switched on counts as an open handle. */
  #histogram: IntervalHistogram | null = null;
  #unwatched: Timer | null = null;

  constructor(private readonly clock: Pick<Clock, 'after'>) {}

  /** Since the look before; null at the first one and the first after a long while. */
  read(): LoopLagFigures | null {
    const isOn = this.#unwatched !== null;
    this.#unwatched?.cancel();
    this.#unwatched = this.clock.after(UNWATCHED_MS, () => this.stop());
    const histogram = (this.#histogram ??= monitorEventLoopDelay({ resolution: RESOLUTION_MS }));
    histogram.enable();
    const { count, mean, max } = histogram;
    if (!isOn || count === 0) return null;
    const p99 = lateness(histogram.percentile(99));
    histogram.reset();
    return { mean: lateness(mean), p99, max: lateness(max) };
  }

  /** Measures no more until somebody looks again. */
  stop(): void {
    this.#unwatched?.cancel();
    this.#unwatched = null;
    this.#histogram?.disable();
    this.#histogram?.reset();
  }
}

const lateness = (ns: number): number => Math.max(0, ns / NS_PER_MS - RESOLUTION_MS);
