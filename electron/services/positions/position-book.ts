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

/** What became of a fill. */
export interface Filled {
  readonly position: TrackedPosition;
  /** After a flip, the new position on the other side. */
  readonly opened: TrackedPosition | null;
  readonly fillId: number;
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

/**
 * A position with the entry of a number replaced, taken out by null, or put in where there is none,
 * and everything worked out anew; null when nothing would be left.
 * @throws {AppError} `INVALID` when the entries do not add up any more.
 */
export function withEntry(
  before: TrackedPosition,
  entryId: number,
  changed: LedgerEntry | null,
): TrackedPosition | null {
  const kept = before.record.entries.flatMap((entry, at) => {
    const id = before.entryIds[at] ?? 0;
    if (id !== entryId) return [{ entry, id }];
    return changed ? [{ entry: changed, id }] : [];
  });
  if (changed && !before.entryIds.includes(entryId)) {
    const next = kept.findIndex(({ entry, id }) => {
      return entry.time > changed.time || (entry.time === changed.time && id > entryId);
    });
    kept.splice(next < 0 ? kept.length : next, 0, { entry: changed, id: entryId });
  }
  if (kept.length === 0) return null;
  // A stable sort: of the same millisecond, the order stays.
  kept.sort((a, b) => a.entry.time - b.entry.time);
  const entries = kept.map(({ entry }) => entry);
  const record = { position: replay(entries, before.notes.leverage), entries };
  return { ...before, record, entryIds: kept.map(({ id }) => id) };
}
