type Job = () => Promise<void>;

/** Runs small jobs a few at a time, so that what the trader asks for never waits behind them. */
export class Trickle {
  readonly #waiting = new Map<string, Job>();
  readonly #running = new Set<string>();

  constructor(private readonly width = 3) {}

  /** Adds a job; one with the same key that still waits is replaced, one that runs makes this a no-op. */
  add(key: string, job: Job): void {
    if (this.#running.has(key)) return;
    this.#waiting.set(key, job);
    this.#next();
  }

  #next(): void {
    for (const [key, job] of this.#waiting) {
      if (this.#running.size >= this.width) return;
      this.#waiting.delete(key);
      this.#running.add(key);
      void job().finally(() => {
        this.#running.delete(key);
        this.#next();
      });
    }
  }
}
