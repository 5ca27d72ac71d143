import type { ConditionOf } from '../../alert-conditions';
import type { Blindness, CellState, Owner } from '../cell';
import type { Sign } from '../exact';
import { StateCell } from '../state-cell';
import type { EveryTrade } from '../wakeable';

/** True while the position, or the portfolio, is so far below its best; the ledger knows both. */
export class Drawdown extends StateCell implements EveryTrade {
  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'drawdown'>,
  ) {
    super(owner);
  }

  override get blindness(): Blindness | null {
    const { price } = this.owner.book;
    if (price === null) return 'no_price';
    return this.#side(price) === null ? 'no_position' : null;
  }

  override start(_at: number, saved: CellState): void {
    const { price } = this.owner.book;
    if (typeof saved === 'number') this.load(saved);
    else this.presume(price !== null && this.#isDown(price));
    this.owner.book.everyTrade.add(this);
  }

  override stop(): void {
    this.owner.book.everyTrade.delete(this);
  }

  override wake(): void {
    const side = this.#side(this.owner.book.price ?? 0);
    // What nobody knows is no news.
    if (side !== null) this.settle(side >= 0);
  }

  couldTurn(low: number, high: number): boolean {
    const { book, positionId } = this.owner;
    const { price } = book;
    if (price === null || this.isFresh || this.#isDown(price) !== this.isTrue) return true;
    const { percent } = this.condition;
    const calm = book.ports.positions.drawdownSpan(positionId, percent, book.tradedSymbol, price);
    return !calm || low < calm.low || high > calm.high;
  }

  #isDown(price: number): boolean {
    return (this.#side(price) ?? -1) >= 0;
  }

  #side(price: number): Sign | null {
    const { book, positionId } = this.owner;
    const { percent } = this.condition;
    return book.ports.positions.compareDrawdown(positionId, percent, book.tradedSymbol, price);
  }
}
