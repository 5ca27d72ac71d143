import type { ConditionOf } from '../../alert-conditions';
import type { Blindness, CellState, Owner } from '../cell';
import type { Sign } from '../exact';
import { StateCell } from '../state-cell';

/** True while the position, or the portfolio, is so far below its best; the ledger knows both. */
export class Drawdown extends StateCell {
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
    else this.presume(price !== null && (this.#side(price) ?? -1) >= 0);
    this.owner.book.everyTrade.add(this);
  }

  override stop(): void {
    this.owner.book.everyTrade.delete(this);
  }

  override wake(): void {
    this.settle((this.#side(this.owner.book.price ?? 0) ?? -1) >= 0);
  }

  #side(price: number): Sign | null {
    const { book, positionId } = this.owner;
    const { percent } = this.condition;
    return book.ports.positions.compareDrawdown(positionId, percent, book.tradedSymbol, price);
  }
}
