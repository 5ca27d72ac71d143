import type { Interval } from '../../../shared/domain/interval';
import type { CallEntry, RecordEntry } from '../../../shared/domain/signals/record';
import { modelVersionOf, type SignalSettings } from '../../../shared/domain/signals/settings';
import { SignalBook, type SignalBookState } from '../../../shared/domain/signals/signal-book';
import { atMost } from '../at-most';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { Histories } from '../store/histories';
import type { IdSource } from '../store/id-source';
import type { HistoryRecord, State } from '../store/state-schema';
import type { StateStore } from '../store/state-store';
import { sha256 } from './digest';
import type { ReplayBasis } from './history-replay';
import type { SignalRecord } from './signal-record';
import { bookOf, partsOf, seriesKey, type Anchor, type PresentBook } from './signal-schema';

/** A disk that does not answer must not keep a signal from being told, ms. */
const DISK_PATIENCE_MS = 3000;

export interface BookKeeperOptions {
  readonly store: StateStore;
  readonly histories: Histories;
  readonly ids: IdSource;
  readonly record: SignalRecord;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names the market that is watched: what was learned on another says nothing about it. */
  readonly market: () => string;
  /** Takes calls that are news, while they are made durable, in the same commit. */
  readonly onCalls: (calls: readonly CallEntry[]) => void;
}

/** Which calls somebody waits for. */
export interface News {
  /** Rules are to hear of it, however late. */
  readonly isDue: (call: CallEntry) => boolean;
  /** Clients are to be told. */
  readonly isTold: (call: CallEntry) => boolean;
}

/** Numbers set aside at once for what is written ahead. */
const IDS_AHEAD = 20_000;
/** Entries written ahead at once: what stands between two trades. */
const WRITTEN_AT_ONCE = 100;

/**
 * Keeps the book of signals: in one commit what was added to the record and what the book knows after
 * it. What is worked out of history is too much for that: its entries are written ahead, and the book
 * follows now and then. After a crash they are worked out again, the same, and take their place.
 */
export class BookKeeper {
  readonly #options: BookKeeperOptions;
  #book: SignalBook | null = null;
  #settings: SignalSettings;
  #unsaved: RecordEntry[] = [];
  /** Written ahead, but not durable yet. */
  #ahead: HistoryRecord[] = [];
  #idsAhead = 0;

  constructor(options: BookKeeperOptions) {
    this.#options = options;
    this.#settings = options.store.state.signals;
  }

