import { AppError } from '../../../shared/domain/errors';
import type { CallResult } from '../../../shared/domain/signals/call-results';
import type { RecordEntry, RecordFault } from '../../../shared/domain/signals/record';
import type { Clock } from '../clock';
import type { StateStore } from '../store/state-store';
import { newestCalls, type CallQuery } from './call-query';
import { ClaimTally, ReadBackwards } from './claim-tally';
import { ReliabilityCache } from './reliability-cache';
import type { EndedBook, StoredEntry } from './signal-schema';

/** A model of which there is a record. */
export interface RecordedModel {
  readonly modelVersion: string;
  /** Number of its last entry. */
  readonly entries: number;
  /** When its last entry was written, ms UTC; null while it goes on. */
  readonly usedUntil: number | null;
}

/** The record of a model that has ended. */
export interface RecordView {
  readonly modelVersion: string;
  readonly fault: RecordFault | null;
  readonly tally: ClaimTally;
  readonly reliability: ReliabilityCache;
  /** Newest first, each with what became of it. */
  calls(query: CallQuery): Promise<CallResult[]>;
}

interface EndedOptions {
  readonly store: Pick<StateStore, 'state'>;
  readonly clock: Clock;
  /** Entries of all records below an id of the history, newest first. */
  readonly entriesBelow: (id: number) => AsyncIterable<StoredEntry>;
}

/** Where the last entry of a record is. */
type Place = Pick<StoredEntry, 'id' | 'at'>;

/** The records of models that have ended; the one that is looked at is held, as pages need it. */
export class EndedRecords {
  readonly #options: EndedOptions;
  readonly #places = new Map<number, Place>();
  readonly #faults = new Map<number, RecordFault | null>();
  #held: { readonly id: number; readonly view: Promise<RecordView> } | null = null;

  constructor(options: EndedOptions) {
    this.#options = options;
  }

  /** Begins anew, since all records are about to be read. */
  clear(): void {
    this.#places.clear();
    this.#faults.clear();
    this.#held = null;
  }

  /** Takes where an entry of a record is; the newest comes first. */
  note(book: number, place: Place): void {
    if (!this.#places.has(book)) this.#places.set(book, place);
  }

  /** Takes what was found when a record was verified. */
  judge(book: number, fault: RecordFault | null): void {
    this.#faults.set(book, fault);
  }

  /** The present one first, then newest first; each model once, of the present market. */
  get models(): readonly RecordedModel[] {
    const { present } = this.#options.store.state.signalBooks;
    if (!present) return [];
    const { modelVersion, head } = present;
    const ended = this.#ended.map((book) => ({
      ...{ modelVersion: book.modelVersion, entries: book.head.number },
      usedUntil: this.#places.get(book.id)?.at ?? null,
    }));
    return [{ modelVersion, entries: head.number, usedUntil: null }, ...ended];
  }

  /**
   * Reads the record of a model; null for the present one.
   * @throws {AppError} `NOT_FOUND`
   */
  view(modelVersion: string | undefined): Promise<RecordView> | null {
    const { present } = this.#options.store.state.signalBooks;
    if (modelVersion === undefined || modelVersion === present?.modelVersion) return null;
    const book = this.#ended.find((it) => it.modelVersion === modelVersion);
    if (!book) throw new AppError('NOT_FOUND', `There is no record of a model ${modelVersion}`);
    if (this.#held?.id === book.id) return this.#held.view;
    const view = this.#read(book);
    this.#held = { id: book.id, view };
    view.catch(() => (this.#held = null));
    return view;
  }

  /** Newest first, each model once. */
  get #ended(): readonly EndedBook[] {
    const { present, ended } = this.#options.store.state.signalBooks;
    const seen = new Set([present?.modelVersion]);
    return ended.toReversed().filter(({ id, market, modelVersion }) => {
      const isNew = market === present?.market && this.#places.has(id) && !seen.has(modelVersion);
      if (isNew) seen.add(modelVersion);
      return isNew;
    });
  }

  async #read(book: EndedBook): Promise<RecordView> {
    const read = new ReadBackwards();
    for await (const entry of this.#entriesOf(book)) read.take(entry);
    const tally = new ClaimTally();
    tally.takeRead(read);
    return {
      ...{ modelVersion: book.modelVersion, tally, fault: this.#faults.get(book.id) ?? null },
      reliability: new ReliabilityCache(() => tally, this.#options.clock),
      calls: async (query) => tally.recent(query) ?? newestCalls(this.#entriesOf(book), query),
    };
  }

  async *#entriesOf({ id, head }: EndedBook): AsyncGenerator<RecordEntry> {
    const place = this.#places.get(id);
    if (!place) return;
    for await (const { book, entry } of this.#options.entriesBelow(place.id + 1)) {
      if (book === id && entry.number <= head.number) yield entry;
      if (book < id) return;
    }
  }
}
