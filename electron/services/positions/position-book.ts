import type { LedgerEntry } from '../../../shared/domain/fill';
import { replay, type LedgerRecord } from '../../../shared/domain/ledger-record';
import type { Excursion } from '../../../shared/domain/position-excursion';
import {
  decodeEntry,
  encodeEntry,
  type PositionNotes,
  type StoredPosition,
} from './position-schema';

/** A position with its history, the numbers of its entries and what was noted about it. */
export interface TrackedPosition {
  readonly id: number;
  readonly record: LedgerRecord;
  /** Beside `record.entries`, by place. */
  readonly entryIds: readonly number[];
  readonly notes: PositionNotes;
  /** Until the position was last changed; see `PositionFeed` for the present one. */
  readonly excursion: Excursion;
}

/** Whether anything is open. */
export const isOpen = ({ record }: TrackedPosition): boolean => record.position.closedAt === null;

/** A position as files keep it. */
export function toStored(tracked: TrackedPosition): StoredPosition {
  const { id, record, entryIds, notes, excursion } = tracked;
  return {
    id,
    entries: record.entries.map((entry, place) => ({
      id: entryIds[place] ?? 0,
      entry: encodeEntry(entry),
    })),
    notes,
    excursion,
  };
}

/** The position that a file holds; its schema has found the entries to add up. */
export function fromStored(stored: StoredPosition): TrackedPosition {
  const entries = stored.entries.map(({ entry }) => decodeEntry(entry));
  return {
    id: stored.id,
    record: { position: replay(entries, stored.notes.leverage), entries },
    entryIds: stored.entries.map(({ id }) => id),
    notes: stored.notes,
    excursion: stored.excursion,
  };
}

/** Numbers of entries after a change: those that were there keep theirs, new ones get the next. */
export function renumber(
  before: TrackedPosition | null,
  entries: readonly LedgerEntry[],
  next: () => number,
): number[] {
  const known = new Map(
    before?.record.entries.map((entry, place) => [entry, before.entryIds[place]]),
  );
  return entries.map((entry) => known.get(entry) ?? next());
}
