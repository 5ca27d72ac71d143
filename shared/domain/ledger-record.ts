import { AppError } from './errors';
import type { Fill, LedgerEntry } from './fill';
import { applyEntry, applyFill, openPosition } from './ledger';
import type { Position } from './position';

/** A position with all that happened to it, oldest first. The entries are the truth. */
export interface LedgerRecord {
  readonly position: Position;
  readonly entries: readonly LedgerEntry[];
}

/** What became of an entry; `opened` only after a fill that flipped the position. */
export interface RecordOutcome {
  readonly record: LedgerRecord;
  readonly opened: LedgerRecord | null;
}

/** A new record out of one fill. @throws {AppError} INVALID, see `openPosition` */
export function startRecord(fill: Fill, leverage: number | null): LedgerRecord {
  return { position: openPosition(fill, leverage), entries: [fill] };
}

/**
 * Records an entry at its place in time; of the same millisecond, after those already there. One that
 * comes late is put among the others and everything after it is worked out anew, so that the result
 * is the same as if it had come in time. Only the newest fill can flip the position.
 * @throws {AppError} INVALID, also when a later fill would then take off more than is open
 */
export function recordEntry(
  { position, entries }: LedgerRecord,
  entry: LedgerEntry,
  options: { readonly allowFlip?: boolean } = {},
): RecordOutcome {
  // Also refuses what no replay may allow: before the opening, after the end.
  if (entry.time < position.openedAt || position.closedAt !== null) {
    const changed = applyEntry(position, entry);
    return { record: { position: changed, entries: insert(entries, entry) }, opened: null };
  }
  if (entry.time < position.updatedAt) {
    const all = insert(entries, entry);
    return { record: { position: replay(all, position.leverage), entries: all }, opened: null };
  }
  if (entry.kind !== 'fill') {
    const changed = applyEntry(position, entry);
    return { record: { position: changed, entries: [...entries, entry] }, opened: null };
  }
  const outcome = applyFill(position, entry, options);
  const { opened } = outcome;
  return {
    record: { position: outcome.position, entries: [...entries, outcome.fill] },
    opened: opened && { position: opened.position, entries: [opened.fill] },
  };
}

/**
 * The position that entries lead to, in the given order; the first must be a fill.
 * @throws {AppError} INVALID when one of them cannot be applied
 */
export function replay(entries: readonly LedgerEntry[], leverage: number | null): Position {
  const [first, ...rest] = entries;
  if (first?.kind !== 'fill') {
    throw new AppError('INVALID', 'The history of a position must begin with a fill.');
  }
  return rest.reduce(applyEntry, openPosition(first, leverage));
}

function insert(entries: readonly LedgerEntry[], entry: LedgerEntry): LedgerEntry[] {
  const before = entries.filter((other) => other.time <= entry.time);
  return [...before, entry, ...entries.slice(before.length)];
}
