import type { LatencyBuckets } from './latency-buckets';

/** What took how long between two looks, in ms. */
export interface LatencyFigures {
  readonly mean: number;
  /** 99 of 100 took at most so long; null when it is beyond the last bound. */
  readonly p99: number | null;
}

/** Tells of each latency what was observed since it was looked at before. */
export class LatencyReader {
  readonly #seen = new WeakMap<LatencyBuckets, { counts: Float64Array; sum: number }>();

  /** Since its start at the first look; null when nothing was observed. */
  read(buckets: LatencyBuckets): LatencyFigures | null {
    const before = this.#seen.get(buckets);
    const counts = buckets.counts.map((count, at) => count - (before?.counts[at] ?? 0));
    const sum = buckets.sum - (before?.sum ?? 0);
    this.#seen.set(buckets, { counts: buckets.counts.slice(), sum: buckets.sum });
    const count = counts.reduce((total, each) => total + each, 0);
    if (count === 0) return null;
    return { mean: sum / count, p99: boundOf(buckets.bounds, counts, count * 0.99) };
  }
}

function boundOf(bounds: readonly number[], counts: Float64Array, wanted: number) {
  let passed = 0;
  const at = counts.findIndex((count) => (passed += count) >= wanted);
  return bounds[at] ?? null;
}
