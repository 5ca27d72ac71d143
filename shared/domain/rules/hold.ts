import type { Book } from './book';
import { nextDown, nextUp, type Sign } from './exact';
import type { Wakeable } from './wakeable';

/** Waiting for `for_s` to pass since a moment; `level` and `direction` of what began it. */
export interface Hold {
  /** ms UTC. */
  readonly since: number;
  readonly level: number | null;
  readonly direction: Sign;
}

/** Whether a price has fallen back from the level that a hold began at. */
export const isTakenBack = ({ level, direction }: Hold, price: number | null): boolean =>
  level !== null && price !== null && (price - level) * direction < 0;

/** Who has to know when what happened is taken back. */
interface Holder {
  readonly book: Book;
  readonly isDone: boolean;
  /** The price has come to where the hold ends. */
  reviewPassing(): void;
}

/** Wakes its holder when the price falls back from the level that a hold began at. */
export class Guard implements Wakeable {
  risingSlot = -1;
  fallingSlot = -1;

  constructor(private readonly holder: Holder) {}

  get isDone(): boolean {
    return this.holder.isDone;
  }

  /** @param hold Null when there is nothing to guard any more. */
  watchFor(hold: Hold | null): void {
    const level = hold?.level ?? null;
    const direction = hold?.direction ?? 0;
    const upper = level !== null && direction < 0 ? nextUp(level) : Infinity;
    const lower = level !== null && direction > 0 ? nextDown(level) : -Infinity;
    this.holder.book.aim(this, upper, lower);
  }

  wake(): void {
    this.holder.reviewPassing();
  }
}
