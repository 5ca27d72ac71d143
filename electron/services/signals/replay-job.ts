import type { Interval } from '../../../shared/domain/interval';
import type { RecordEntry } from '../../../shared/domain/signals/record';
import { byCloseTime } from '../../../shared/domain/signals/replay';
import type { SeriesState } from '../../../shared/domain/signals/series';
import type { SignalSettings } from '../../../shared/domain/signals/settings';
import {
  SignalBook,
  type BookCandle,
  type SeriesGap,
  type SignalBookState,
} from '../../../shared/domain/signals/signal-book';
import { sha256 } from './digest';

/** Numbers a packed candle is made of: its time, its five values, and what is known of it. */
const FIELDS = 7;
const ORIGINS = ['warm_up', 'replayed', 'live'] as const;
const FOLLOWS_HALT = ORIGINS.length;
/** Entries in one text: as many as are read without others waiting. */
const ENTRIES = 50;

/** Candles of one series, packed so that they change threads without being copied. */
export interface PackedSeries {
  readonly symbol: string;
  readonly interval: Interval;
  readonly candles: Float64Array<ArrayBuffer>;
}

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

/** Packs the candles of one series, oldest first. */
export function packCandles(candles: readonly BookCandle[]): PackedSeries['candles'] {
  const packed = new Float64Array(candles.length * FIELDS);
  let at = 0;
  for (const { kline, origin, followsHalt } of candles) {
    packed[at++] = kline.openTime;
    packed[at++] = kline.open;
    packed[at++] = kline.high;
    packed[at++] = kline.low;
    packed[at++] = kline.close;
    packed[at++] = kline.volume;
    packed[at++] = ORIGINS.indexOf(origin) + (followsHalt === true ? FOLLOWS_HALT : 0);
  }
  return packed;
}

/** Works candles into a book, in the order in which they closed. The same job has the same answer. */
export function doReplay({ settings, state, series }: ReplayJob): ReplayAnswer {
  const book = new SignalBook(settings, sha256, state);
  const entries: RecordEntry[] = [];
  const gaps: SeriesGap[] = [];
  for (const moment of byCloseTime(series.flatMap(unpack))) {
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

function unpack({ symbol, interval, candles }: PackedSeries): BookCandle[] {
  return Array.from({ length: candles.length / FIELDS }, (_, index) => {
    const from = index * FIELDS;
    const field = (offset: number): number => candles[from + offset] ?? NaN;
    const mark = field(FIELDS - 1);
    return {
      ...{ symbol, interval },
      kline: {
        ...{ openTime: field(0), open: field(1), high: field(2), low: field(3), close: field(4) },
        ...{ volume: field(5), lastTradeId: -1, isClosed: true },
      },
      origin: ORIGINS[mark % FOLLOWS_HALT] ?? 'replayed',
      followsHalt: mark >= FOLLOWS_HALT,
    };
  });
}

function textsOf(entries: readonly RecordEntry[]): string[] {
  const count = Math.ceil(entries.length / ENTRIES);
  return Array.from({ length: count }, (_, at) =>
    JSON.stringify(entries.slice(at * ENTRIES, (at + 1) * ENTRIES)),
  );
}
