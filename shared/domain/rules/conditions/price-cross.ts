import type { ConditionOf } from '../../alert-conditions';
import { Cell, NEXT_PRICE, type Blindness, type CellState, type Owner } from '../cell';
import { nextDown, nextUp, type Sign } from '../exact';
import { ABOVE, BELOW, crossingOf, nextStand, NOWHERE, type Stand } from './crossing';

const WAYS = { up: 1, down: -1, any: 0 } as const;

/** Fires when the price crosses a level. */
export class PriceCross extends Cell {
  #stand: Stand = NOWHERE;

  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'price_cross'>,
  ) {
    super(owner);
  }

  override get level(): number {
    return this.condition.price;
  }

  override get blindness(): Blindness | null {
    return this.#stand === NOWHERE ? 'no_price' : null;
  }

  override start(_at: number, saved: CellState): void {
    const { price } = this.owner.book;
    if (typeof saved === 'number') this.#stand = saved as Stand;
    else if (price !== null) this.#stand = nextStand(NOWHERE, this.#sideOf(price));
    this.#aim();
  }

  override save(): number {
    return this.#stand;
  }

  override wake(): void {
    const side = this.#sideOf(this.owner.book.price ?? 0);
    const crossing = crossingOf(this.#stand, side);
    this.#stand = nextStand(this.#stand, side);
    this.#aim();
    const wanted = WAYS[this.condition.direction];
    if (crossing !== 0 && wanted !== -crossing) {
      this.owner.occurred(this, this.condition.price, crossing);
    }
  }

  #sideOf(price: number): Sign {
    return Math.sign(price - this.condition.price) as Sign;
  }

  #aim(): void {
    const { price } = this.condition;
    if (this.#stand === NOWHERE) this.aim(NEXT_PRICE, -Infinity);
    else if (this.#stand === BELOW) this.aim(price, -Infinity);
    else if (this.#stand === ABOVE) this.aim(Infinity, price);
    else this.aim(nextUp(price), nextDown(price));
  }
}
