const CAP_MS = 30_000;

/**
 * Waiting times of a retry loop: the first at once, then 1, 2, 4 … 30 s, each drawn at random from
 * its upper half so that many clients do not come back in step.
 */
export class Backoff {
  #failures = 0;

  /** @param random Uniform in [0, 1). */
  constructor(private readonly random: () => number) {}

  /** Counts a failure. Returns the ms to wait before the next try. */
  next(): number {
    this.advance();
    return this.wait();
  }

  /** Counts a failure. */
  advance(): void {
    this.#failures++;
  }

  /** Milliseconds to wait after the failures so far, drawn anew each time. */
  wait(): number {
    if (this.#failures <= 1) return 0;
    const ceiling = Math.min(CAP_MS, 1000 * 2 ** (this.#failures - 2));
    return Math.round(ceiling * (0.5 + this.random() / 2));
  }

  /** To be called once the connection has proved stable. */
  reset(): void {
    this.#failures = 0;
  }
}
