/**
 * Waiting times of a retry loop: the first at once, then 1, 2, 4 … 30 s, each drawn at random from
 * its upper half so that many clients do not come back in step.
 */
export class Backoff {
  #failures = 0;

  /** @param random Uniform in [0, 1). */
  constructor(private readonly random: () => number) {}

  /** Milliseconds to wait before the next try. */
  next(): number {
    const failures = this.#failures++;
    if (failures === 0) return 0;
    const ceiling = Math.min(30_000, 1000 * 2 ** (failures - 1));
    return Math.round(ceiling * (0.5 + this.random() / 2));
  }

  /** To be called once the connection has proved stable. */
  reset(): void {
    this.#failures = 0;
  }
}
