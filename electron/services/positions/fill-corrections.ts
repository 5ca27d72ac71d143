import { AppError } from '../../../shared/domain/errors';
import type { Fill, LedgerEntry } from '../../../shared/domain/fill';
import { fieldError } from './entry-reader';
import { withEntry, type TrackedPosition } from './position-book';

/** What an entry is to be, null for nothing, and whether the position may turn to the other side. */
export interface Correction {
  readonly changed: Fill | null;
  readonly allowFlip: boolean;
}

/** More than anybody takes back one after another. */
const MOST_KEPT = 1000;

/** Corrects fills, and keeps what they were before, so that the last correction can be taken back. */
export class FillCorrections {
  /** By number of the entry; oldest correction first. */
  readonly #before = new Map<number, LedgerEntry>();

  /** A fill as it is now. @throws {AppError} `NOT_FOUND` */
  fill(position: TrackedPosition, fillId: number): Fill {
    const entry = entryOf(position, fillId);
    if (entry?.kind === 'fill') return entry;
    throw unknownFill(position, fillId);
  }

  /**
   * The position with an entry changed, or taken out by null.
   * @throws {AppError} `NOT_FOUND`, `INVALID`; also for a position that would turn to the other side,
   * unless `allowFlip`.
   */
  corrected(
    position: TrackedPosition,
    fillId: number,
    { changed, allowFlip }: Correction,
  ): TrackedPosition {
    if (!entryOf(position, fillId)) throw unknownFill(position, fillId);
    const after = withEntry(position, fillId, changed);
    if (!after) throw fieldError('fill_id', 'It is the only fill; delete the position instead.');
    if (allowFlip || !turnsSide(position, after)) return after;
    const { side } = after.record.position;
    throw fieldError('allow_flip', `is needed: the rest of the fills would make it a ${side}`);
  }

  /** What a correction would come to, and whether it needs `allowFlip`. @throws as `corrected`. */
  preview(position: TrackedPosition, fillId: number, changed: Fill | null) {
    const after = this.corrected(position, fillId, { changed, allowFlip: true });
    return { after, isTurned: turnsSide(position, after) };
  }

  /** The position as it was before the last correction of an entry. @throws {AppError} `NOT_FOUND`, `INVALID` */
  restored(position: TrackedPosition, fillId: number): TrackedPosition {
    const kept = this.#before.get(fillId);
    const after = kept && withEntry(position, fillId, kept);
    if (after) return after;
    throw new AppError('NOT_FOUND', `Fill ${fillId} has no correction to take back`);
  }

  /** Takes note that an entry has been corrected. @param position As it was before. */
  keep(position: TrackedPosition, fillId: number): void {
    const entry = entryOf(position, fillId);
    this.#before.delete(fillId);
    if (entry) this.#before.set(fillId, entry);
    const [oldest] = this.#before.keys();
    if (this.#before.size > MOST_KEPT && oldest !== undefined) this.#before.delete(oldest);
  }

  /** Takes note that the last correction of an entry has been taken back. */
  forget(fillId: number): void {
    this.#before.delete(fillId);
  }
}

const entryOf = ({ record, entryIds }: TrackedPosition, fillId: number): LedgerEntry | undefined =>
  record.entries[entryIds.indexOf(fillId)];

const unknownFill = ({ id }: TrackedPosition, fillId: number): AppError =>
  new AppError('NOT_FOUND', `Position ${id} has no fill ${fillId}`);

/** Whether a position is long in one and short in the other. */
function turnsSide(before: TrackedPosition, after: TrackedPosition): boolean {
  return before.record.position.side !== after.record.position.side;
}
