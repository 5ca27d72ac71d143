import type { Digest } from './settings';
import type { Call, Resolution } from './signal';

/** How an entry is tied to the one before it. */
export interface Link {
  /** 1, 2, 3 … */
  readonly number: number;
  /** Hash of the entry before; of the first, the model's version. */
  readonly previous: string;
  /** Digest of all else in the entry. */
  readonly hash: string;
}

export type CallEntry = Call & Link;
export type ResolutionEntry = Resolution & Link;
/** One entry of the append-only record. */
export type RecordEntry = CallEntry | ResolutionEntry;

/** Where a record ends. */
export interface RecordHead {
  /** Of the last entry; 0 of an empty record. */
  readonly number: number;
  readonly hash: string;
}

/** The first entry that is not what was written. */
export interface RecordFault {
  readonly number: number;
  /** `missing`: it or what it follows on is gone; `altered`: its contents or its place are others. */
  readonly kind: 'missing' | 'altered';
}

/** The end of a record that has no entries yet. */
export const emptyRecord = (modelVersion: string): RecordHead => ({
  number: 0,
  hash: modelVersion,
});

/** The entry that follows the end of a record. */
export function linkEntry<T extends Call | Resolution>(
  content: T,
  head: RecordHead,
  digest: Digest,
): T & Link {
  const entry = { ...content, number: head.number + 1, previous: head.hash };
  return { ...entry, hash: digest(canonical(entry)) };
}

/**
 * Looks for what was changed in entries that follow each other after `start`, up to `end`. Null when
 * all are as they were written.
 */
export function verifyRecord(
  entries: readonly RecordEntry[],
  { start, end }: { readonly start: RecordHead; readonly end: RecordHead },
  digest: Digest,
): RecordFault | null {
  let head = start;
  for (const entry of entries) {
    const { hash, ...content } = entry;
    const number = head.number + 1;
    if (entry.number > number) return { number, kind: 'missing' };
    const isSame = entry.number === number && entry.previous === head.hash;
    if (!isSame || digest(canonical(content)) !== hash) return { number, kind: 'altered' };
    head = entry;
  }
  if (head.number < end.number) return { number: head.number + 1, kind: 'missing' };
  return head.hash === end.hash ? null : { number: head.number, kind: 'altered' };
}

/** The same text however the fields are ordered. */
function canonical(entry: object): string {
  const fields = Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(fields);
}
