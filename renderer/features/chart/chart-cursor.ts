import type { ChartView } from './chart-view';

/** Height of one step by key, px. */
const STEP = 4;

/** Where the trader points on a chart, by pointer or by key. */
export class ChartCursor {
  /** Of all candles and gaps on the time scale; null where a key has not been yet. */
  #place: number | null = null;
  #price: number | null = null;

  constructor(private readonly view: ChartView) {}

  /** The price pointed at; null when none is. */
  get price(): number | null {
    return this.#price;
  }

  /** Goes to a height that the pointer is at, px from the top. */
  point(y: number): void {
    this.#price = this.view.priceAt(y);
    this.#place = null;
  }

  /** Goes some candles on, or back; begins at the newest one. */
  moveBy(candles: number): void {
    const last = this.view.slotCount - 1;
    if (last < 0) return;
    const from = this.#place ?? this.view.pointed ?? last;
    this.#place = Math.min(Math.max(from + candles, 0), last);
    this.#price ??= this.view.closeAt(this.#place);
    this.#show();
  }

  /** Goes some steps up, or down. */
  raiseBy(steps: number): void {
    this.#place ??= this.view.pointed ?? this.view.slotCount - 1;
    const from = this.#price ?? this.view.closeAt(this.#place);
    const y = from === null ? null : this.view.heightOf(from);
    if (y === null) return;
    this.#price = this.view.priceAt(y - steps * STEP) ?? from;
    this.#show();
  }

  /** Points at nothing. */
  clear(): void {
    this.#place = null;
    this.#price = null;
    this.view.clearCrosshair();
  }

  #show(): void {
    if (this.#place !== null && this.#price !== null)
      this.view.setCrosshair(this.#place, this.#price);
  }
}