  /** The book that is open. @throws {Error} before the first is. */
  get book(): SignalBook {
    if (!this.#book) throw new Error('no book is open');
    return this.#book;
  }

  /** What history is worked into: the settings of the book that is open, and its state. */
  get basis(): ReplayBasis {
    return { settings: this.#settings, state: () => this.book.save() };
  }

  /** Entries that were taken and are neither written nor staged yet. */
  get unsaved(): number {
    return this.#unsaved.length;
  }

  /** Whether somebody waits for a call that is not saved. */
  owes({ isDue }: News): boolean {
    return this.#unsaved.some((entry) => entry.kind === 'call' && isDue(entry));
  }

  /** Whether the record goes on after what is saved of the book. */
  get isAhead(): boolean {
    const { present } = this.#options.store.state.signalBooks;
    return this.#book !== null && this.#book.head.number > (present?.head.number ?? 0);
  }

  /** Reads and verifies the record, then goes on with it, or begins one for another model or market. */
  async open(): Promise<void> {
    const { store, record, market } = this.#options;
    this.#unsaved = [];
    this.#ahead = [];
    const end = await record.open();
    const { signals: settings, signalBooks } = store.state;
    const { present } = signalBooks;
    const modelVersion = modelVersionOf(settings, sha256);
    const isSame =
      present?.market === market() &&
      present.modelVersion === modelVersion &&
      // A state that had to be recovered may know less than the record: that one cannot go on.
      (end?.number ?? 0) <= present.head.number;
    this.#settings = settings;
    this.#book = new SignalBook(settings, sha256, isSame ? bookOf(present) : undefined);
    if (isSame) return;
    record.forget();
    const last = present && { ...present, head: end ?? present.head };
    store.updateLazily((state) => this.#begun(state, last, this.book));
  }

  /** Where a series begins; null for one that is new. */
  anchorOf(symbol: string, interval: Interval): Anchor | null {
    const { present } = this.#options.store.state.signalBooks;
    return present?.anchors[seriesKey(symbol, interval)] ?? null;
  }

  /** Keeps where a series begins, with the next commit. */
  keepAnchor(symbol: string, interval: Interval, anchor: Anchor): void {
    this.#options.store.amend((state) =>
      withPresent(state, ({ anchors }) => ({
        anchors: { ...anchors, [seriesKey(symbol, interval)]: anchor },
      })),
    );
  }

  /** Takes what the book has added to the record. */
  take(entries: readonly RecordEntry[]): void {
    for (const entry of entries) this.#unsaved.push(entry);
  }

  /** Goes on with a book that was worked out elsewhere of the one that is open, and takes its entries. */
  adopt({ state, entries }: { state: SignalBookState; entries: readonly RecordEntry[] }): void {
    this.#book = new SignalBook(this.#settings, sha256, state);
    this.take(entries);
  }

  /** Writes what was taken ahead of the book; says whether it is durable. It is tried again if not. */
  async writeAhead(): Promise<boolean> {
    const { ids, histories, logger } = this.#options;
    try {
      if (this.#idsAhead < this.#unsaved.length) {
        await ids.provide({ signal: this.#unsaved.length + IDS_AHEAD });
        this.#idsAhead = this.#unsaved.length + IDS_AHEAD;
      }
      while (this.#unsaved.length > 0 || this.#ahead.length > 0) {
        this.#ahead.push(...this.#numbered(WRITTEN_AT_ONCE));
        await histories.append('signals', this.#ahead);
        this.#ahead = [];
      }
      return true;
    } catch (error) {
      logger.error('Signals not saved yet', { error: String(error) });
      return false;
    }
  }

  /**
   * Saves what was taken; resolves when it is durable, or when the disk does not answer.
   * @returns The calls that clients are to be told, oldest first.
   */
  async commit({ isDue, isTold }: News): Promise<CallEntry[]> {
    const { ids, store, clock, logger } = this.#options;
    const count = this.#unsaved.length;
    const notSaved = (error: unknown): void => {
      logger.error('Signals not saved yet', { error: String(error) });
    };
    await atMost(DISK_PATIENCE_MS, ids.provide({ signal: count }).catch(notSaved), clock);
    const calls = this.#stage(isTold).filter((entry) => entry.kind === 'call');
    const due = calls.filter(isDue);
    const told = calls.filter(isTold);
    if (due.length > 0) this.#options.onCalls(due);
    await atMost(DISK_PATIENCE_MS, store.update(() => ({})).catch(notSaved), clock);
    return told;
  }

  /** The same for what nobody waits for. */
  keep(): void {
    this.#stage();
    this.#options.store.updateLazily(() => ({}));
  }

  #stage(isTold: News['isTold'] = () => false): readonly RecordEntry[] {
    const { histories } = this.#options;
    const entries = this.#unsaved;
    const written = histories.lastId('signals');
    const ahead = this.#ahead.filter(({ id }) => id > written);
    this.#ahead = [];
    const signals = [...ahead, ...this.#numbered(Infinity, isTold)];
    if (!this.#book) return [];
    const parts = partsOf(this.#book.save());
    histories.stage({ signals }, (state) => withPresent(state, () => parts));
    return entries;
  }

  /** What was taken, as it is kept in the history. */
  #numbered(most: number, isTold: News['isTold'] = () => false): HistoryRecord[] {
    const { ids, clock, store, record } = this.#options;
    const entries = this.#unsaved.slice(0, most);
    this.#unsaved = this.#unsaved.slice(entries.length);
    const { present } = store.state.signalBooks;
    if (!present) return [];
    record.add(entries);
    this.#idsAhead = Math.max(0, this.#idsAhead - entries.length);
    const at = Math.round(clock.now());
    const { id: book } = present;
    return entries.map((entry) => {
      const isNews = entry.kind === 'call' && isTold(entry);
      return { id: ids.next('signal'), at, book, entry, ...(isNews ? { isNews } : {}) };
    });
  }

  #begun({ signalBooks }: State, last: PresentBook | null, book: SignalBook): Partial<State> {
    const id = signalBooks.lastId + 1;
    const present = {
      ...{ id, market: this.#options.market(), anchors: {} },
      ...partsOf(book.save()),
    };
    const ended = last && last.head.number > 0 ? [endOf(last)] : [];
    return { signalBooks: { lastId: id, present, ended: [...signalBooks.ended, ...ended] } };
  }
}

const endOf = ({ id, market, modelVersion, head }: PresentBook) => ({
  ...{ id, market, modelVersion },
  head: { number: head.number, hash: head.hash },
});

function withPresent(
  { signalBooks }: State,
  change: (present: PresentBook) => Partial<PresentBook>,
): Partial<State> {
  const { present } = signalBooks;
  if (!present) return {};
  return { signalBooks: { ...signalBooks, present: { ...present, ...change(present) } } };
}
