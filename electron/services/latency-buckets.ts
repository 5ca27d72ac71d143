/** Upper bounds in ms: 1, 2, 4 … 65536; what is longer is counted in the last bucket. */
const BOUNDS = Array.from({ length: 17 }, (_, exponent) => 2 ** exponent);

/** Counts how long something took, in powers of two; cheap enough for every frame. */
export class LatencyBuckets {
  /** Upper bounds in ms, growing. */
  readonly bounds: readonly number[] = BOUNDS;
  /** How many fell into each bucket; one more than there are bounds. */
  readonly counts = new Float64Array(BOUNDS.length + 1);
  /** Of all durations, ms. */
  sum = 0;

  /** @param ms Below zero, as clocks that differ make it, counts as zero. */
  observe(ms: number): void {
    const duration = ms > 0 ? ms : 0;
    this.sum += duration;
    const bucket = duration <= 1 ? 0 : 32 - Math.clz32(Math.ceil(duration) - 1);
    const at = bucket < BOUNDS.length ? bucket : BOUNDS.length;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
  }
}
