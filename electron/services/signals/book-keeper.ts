import type { Interval } from '../../../shared/domain/interval';
import type { CallEntry, RecordEntry } from '../../../shared/domain/signals/record';
import { modelVersionOf } from '../../../shared/domain/signals/settings';
import { SignalBook } from '../../../shared/domain/signals/signal-book';
import { atMost } from '../at-most';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { Histories } from '../store/histories';
import type { IdSource } from '../store/id-source';
import type { State } from '../store/state-schema';
import type { StateStore } from '../store/state-store';
import { sha256 } from './digest';
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

/** Keeps the book of signals: in one commit what was added to the record and what the book knows after it. */
export class BookKeeper {
  readonly #options: BookKeeperOptions;
  #book: SignalBook | null = null;
  #unsaved: RecordEntry[] = [];

  constructor(options: BookKeeperOptions) {
    this.#options = options;
  }

  /** The book that is open. @throws {Error} before the first is. */
  get book(): SignalBook {
    if (!this.#book) throw new Error('no book is open');
    return this.#book;
  }

  /** Entries that are not saved yet. */
  get unsaved(): number {
    return this.#unsaved.length;
  }

  /** Reads and verifies the record, then goes on with it, or begins one for another model or market. */
  async open(): Promise<void> {
    const { store, record, market } = this.#options;
    this.#unsaved = [];
    const end = await record.open();
    const { signals: settings, signalBooks } = store.state;
    const { present } = signalBooks;
    const modelVersion = modelVersionOf(settings, sha256);
    const isSame =
      present?.market === market() &&
      present.modelVersion === modelVersion &&
      // A state that had to be recovered may know less than the record: that one cannot go on.
      (end?.number ?? 0) <= present.head.number;
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

  /** Saves what was taken; resolves when it is durable, or when the disk does not answer. */
  async commit(isNews: (call: CallEntry) => boolean): Promise<CallEntry[]> {
    const { ids, store, clock, logger } = this.#options;
    const count = this.#unsaved.length;
    const notSaved = (error: unknown): void => {
      logger.error('Signals not saved yet', { error: String(error) });
    };
    await atMost(DISK_PATIENCE_MS, ids.provide({ signal: count }).catch(notSaved), clock);
    const entries = this.#stage();
    const news = entries.filter((entry) => entry.kind === 'call').filter(isNews);
    if (news.length > 0) this.#options.onCalls(news);
    await atMost(DISK_PATIENCE_MS, store.update(() => ({})).catch(notSaved), clock);
    return news;
  }

  /** The same for what nobody waits for. */
  keep(): void {
    this.#stage();
    this.#options.store.updateLazily(() => ({}));
  }

  #stage(): readonly RecordEntry[] {
    const { ids, clock, histories, store, record } = this.#options;
    const entries = this.#unsaved;
    this.#unsaved = [];
    const present = store.state.signalBooks.present;
    if (!present || !this.#book) return [];
    const at = Math.round(clock.now());
    const signals = entries.map((entry) => ({
      ...{ id: ids.next('signal'), at, book: present.id },
      entry,
    }));
    const parts = partsOf(this.#book.save());
    histories.stage({ signals }, (state) => withPresent(state, () => parts));
    record.add(entries);
    return entries;
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
