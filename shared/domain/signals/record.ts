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
  const audit = new RecordAudit(end, digest);
  for (const entry of [...entries].reverse()) audit.take(entry);
  return audit.faultSince(start);
}

/** Looks for what was changed in a record whose entries come newest first, and keeps none of them. */
export class RecordAudit {
  #above: RecordEntry | null = null;
  /** The lowest so far. */
  #fault: RecordFault | null = null;

  constructor(
    private readonly end: RecordHead,
    private readonly digest: Digest,
  ) {}

  /** Takes the entry next below the one before. */
  take(entry: RecordEntry): void {
    this.#link(entry);
    const { hash, ...content } = entry;
    if (this.digest(canonical(content)) !== hash) {
      this.#fault = { number: entry.number, kind: 'altered' };
    }
    this.#above = entry;
  }

  /** The first entry that is not as it was written, when those taken follow on `start`; null for none. */
  faultSince(start: RecordHead): RecordFault | null {
    this.#link(start);
    return this.#fault;
  }

  /** Holds what follows against the entry, or the beginning, that it is said to follow on. */
  #link({ number, hash }: RecordHead): void {
    const above = this.#above;
    const next = above ? above.number : this.end.number + 1;
    if (number < next - 1) this.#fault = { number: number + 1, kind: 'missing' };
    // One that does not come before the one above it stands in its place.
    else if (number > next - 1) {
      this.#fault = { number: above ? number + 1 : number, kind: 'altered' };
    } else if ((above ? above.previous : this.end.hash) !== hash) {
      this.#fault = { number: above ? next : number, kind: 'altered' };
    }
  }
}

/** The same text however the fields are ordered. */
function canonical(entry: object): string {
  const fields = Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(fields);
}
