/** Gaps that are remembered; odd, so that one of them is the median. */
const GAPS = 31;

/** The usual pace of a symbol's trades, from the newest gaps between them. */
export class TradeRhythm {
  readonly #gaps: number[] = [];
  #next = 0;

  /**
   * Trades came, and the last of them so long after the one before this call, ms. Those in between
   * came together: a watch that looks once a second need not tell them apart.
   */
  heard(count: number, gapMs: number): void {
    this.#add(gapMs);
    for (let rest = Math.min(count - 1, GAPS - 1); rest > 0; rest--) this.#add(0);
  }

  /** In ms; null before the first gap. */
  get medianGap(): number | null {
    const sorted = [...this.#gaps].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }

  #add(gapMs: number): void {
    this.#gaps[this.#next] = gapMs;
    this.#next = (this.#next + 1) % GAPS;
  }
}
