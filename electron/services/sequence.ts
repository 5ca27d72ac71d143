/** Numbers set aside by one durable write; a crash skips at most this many. */
const BLOCK = 100_000;

/**
 * A counter that never repeats, also after a crash: blocks of numbers are reserved durably before
 * any of them is used.
 */
export class Sequence {
  #next: number;
  #reserved: number;
  #isReserving = false;

  /**
   * @param reserved Highest number that may have been used before; the counter goes on above it.
   * @param reserve Makes a new highest number durable.
   */
  constructor(
    reserved: number,
    private readonly reserve: (highest: number) => Promise<void>,
  ) {
    this.#next = reserved + 1;
    this.#reserved = reserved;
  }

  /** Reserves the first block. @throws whatever the store throws. */
  async start(): Promise<void> {
    await this.#extend();
  }

  /** The last number given out. */
  get current(): number {
    return this.#next - 1;
  }

  next(): number {
    if (this.#reserved - this.#next < BLOCK / 2 && !this.#isReserving) {
      // A store that fails says so itself; the next call tries again.
      void this.#extend().catch(() => undefined);
    }
    return this.#next++;
  }

  async #extend(): Promise<void> {
    this.#isReserving = true;
    const highest = Math.max(this.#reserved, this.#next) + BLOCK;
    try {
      await this.reserve(highest);
      this.#reserved = highest;
    } finally {
      this.#isReserving = false;
    }
  }
}
