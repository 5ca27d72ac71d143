import type { ConditionOf } from '../../alert-conditions';
import { NEXT_PRICE, type Blindness, type CellState, type Owner } from '../cell';
import { nextDown, nextUp, type Sign } from '../exact';
import { StateCell } from '../state-cell';

/** True while the price is at or above (at or below) a level. */
export class PriceState extends StateCell {
  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'price_above' | 'price_below'>,
  ) {
    super(owner);
  }

  override get level(): number {
    return this.condition.price;
  }

  override get direction(): Sign {
    return this.condition.type === 'price_above' ? 1 : -1;
  }

  override get blindness(): Blindness | null {
    return this.owner.book.price === null ? 'no_price' : null;
  }

  override start(_at: number, saved: CellState): void {
    const { price } = this.owner.book;
    if (typeof saved === 'number') this.load(saved);
    else this.presume(price === null ? null : this.#holds(price));
    this.#aim();
  }

  override wake(): void {
    const isTrue = this.#holds(this.owner.book.price ?? 0);
    this.#aimAt(isTrue);
    this.settle(isTrue);
  }

  #holds(price: number): boolean {
    return (price - this.condition.price) * this.direction >= 0;
  }

  #aim(): void {
    if (this.isFresh) this.aim(NEXT_PRICE, -Infinity);
    else this.#aimAt(this.isTrue);
  }

  #aimAt(isTrue: boolean): void {
    const { price } = this.condition;
    const isAbove = this.direction > 0;
    if (isTrue) this.aim(isAbove ? Infinity : nextUp(price), isAbove ? nextDown(price) : -Infinity);
    else this.aim(isAbove ? price : Infinity, isAbove ? -Infinity : price);
  }
}
