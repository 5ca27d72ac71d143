import type { ConditionOf } from '../../alert-conditions';
import type { CellState, Owner } from '../cell';
import type { Timed } from '../wakeable';
import { StateCell } from '../state-cell';

/** True once the symbol's feed has not been live for so long. */
export class FeedStale extends StateCell implements Timed {
  dueSlot = -1;

  constructor(
    owner: Owner,
    private readonly condition: ConditionOf<'feed_stale'>,
  ) {
    super(owner);
  }

  override start(at: number, saved: CellState): void {
    const { book } = this.owner;
    book.onFeed.add(this);
    if (typeof saved === 'number') this.load(saved);
    else this.presume((this.#dueAt ?? Infinity) <= at ? null : false);
    this.wake();
  }

  override stop(): void {
    this.owner.book.onFeed.delete(this);
    this.owner.book.clock.remove(this);
  }

  /** The state of the feed has changed. */
  override wake(): void {
    const due = this.#dueAt;
    if (due === null && !this.isFresh) this.settle(false);
    if (!this.isTrue) this.owner.book.clock.set(this, due ?? Infinity);
  }

  onDue(): void {
    this.settle(true);
  }

  get #dueAt(): number | null {
    const { feed } = this.owner.book;
    if (!feed || feed.state === 'live') return null;
    return feed.since + this.condition.after_s * 1000;
  }
}
