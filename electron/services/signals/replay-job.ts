import type { RecordEntry } from '../../../shared/domain/signals/record';
import type { SeriesState } from '../../../shared/domain/signals/series';
import type { SignalSettings } from '../../../shared/domain/signals/settings';
import {
  SignalBook,
  type SeriesGap,
  type SignalBookState,
} from '../../../shared/domain/signals/signal-book';
import { sha256 } from './digest';
import { momentsOf, type PackedSeries } from './packed-klines';

/** Entries in one text: as many as are read without others waiting. */
const ENTRIES = 50;

/** A book and the candles that are to be worked into it. */
export interface ReplayJob {
  readonly settings: SignalSettings;
  /** Null to go on with the book as the last job left it, which then need not change threads again. */
  readonly state: SignalBookState | null;
  readonly series: readonly PackedSeries[];
}

/** What came of a job. Long lists are texts, which cost nothing until they are read. */
export interface ReplayAnswer {
  /** JSON of entries of the record, in their order, some in each text. */
  readonly entries: readonly string[];
  readonly gaps: readonly SeriesGap[];
  /** JSON of the book's state but for its series. */
  readonly state: string;
  /** JSON of the state of each series. */
  readonly series: readonly string[];
}

/** Works candles into a book, job after job. */
export class ReplayWork {
  #book: SignalBook | null = null;

  /**
   * In the order in which they closed. The same book and candles have the same answer.
   * @throws {Error} when the book to go on with is not there, or the state is that of another model.
   */
  do({ settings, state, series }: ReplayJob): ReplayAnswer {
    const book = state ? new SignalBook(settings, sha256, state) : this.#book;
    if (!book) throw new Error('no book to go on with');
    // One that was left in the midst of a job is nobody's.
    this.#book = null;
    const entries: RecordEntry[] = [];
    const gaps: SeriesGap[] = [];
    for (const moment of momentsOf(series)) {
      const advance = book.advance(moment);
      for (const entry of advance.entries) entries.push(entry);
      for (const gap of advance.gaps) gaps.push(gap);
    }
    this.#book = book;
    const { series: states, ...rest } = book.save();
    return {
      ...{ entries: textsOf(entries), gaps },
      ...{ state: JSON.stringify(rest), series: states.map((it) => JSON.stringify(it)) },
    };
  }
}

/** The book's state in an answer, but for its series. */
export const stateIn = (text: string): Omit<SignalBookState, 'series'> =>
  JSON.parse(text) as Omit<SignalBookState, 'series'>;

/** The entries in a text of an answer. */
export const entriesIn = (text: string): RecordEntry[] => JSON.parse(text) as RecordEntry[];

/** The state of a series in a text of an answer. */
export const seriesIn = (text: string): SeriesState => JSON.parse(text) as SeriesState;

function textsOf(entries: readonly RecordEntry[]): string[] {
  const count = Math.ceil(entries.length / ENTRIES);
  return Array.from({ length: count }, (_, at) =>
    JSON.stringify(entries.slice(at * ENTRIES, (at + 1) * ENTRIES)),
  );
}
