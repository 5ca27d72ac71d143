import type { ConditionOf } from '../../alert-conditions';
import type { Blindness, CellState, Owner } from '../cell';
import { comparePercentMove, type Sign } from '../exact';
import { StateCell } from '../state-cell';
import type { EveryTrade } from '../wakeable';

/**
 * True while the price is no further than so many percent of itself from the liquidation price. The
 * mark price decides where there is one, as it does at the exchange; else the last price.
 */
export class LiquidationDistance extends StateCell implements EveryTrade {
  /** The liquidation price and the way to it, as the ledger said last. */
  #level: number | null = null;
  #direction: Sign = -1;

  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'liquidation_distance'>,
  ) {
    super(owner);
  }

  override get level(): number | null {
    return this.#level;
  }

  override get direction(): Sign {
    return this.#direction;
  }

  override get blindness(): Blindness | null {
    if (this.#level === null) return this.#isThere ? 'no_liquidation_price' : 'no_position';
    return this.#price === null ? 'no_price' : null;
  }

  override start(_at: number, saved: CellState): void {
    this.#locate();
    const price = this.#price;
    if (typeof saved === 'number') this.load(saved);
    else this.presume(price !== null && this.#holds(price));
    this.owner.book.onMark.add(this);
    this.owner.book.everyTrade.add(this);
  }

  override stop(): void {
    this.owner.book.onMark.delete(this);
    this.owner.book.everyTrade.delete(this);
  }

  override onPosition(): void {
    this.#locate();
  }

  override wake(): void {
    // The ledger is asked first: if it fails, nothing has changed yet.
    this.#locate();
    const price = this.#price;
    if (price !== null) this.settle(this.#holds(price));
  }

  /** A mark price decides alone; the last price does so in one way only as it rises or falls. */
  couldTurn(low: number, high: number): boolean {
    const { markPrice } = this.owner.book;
    this.#locate();
    if (this.isFresh) return true;
    return [markPrice ?? low, markPrice ?? high].some(
      (price) => this.#holds(price) !== this.isTrue,
    );
  }

  get #isThere(): boolean {
    const { book, positionId } = this.owner;
    return positionId !== null && book.ports.positions.find(positionId) !== undefined;
  }

  get #price(): number | null {
    return this.owner.book.markPrice ?? this.owner.book.price;
  }

  #locate(): void {
    const { book, positionId } = this.owner;
    if (positionId === null) return;
    const { positions } = book.ports;
    this.#level = positions.liquidationPrice(positionId);
    this.#direction = positions.find(positionId)?.side === 'short' ? 1 : -1;
  }

  #holds(price: number): boolean {
    const liquidation = this.#level;
    if (liquidation === null) return false;
    // Within the distance of the price: liquidation ≥ price × (1 − percent), mirrored for a short.
    const direction = this.direction;
    const near = comparePercentMove(liquidation, price, direction * this.condition.percent);
    return near * direction <= 0;
  }
}
