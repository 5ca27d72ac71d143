import type { Clock, Timer } from '../clock';

const CHECK_EVERY_MS = 250;

/** How far the fetching of history after an outage has come. */
export interface CatchUpProgress {
  /** Symbols concerned. */
  readonly total: number;
  /** Those whose history is whole again; the end is reached when all are. */
  readonly done: number;
}

export interface CatchUpOptions {
  readonly clock: Clock;
  /** Wire symbols whose history is being fetched at the moment. */
  readonly filling: () => readonly string[];
  /** Called at most four times a second, and once with `done` equal to `total`. */
  readonly onProgress: (progress: CatchUpProgress) => void;
}

/** Follows the fetching of history after an outage, over all symbols. */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #waiting = new Set<string>();
  readonly #done = new Set<string>();
  #timer: Timer | null = null;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** Null when nothing has to be caught up with. */
  get progress(): CatchUpProgress | null {
    if (this.#waiting.size === 0) return null;
    return { total: this.#done.size + this.#waiting.size, done: this.#done.size };
  }

  /** To be called when history begins to be fetched; again while it still is adds to it. */
  begin(): void {
    if (!this.#timer) this.#done.clear();
    for (const symbol of this.#options.filling()) {
      // What was whole again and is not any more is still one symbol.
      this.#done.delete(symbol);
      this.#waiting.add(symbol);
    }
    if (!this.progress || this.#timer) return;
    this.#options.onProgress(this.progress);
    this.#timer = this.#options.clock.every(CHECK_EVERY_MS, () => this.#check());
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #check(): void {
    const filling = new Set(this.#options.filling());
    const before = this.#done.size;
    for (const symbol of this.#waiting) {
      if (filling.has(symbol)) continue;
      this.#waiting.delete(symbol);
      this.#done.add(symbol);
    }
    const { progress } = this;
    if (!progress) {
      this.stop();
      this.#options.onProgress({ total: this.#done.size, done: this.#done.size });
    } else if (this.#done.size !== before) {
      this.#options.onProgress(progress);
    }
  }
}
