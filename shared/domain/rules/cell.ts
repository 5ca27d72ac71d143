import type { Book } from './book';
import type { Sign } from './exact';
import type { Wakeable } from './wakeable';

/** What cells report to: the watch of a rule, or a composite. */
export interface Owner {
  readonly book: Book;
  readonly positionId: number | null;
  readonly isDone: boolean;
  /** A passing event. `direction` is the way the price went; 0 when it has none. */
  occurred(cell: Cell, level: number | null, direction: Sign): void;
  /** A lasting condition has become true or false. */
  changed(cell: Cell, isTrue: boolean): void;
}

/** Why a condition cannot become true now. */
export type Blindness =
  | 'no_price'
  | 'no_position'
  | 'no_liquidation_price'
  | 'no_mark_price'
  | 'warming_up'
  | 'time_passed';

/** Plain data: what a cell must remember over a restart. */
export type CellState = number | null | readonly CellState[];

/**
 * One condition of one rule on one symbol. It asks the book to be woken at the prices that matter
 * to it, and costs nothing at all others. Triggers are set before anything is reported: a report
 * may end the rule.
 */
export abstract class Cell implements Wakeable {
  risingSlot = -1;
  fallingSlot = -1;

  constructor(protected readonly owner: Owner) {}

  get book(): Book {
    return this.owner.book;
  }

  get isDone(): boolean {
    return this.owner.isDone;
  }

  /** Whether it is true at this moment; passing events never are. */
  get isTrue(): boolean {
    return false;
  }

  /** Whether it has been true ever since it was armed. */
  get isAlready(): boolean {
    return false;
  }

  /** True for conditions that last, false for those that happen. */
  get isState(): boolean {
    return false;
  }

  /** Whether something of it that happened a while ago still counts. */
  get isKept(): boolean {
    return true;
  }

  /** The level that matters to a lasting condition, and the way in which it is passed. */
  get level(): number | null {
    return null;
  }

  get direction(): Sign {
    return 0;
  }

  get blindness(): Blindness | null {
    return null;
  }

  /**
   * Begins.
   * @param at When it was armed, ms UTC.
   * @param saved What `save` gave; null for a new rule.
   */
  abstract start(at: number, saved: CellState): void;

  abstract save(): CellState;

  /** A price has become known (at ms UTC) by which an earlier one may have been lacking. */
  learn(at: number): void {
    if (this.blindness === 'no_price') this.start(at, null);
  }

  /** A trade has reached a trigger. */
  wake(): void {
    return;
  }

  /** The rule has fired. */
  afterFire(): void {
    return;
  }

  /** The position it stands on has changed. */
  onPosition(): void {
    return;
  }

  /** Ends: nothing wakes it any more. */
  stop(): void {
    this.aim(Infinity, -Infinity);
  }

  /** Asks to be woken by a price ≥ `upper` or ≤ `lower`. */
  protected aim(upper: number, lower: number): void {
    this.owner.book.aim(this, upper, lower);
  }
}

/** Every next price ≥ this. */
export const NEXT_PRICE = -Infinity;
