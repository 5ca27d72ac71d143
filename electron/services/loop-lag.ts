import { monitorEventLoopDelay } from 'node:perf_hooks';
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
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #unwatched: Timer | null = null;

  constructor(private readonly clock: Pick<Clock, 'after'>) {}

  /** Since the look before; null at the first one and the first after a long while. */
  read(): LoopLagFigures | null {
    const isOn = this.#unwatched !== null;
    this.#unwatched?.cancel();
    this.#unwatched = this.clock.after(UNWATCHED_MS, () => this.stop());
    this.#histogram.enable();
    const { count, mean, max } = this.#histogram;
    if (!isOn || count === 0) return null;
    const figures = {
      mean: lateness(mean),
      p99: lateness(this.#histogram.percentile(99)),
      max: lateness(max),
    };
    this.#histogram.reset();
    return figures;
  }

  /** Measures no more until somebody looks again. */
  stop(): void {
    this.#unwatched?.cancel();
    this.#unwatched = null;
    this.#histogram.disable();
    this.#histogram.reset();
  }
}

const lateness = (ns: number): number => Math.max(0, ns / NS_PER_MS - RESOLUTION_MS);
