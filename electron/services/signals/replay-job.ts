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
  readonly state: SignalBookState;
  readonly series: readonly PackedSeries[];
}

/** What came of a job. Long lists are texts, which cost nothing until they are read. */
export interface ReplayAnswer {
  /** JSON of entries of the record, in their order, some in each text. */
  readonly entries: readonly string[];
  readonly gaps: readonly SeriesGap[];
  readonly state: Pick<SignalBookState, 'modelVersion' | 'head' | 'calibrators'>;
  /** JSON of the state of each series. */
  readonly series: readonly string[];
}

/** Works candles into a book, in the order in which they closed. The same job has the same answer. */
export function doReplay({ settings, state, series }: ReplayJob): ReplayAnswer {
  const book = new SignalBook(settings, sha256, state);
  const entries: RecordEntry[] = [];
  const gaps: SeriesGap[] = [];
  for (const moment of momentsOf(series)) {
    const advance = book.advance(moment);
    for (const entry of advance.entries) entries.push(entry);
    for (const gap of advance.gaps) gaps.push(gap);
  }
  const { series: states, ...rest } = book.save();
  return {
    ...{ entries: textsOf(entries), gaps },
    ...{ state: rest, series: states.map((it) => JSON.stringify(it)) },
  };
}

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
