import type { ConditionOf } from '../../alert-conditions';
import { INTERVALS, openTimeOf, stepOpenTime } from '../../interval';
import { Cell, type Blindness, type CellState, type Owner } from '../cell';
import type { Timed } from '../wakeable';
import { nextTimeOfDay } from '../zone-time';

/** So far back each time is told of, where nothing is known of what was traded since, ms. */
const LONGEST_MS = 86_400_000;

/**
 * Fires at a time: once, each day at a time of day, or each so often. What came due in a gap is told
 * as it would have been without, time by time; but only the first of a stretch of more than a day
 * without any sign of the symbol, and of the time before its first price.
 */
export class Moment extends Cell implements Timed {
  dueSlot = -1;
  #due: number | null = null;

  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'time'>,
  ) {
    super(owner);
  }

  override get blindness(): Blindness | null {
    return this.#due === null ? 'time_passed' : null;
  }

  override start(at: number, saved: CellState): void {
    this.#due = typeof saved === 'number' ? saved : this.#next(at);
    this.owner.book.moments.set(this, this.#due ?? Infinity);
  }

  override save(): CellState {
    return this.#due;
  }

  override stop(): void {
    this.owner.book.moments.remove(this);
  }

  onDue(now: number): void {
    const { at, price } = this.owner.book;
    this.#due = this.#next(price === null || now - at > LONGEST_MS ? now : at);
    this.owner.book.moments.set(this, this.#due ?? Infinity);
    this.owner.occurred(this, null, 0);
  }

  /** The first time after another; null when there is none. */
  #next(after: number): number | null {
    const { at, every, zone } = this.condition;
    if (at !== undefined) {
      if (at.length === 5) return nextTimeOfDay(zone ?? 'UTC', at, after);
      const time = Date.parse(at);
      return time > after ? time : null;
    }
    if (typeof every === 'number') return (Math.floor(after / (every * 1000)) + 1) * every * 1000;
    const interval = INTERVALS.find((known) => known === every) ?? '1d';
    return stepOpenTime(interval, openTimeOf(interval, after), 1);
  }
}
