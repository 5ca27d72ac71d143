import type { ConditionOf } from '../../alert-conditions';
import { Cell, NEXT_PRICE, type Blindness, type CellState, type Owner } from '../cell';
import { compareAmountMove, comparePercentMove, percentMove, tidy, type Sign } from '../exact';

/**
 * Every step fires, but no more than so many in one trade: each fire is kept, and a rule whose steps
 * are that small is a mistake. What is passed over beyond them is reported.
 */
const MAX_STEPS = 10_000;
/** Triggers lie this part nearer than the level: they wake, exact arithmetic decides. */
const EARLY = 1e-11;

/**
 * Fires at each next step away from the last one reached, at first from the price when armed. A step
 * by percent is one of the last step reached: 100, 110, 121 …; steps are kept to 15 digits.
 */
export class Step extends Cell {
  #reached: number | null = null;

  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'step'>,
  ) {
    super(owner);
  }

  override get blindness(): Blindness | null {
    return this.#reached === null ? 'no_price' : null;
  }

  override start(_at: number, saved: CellState): void {
    this.#reached = typeof saved === 'number' ? saved : this.owner.book.price;
    this.#aim();
  }

  override save(): CellState {
    return this.#reached;
  }

  override wake(): void {
    const price = this.owner.book.price ?? 0;
    const direction: Sign = price > (this.#reached ?? price) ? 1 : -1;
    const levels = this.#reached === null ? [] : this.#climb(price, direction);
    this.#reached ??= price;
    this.#aim();
    for (const level of levels) {
      if (this.isDone) return;
      this.owner.occurred(this, level, direction);
    }
  }

  /** Moves on to the last step that the price has reached; gives those that fire. */
  #climb(price: number, direction: Sign): number[] {
    const levels: number[] = [];
    while (this.#isPassed(price, direction)) {
      if (levels.length === MAX_STEPS) this.#leap(price, direction);
      else levels.push((this.#reached = this.#next(direction)));
    }
    return levels;
  }

  /** Goes on to the price without a fire, and says so; from there the steps are counted anew. */
  #leap(price: number, direction: Sign): void {
    const { symbol, ports } = this.owner.book;
    const from = String(this.#reached);
    this.#reached = price;
    const way = direction > 0 ? 'up' : 'down';
    const text = `${MAX_STEPS} steps fired in one trade; those ${way} from ${from} to ${price} did not`;
    ports.report({ symbol, error: new RangeError(text) });
  }

  #isPassed(price: number, direction: Sign): boolean {
    const { every_percent: percent, every_amount: amount } = this.condition;
    const from = this.#reached ?? 0;
    const side =
      percent === undefined
        ? compareAmountMove(price, from, direction * (amount ?? 0))
        : comparePercentMove(price, from, direction * percent);
    return side * direction >= 0;
  }

  #next(direction: Sign): number {
    const { every_percent: percent, every_amount: amount } = this.condition;
    const from = this.#reached ?? 0;
    return percent === undefined
      ? tidy(from + direction * (amount ?? 0))
      : percentMove(from, direction * percent);
  }

  #aim(): void {
    if (this.#reached === null) this.aim(NEXT_PRICE, -Infinity);
    else this.aim(this.#next(1) * (1 - EARLY), this.#next(-1) * (1 + EARLY));
  }
}
