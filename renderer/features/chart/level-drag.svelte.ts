/** A level of the chart that can be put elsewhere. */
export interface Movable {
  /** The key of its line. */
  readonly key: string;
  /** Where it stands. */
  readonly price: number;
  /** Where it may stand at most: the nearest price it can have to a wish, null where there is none. */
  readonly allowed: (price: number) => number | null;
  /** Keeps it at a price. */
  readonly keep: (price: number) => Promise<void>;
}

/** Moves one level at a time: it is shown where it would be, and kept when it is dropped. */
export class LevelDrag {
  #key = $state<string | null>(null);
  #price = $state(0);
  #isKeeping = false;

  /** @param decimals Of the symbol's prices; null while they are not known. */
  constructor(private readonly decimals: () => number | null) {}

  /** Where a level would be; null for one that is not being moved. */
  priceOf(key: string): number | null {
    return key === this.#key ? this.#price : null;
  }

  /** Shows a level at a price, rounded to what the symbol knows; a price must be above 0. */
  to(level: Movable, price: number): void {
    if (this.#isKeeping) return;
    const allowed = level.allowed(this.#round(price));
    if (allowed === null || allowed <= 0) return;
    this.#key = level.key;
    this.#price = this.#round(allowed);
  }

  /** Moves a level by steps of the last decimal. */
  by(level: Movable, steps: number): void {
    this.to(level, (this.priceOf(level.key) ?? level.price) + steps * this.#step);
  }

  /** Back to where it was. */
  cancel(): void {
    if (!this.#isKeeping) this.#key = null;
  }

  /** Keeps a level where it is shown; it stays there until that is answered. */
  async drop(level: Movable): Promise<void> {
    const price = this.priceOf(level.key);
    if (price === null || this.#isKeeping) return;
    this.#isKeeping = price !== level.price;
    if (this.#isKeeping) await level.keep(price);
    this.#isKeeping = false;
    this.cancel();
  }

  get #step(): number {
    return 10 ** -(this.decimals() ?? 8);
  }

  #round(price: number): number {
    return Number(price.toFixed(this.decimals() ?? 8));
  }
}
