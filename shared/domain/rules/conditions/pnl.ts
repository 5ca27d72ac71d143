import type { ConditionOf } from '../../alert-conditions';
import { NEXT_PRICE, type Blindness, type CellState, type Owner } from '../cell';
import type { Sign } from '../exact';
import type { OpenPosition, PnlUnit } from '../ports';
import { StateCell } from '../state-cell';

/** The ledger's hint where the threshold lies is this good; within it, the ledger decides. */
const HINT = 1e-8;

/**
 * True while the position's exact, unrounded pnl has reached a target (`up`: pnl ≥ value) or a stop
 * (`down`: pnl ≤ −value). Before any price is known a position stands at its entry.
 */
export class Pnl extends StateCell {
  /** Where the threshold lies, and the way the price goes towards it, as the ledger said last. */
  #level: number | null = null;
  #direction: Sign = 1;

  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'pnl_percent' | 'pnl_amount'>,
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
    if (!this.#position) return 'no_position';
    return this.owner.book.price === null ? 'no_price' : null;
  }

  override start(_at: number, saved: CellState): void {
    const { price } = this.owner.book;
    if (typeof saved === 'number') this.load(saved);
    else this.presume(price !== null && this.#holds(price));
    this.#locate();
    this.aim(NEXT_PRICE, -Infinity);
  }

  override onPosition(): void {
    this.aim(NEXT_PRICE, -Infinity);
  }

  override wake(): void {
    // The ledger is asked first: if it fails, nothing has changed yet.
    const isTrue = this.#holds(this.owner.book.price ?? 0);
    this.#locate();
    this.#aim(isTrue);
    this.settle(isTrue);
  }

  get #unit(): PnlUnit {
    return this.condition.type === 'pnl_percent' ? 'percent' : 'amount';
  }

  get #value(): number {
    return this.condition.direction === 'up' ? this.condition.value : -this.condition.value;
  }

  get #position(): OpenPosition | undefined {
    const { book, positionId } = this.owner;
    return positionId === null ? undefined : book.ports.positions.find(positionId);
  }

  #holds(price: number): boolean {
    const position = this.#position;
    if (!position) return false;
    const { positions } = this.owner.book.ports;
    const side = positions.comparePnl(position.id, this.#unit, this.#value, price);
    return this.condition.direction === 'up' ? side >= 0 : side <= 0;
  }

  #locate(): void {
    const { book, positionId } = this.owner;
    if (positionId === null) return;
    this.#level = book.ports.positions.priceOfPnl(positionId, this.#unit, this.#value);
    const isLong = this.#position?.side === 'long';
    this.#direction = isLong === (this.condition.direction === 'up') ? 1 : -1;
  }

  #aim(isTrue: boolean): void {
    const { level, direction } = this;
    if (level === null) this.aim(Infinity, -Infinity);
    else if (direction > 0 === isTrue) this.aim(Infinity, level * (1 + HINT));
    else this.aim(level * (1 - HINT), -Infinity);
  }
}
