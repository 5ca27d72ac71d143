/** A hole that history shows is believed when it still shows it so much later. */
const HOLE_AFTER_MS = 2000;
/** What the answers of history, which may trail, say of trades that are missing. Moments are monotonic, in ms. */
export class HoleEvidence {
  /** How far history reached when it first showed the hole that is not believed yet. */
  #look: { readonly toId: number; readonly at: number } | null = null;
  /** Since when, and at which end of the tape, history has answered without one new trade. */
  #barren: { readonly since: number; readonly lastId: number | null } | null = null;

  /** True while history shows a hole that is not believed yet. */
  get isOpen(): boolean {
    return this.#look !== null;
  }

  /**
   * Whether history, which now reaches to an id, has been seen to reach past a hole twice.
   * @param nextId The trade behind the hole.
   */
  isHole(nextId: number, endId: number, now: number): boolean {
    this.#barren = null;
    if (!this.#look || nextId > this.#look.toId) this.#look = { toId: endId, at: now };
    return now - this.#look.at >= HOLE_AFTER_MS;
  }

  /** To be called when history has brought all it has up to its end. */
  close(): void {
    this.#look = null;
  }

  /** To be called when history has brought something new, or has not answered. */
  interrupt(): void {
    this.#barren = null;
  }

  /** Since when history has answered without one new trade, monotonic; null when it has not. */
  get barrenSince(): number | null {
    return this.#barren?.since ?? null;
  }

  /**
   * Counts an answer without anything new. Returns for how long there have been only such, and
   * whether the tape went on meanwhile without what it waits for.
   */
  barren(lastId: number | null, now: number): { forMs: number; hasMoved: boolean } {
    this.#barren ??= { since: now, lastId };
    return { forMs: now - this.#barren.since, hasMoved: this.#barren.lastId !== lastId };
  }
}
