import type { CallResult } from '../../../shared/domain/signals/call-results';
import {
  emptyRecord,
  RecordAudit,
  type RecordEntry,
  type RecordFault,
  type RecordHead,
} from '../../../shared/domain/signals/record';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { Histories } from '../store/histories';
import type { StateStore } from '../store/state-store';
import { Breath } from './breath';
import { EndedRecords, type RecordedModel, type RecordView } from './ended-records';
import { newestCalls, type CallQuery } from './call-query';
import { ClaimTally, ReadBackwards } from './claim-tally';
import { sha256 } from './digest';
import { signalRecord, type EndedBook, type StoredEntry } from './signal-schema';

export interface SignalRecordOptions {
  readonly store: StateStore;
  readonly histories: Histories;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The records of all models in the history, and of the present one what statistics need of it. */
export class SignalRecord {
  readonly #options: SignalRecordOptions;
  #tally = new ClaimTally();
  #generation = 0;
  #fault: RecordFault | null = null;
  /** Number of the last entry of the present record. */
  #last = 0;
  readonly #ended: EndedRecords;

  constructor(options: SignalRecordOptions) {
    this.#options = options;
    const entriesBelow = (id: number) => this.#entries(id);
    this.#ended = new EndedRecords({ ...options, entriesBelow });
  }

  /** The first entry of the present record that was not as it was written at the start; null when all were. */
  get fault(): RecordFault | null {
    return this.#fault;
  }

  /**
   * Reads all there is and verifies it, keeping no entry; a record that was tampered with is named in a
   * notice.
   * @returns The end of the present record as the history has it.
   */
  async open(): Promise<RecordHead | null> {
    const { present, ended } = this.#options.store.state.signalBooks;
    const books = present ? [...ended, present] : ended;
    const audits = new Map(books.map((book) => [book.id, new RecordAudit(book.head, sha256)]));
    this.#ended.clear();
    const { read, end } = await this.#readBack(books, audits);
    this.forget();
    for (const book of books) {
      const fault = audits.get(book.id)?.faultSince(emptyRecord(book.modelVersion)) ?? null;
      if (fault) this.#tell(book, fault);
      this.#ended.judge(book.id, fault);
      if (book === present) this.#fault = fault;
    }
    this.#tally.takeRead(read);
    this.#last = end?.number ?? 0;
    return end;
  }

  /** Goes through all records, newest first; keeps of the present one what statistics need, and its end. */
  async #readBack(books: readonly EndedBook[], audits: ReadonlyMap<number, RecordAudit>) {
    const { isContinuous, state } = this.#options.store;
    const present = state.signalBooks.present?.id;
    const ends = new Map(books.map(({ id, head }) => [id, head.number]));
    const read = new ReadBackwards();
    let end: RecordHead | null = null;
    for await (const { id, at, book, entry } of this.#entries()) {
      this.#ended.note(book, { id, at });
      // What was written ahead of a book that was not saved after it is worked out again.
      const isAhead = entry.number > (ends.get(book) ?? 0);
      if (!isAhead) audits.get(book)?.take(entry);
      if (book !== present || (isAhead && isContinuous)) continue;
      end ??= { number: entry.number, hash: entry.hash };
      read.take(entry);
    }
    return { read, end };
  }

  /** Begins with an empty record. */
  forget(): void {
    this.#tally = new ClaimTally(++this.#generation);
    this.#last = 0;
    this.#fault = null;
  }

  /** Takes new entries of the present record into the statistics. */
  add(entries: readonly RecordEntry[]): void {
    for (const entry of entries) {
      this.#last = entry.number;
      this.#tally.add(entry);
    }
  }

  /** What statistics need of the present record. */
  get tally(): ClaimTally {
    return this.#tally;
  }

  /** The models whose records of the present market there are, the present one first, then newest first. */
  get models(): readonly RecordedModel[] {
    return this.#ended.models;
  }

  /**
   * The record of a model that has ended, the newest of it on this market; null for the present model.
   * @throws {AppError} `NOT_FOUND`
   */
  async ended(modelVersion: string | undefined): Promise<RecordView | null> {
    return this.#ended.view(modelVersion);
  }

  /** Calls of the present record, newest first, each with what became of it. */
  async calls(query: CallQuery): Promise<CallResult[]> {
    return this.#tally.recent(query) ?? newestCalls(this.#newestFirst(), query);
  }

  /** Entries of the present record, newest first. */
  async *#newestFirst(): AsyncGenerator<RecordEntry> {
    const { present } = this.#options.store.state.signalBooks;
    const last = this.#last;
    for await (const { book, entry } of this.#entries()) {
      if (book === present?.id && entry.number <= last) yield entry;
    }
  }

  /** Entries of all records below an id of the history, newest first; each number once, as it was written last. */
  async *#entries(before?: number): AsyncGenerator<StoredEntry> {
    const { histories, clock, logger } = this.#options;
    const breath = new Breath(clock);
    const below = new Map<number, number>();
    for await (const record of histories.newestFirst('signals', before)) {
      if (breath.isDue) await breath.take();
      const { data } = signalRecord.safeParse(record);
      if (!data) {
        logger.warn('An entry of the signal record cannot be read', { id: record.id });
        continue;
      }
      const { book, entry } = data;
      if (entry.number >= (below.get(book) ?? Infinity)) continue;
      below.set(book, entry.number);
      yield data;
    }
  }

  #tell({ modelVersion }: EndedBook, { number, kind }: RecordFault): void {
    const { store, logger } = this.#options;
    const what = kind === 'missing' ? 'is missing' : 'is not as it was written';
    const text = `Entry ${number} of the signal record (model ${modelVersion}) ${what}. What follows it proves nothing.`;
    logger.error('The signal record was changed', { number, kind, modelVersion });
    if (!store.notices.list().some((notice) => notice.text === text)) {
      store.notices.add('record_altered', text);
    }
  }
}
