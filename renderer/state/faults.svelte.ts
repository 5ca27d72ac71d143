/** The same words are not said again within this time. */
const QUIET_MS = 60_000;

/** Something went wrong that nobody expected. */
export interface Fault {
  readonly error: unknown;
  /** How often the same has happened. */
  readonly count: number;
}

/** Errors that nobody caught: the last one is shown, a storm of them once. */
export class FaultReports {
  #shown = $state.raw<Fault | null>(null);
  #lastWords = '';
  #saidAt = -Infinity;

  /** @param monotonic ms of a clock that only goes forward. */
  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  /** Null when there is nothing to say. */
  get shown(): Fault | null {
    return this.#shown;
  }

  /** Takes an error; one of which the same was just said is only counted. */
  hear(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error);
    const now = this.monotonic();
    const isSame = words === this.#lastWords && now - this.#saidAt < QUIET_MS;
    this.#lastWords = words;
    if (isSame) {
      if (this.#shown) this.#shown = { error, count: this.#shown.count + 1 };
      return;
    }
    this.#saidAt = now;
    this.#shown = { error, count: 1 };
  }

  dismiss(): void {
    this.#shown = null;
  }
}
