import type { Sign } from './exact';

/** One price that may still become the extreme of a window, and its time (ms UTC). */
export type TapeEntry = readonly [time: number, price: number];

/** How far the dead front may grow before it is cut off. */
const SLACK = 1024;

/**
 * The lowest (or highest) price since any moment of the last while. Keeps only prices that nothing
 * lower (higher) has followed, so that the first one young enough is the answer.
 */
export class ExtremeTape {
  #entries: TapeEntry[] = [];
  #head = 0;

  /** @param sign 1 keeps lows, −1 keeps highs. */
  constructor(private readonly sign: Sign) {}

  /** Times never run backwards. */
  push(time: number, price: number): void {
    let last = this.#entries.at(-1);
    while (last && this.#entries.length > this.#head && (last[1] - price) * this.sign >= 0) {
      this.#entries.pop();
      last = this.#entries.at(-1);
    }
    this.#entries.push([time, price]);
  }

  /** Forgets what happened before a time. */
  prune(time: number): void {
    while ((this.#entries[this.#head]?.[0] ?? Infinity) < time) this.#head++;
    if (this.#head > SLACK && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }

  /** The extreme among prices not before a time; null when there is none. */
  since(time: number): number | null {
    let low = this.#head;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.[0] ?? Infinity) < time) low = middle + 1;
      else high = middle;
    }
    return this.#entries[low]?.[1] ?? null;
  }

  save(): readonly TapeEntry[] {
    return this.#entries.slice(this.#head);
  }

  load(entries: readonly TapeEntry[]): void {
    this.#entries = [...entries];
    this.#head = 0;
  }
}
