/** How far the pointer moves before a press becomes a drag, px. */
const THRESHOLD = 4;

interface Grip {
  readonly symbol: string;
  readonly from: number;
  readonly startY: number;
}

/** Moving a row by its pointer: a press that travels far enough becomes a drag, and ends at a gap between rows. */
export class RowDrag {
  #grip: Grip | null = null;
  #symbol = $state<string | null>(null);
  #gap = $state(0);

  /** `rowHeight` gives the height of a row now, px. */
  constructor(
    private readonly drop: (symbol: string, place: number) => void,
    private readonly rowHeight: () => number,
  ) {}

  /** The row on the move. */
  get symbol(): string | null {
    return this.#symbol;
  }

  /** The gap it would fall into: 0 above the first row. Only while `symbol` is not null. */
  get gap(): number {
    return this.#gap;
  }

  /** Fingers scroll, so only a mouse or pen drags. */
  press(event: PointerEvent, symbol: string, from: number): void {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    this.#grip = { symbol, from, startY: event.clientY };
  }

  /** `listTop` is where the first row begins on the screen, px; `count` the number of rows. */
  move(event: PointerEvent, listTop: number, count: number): void {
    if (!this.#grip) return;
    const hasLeft = Math.abs(event.clientY - this.#grip.startY) >= THRESHOLD;
    if (this.#symbol === null && !hasLeft) return;
    if (this.#symbol === null && event.currentTarget instanceof Element) {
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    this.#symbol = this.#grip.symbol;
    const gap = Math.round((event.clientY - listTop) / this.rowHeight());
    this.#gap = Math.min(Math.max(gap, 0), count);
  }

  release(): void {
    const grip = this.#grip;
    const isDragging = this.#symbol !== null;
    this.cancel();
    if (!grip || !isDragging) return;
    // Its own place closes when the row is lifted out.
    this.drop(grip.symbol, this.#gap > grip.from ? this.#gap - 1 : this.#gap);
  }

  cancel(): void {
    this.#grip = null;
    this.#symbol = null;
  }
}
