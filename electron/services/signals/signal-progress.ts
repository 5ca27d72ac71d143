import type { Clock } from '../clock';
import type { FollowedSeries } from './followed-series';

/** At most so often while history is being read, ms. */
const TELL_EVERY_MS = 1000;

/** How far the reading of history has come. */
export interface Progress {
  /** Series that are up to date, of how many. */
  readonly done: number;
  readonly total: number;
  /** Of the time to be read, 0 … 1. */
  readonly share: number;
}

/** How far the reading of all series has come. */
export function progressOf(all: readonly Pick<FollowedSeries, 'status' | 'share'>[]): Progress {
  const done = all.filter(({ status }) => status === 'current').length;
  const share = all.reduce((sum, it) => sum + it.share, 0) / Math.max(1, all.length);
  return { done, total: all.length, share };
}

/** Tells of the reading of history while there is any, and once when it has come to its end. */
export class ProgressTeller {
  #isReading = false;
  #toldAt = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly onProgress: (progress: Progress) => void,
  ) {}

  /** Takes how it stands; `isAtRest` when there is nothing to do for now. */
  take(progress: Progress, isAtRest: boolean): void {
    const isDone = progress.done === progress.total;
    if (isDone && !(this.#isReading && isAtRest)) return;
    const now = this.clock.monotonic();
    if (!isDone && now - this.#toldAt < TELL_EVERY_MS) return;
    this.#isReading = !isDone;
    this.#toldAt = now;
    this.onProgress(progress);
  }
}
