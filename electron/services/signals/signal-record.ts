import type { Interval } from '../../../shared/domain/interval';
import {
  settledClaims,
  type CallResult,
  type SettledClaim,
} from '../../../shared/domain/signals/call-results';
import {
  emptyRecord,
  verifyRecord,
  type CallEntry,
  type RecordEntry,
  type RecordFault,
  type RecordHead,
  type ResolutionEntry,
} from '../../../shared/domain/signals/record';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { Histories } from '../store/histories';
import type { StateStore } from '../store/state-store';
import { Breath } from './breath';
import { sha256 } from './digest';
import { seriesKey, signalRecord, type EndedBook } from './signal-schema';

/** Entries verified at a time. */
const AT_ONCE = 50;

export interface SignalRecordOptions {
  readonly store: StateStore;
  readonly histories: Histories;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Which calls are wanted. */
export interface CallQuery {
  readonly symbol: string;
  readonly interval?: Interval | undefined;
  readonly limit: number;
}

/** Entries of a record as they are found in the history. */
type Found = Map<number, RecordEntry[]>;

/** The records of all models in the history, and of the present one what statistics need of it. */
export class SignalRecord {
  readonly #options: SignalRecordOptions;
  #claims = new Map<string, SettledClaim[]>();
  /** Calls whose outcome is awaited, by number. */
  #open = new Map<number, CallEntry>();
  #fault: RecordFault | null = null;
  /** Settled claims by interval. */
  #counts = new Map<Interval, number>();
  #generation = 0;
  /** Number of the last entry of the present record. */
  #last = 0;

  constructor(options: SignalRecordOptions) {
    this.#options = options;
  }

  /** The first entry of the present record that was not as it was written at the start; null when all were. */
  get fault(): RecordFault | null {
    return this.#fault;
  }

  /**
   * Reads all there is and verifies it; a record that was tampered with is named in a notice.
   * @returns The end of the present record as the history has it.
   */
  async open(): Promise<RecordHead | null> {
    const { present, ended } = this.#options.store.state.signalBooks;
    const found = await this.#readAll();
    for (const book of ended) await this.#verify(book, found.get(book.id) ?? []);
    this.forget();
    if (!present) return null;
    const all = found.get(present.id) ?? [];
    // What was written ahead of a book that was not saved after it is worked out again.
    const { isContinuous } = this.#options.store;
    const entries = all.filter(({ number }) => !isContinuous || number <= present.head.number);
    this.#fault = await this.#verify(present, entries);
    this.add(entries);
    return entries.at(-1) ?? null;
  }

  /** Begins with an empty record. */
  forget(): void {
    this.#claims = new Map();
    this.#open = new Map();
    this.#counts = new Map();
    this.#generation++;
    this.#last = 0;
    this.#fault = null;
  }

  /** Takes new entries of the present record into the statistics. */
  add(entries: readonly RecordEntry[]): void {
    for (const entry of entries) {
      this.#last = entry.number;
      if (entry.kind === 'call') {
        if (entry.confidence !== null) this.#open.set(entry.number, entry);
      } else this.#settle(entry);
    }
  }

  /** Settled claims of a symbol and interval, in the order in which they were settled. */
  claimsOf(symbol: string, interval: Interval): readonly SettledClaim[] {
    return this.#claims.get(seriesKey(symbol, interval)) ?? [];
  }

  /** Differs whenever another claim of an interval, or of a symbol alone, is settled. */
  versionOf(interval: Interval, symbol?: string): string {
    const settled =
      symbol === undefined
        ? (this.#counts.get(interval) ?? 0)
        : this.claimsOf(symbol, interval).length;
    return `${this.#generation} ${settled}`;
  }

  /** The same of all symbols. */
  claimsOfAll(interval: Interval): SettledClaim[] {
    const all = [...this.#claims].filter(([key]) => key.endsWith(` ${interval}`));
    return all.flatMap(([, claims]) => claims).sort((a, b) => a.at - b.at);
  }

  /** Calls of the present record, newest first, each with what became of it. */
  async calls(query: CallQuery): Promise<CallResult[]> {
    const resolutions = new Map<number, ResolutionEntry>();
    const calls: CallResult[] = [];
    for await (const entry of this.#newestFirst()) {
      if (!isWanted(entry, query)) continue;
      if (entry.kind === 'resolution') resolutions.set(entry.call, entry);
      else calls.push({ call: entry, resolution: resolutions.get(entry.number) ?? null });
      if (calls.length >= query.limit) break;
    }
    return calls;
  }

  /** Entries of the present record; each number once, as it was written last. */
  async *#newestFirst(): AsyncGenerator<RecordEntry> {
    const { store, histories, clock } = this.#options;
    const { present } = store.state.signalBooks;
    const breath = new Breath(clock);
    let below = this.#last + 1;
    for await (const record of histories.newestFirst('signals')) {
      if (breath.isDue) await breath.take();
      const { data } = signalRecord.safeParse(record);
      if (!data || data.book !== present?.id || data.entry.number >= below) continue;
      below = data.entry.number;
      yield data.entry;
    }
  }

  #settle(resolution: ResolutionEntry): void {
    const call = this.#open.get(resolution.call);
    if (!call) return;
    this.#open.delete(resolution.call);
    const key = seriesKey(call.symbol, call.interval);
    const claims = this.#claims.get(key) ?? [];
    claims.push(...settledClaims([{ call, resolution }]));
    this.#claims.set(key, claims);
    this.#counts.set(call.interval, (this.#counts.get(call.interval) ?? 0) + 1);
  }

  async #readAll(): Promise<Found> {
    const { histories, clock, logger } = this.#options;
    const breath = new Breath(clock);
    const found: Found = new Map();
    for await (const record of histories.newestFirst('signals')) {
      if (breath.isDue) await breath.take();
      const { data } = signalRecord.safeParse(record);
      if (!data) {
        logger.warn('An entry of the signal record cannot be read', { id: record.id });
        continue;
      }
      const entries = found.get(data.book) ?? [];
      found.set(data.book, entries);
      // What was worked out again has taken the place of what was written before.
      if (data.entry.number < (entries.at(-1)?.number ?? Infinity)) entries.push(data.entry);
    }
    for (const entries of found.values()) entries.reverse();
    return found;
  }

  async #verify(book: EndedBook, entries: readonly RecordEntry[]): Promise<RecordFault | null> {
    const known = entries.filter(({ number }) => number <= book.head.number);
    const breath = new Breath(this.#options.clock);
    let start = emptyRecord(book.modelVersion);
    let fault: RecordFault | null = null;
    for (let at = 0; at < known.length && !fault; at += AT_ONCE) {
      if (breath.isDue) await breath.take();
      const part = known.slice(at, at + AT_ONCE);
      const end = part.at(-1) ?? start;
      fault = verifyRecord(part, { start, end }, sha256);
      start = { number: end.number, hash: end.hash };
    }
    fault ??= verifyRecord([], { start, end: book.head }, sha256);
    if (fault) this.#tell(book, fault);
    return fault;
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

function isWanted(entry: RecordEntry, { symbol, interval }: CallQuery): boolean {
  return entry.symbol === symbol && (interval === undefined || entry.interval === interval);
}
