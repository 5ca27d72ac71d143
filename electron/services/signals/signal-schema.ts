import { z } from 'zod';
import { INTERVALS, type Interval } from '../../../shared/domain/interval';
import type { RecordHead } from '../../../shared/domain/signals/record';
import { SIGNAL_SETTINGS, type SignalSettings } from '../../../shared/domain/signals/settings';
import type { SeriesState } from '../../../shared/domain/signals/series';
import type { SignalBookState } from '../../../shared/domain/signals/signal-book';
import { recordEntrySchema, signalBookSchema } from '../../../shared/domain/signals/state-schema';

const time = z.number().int();
const count = z.number().int().nonnegative();
const head = z.object({ number: count, hash: z.string() });

/** What of the model the trader has chosen. */
export const signalChoices: z.ZodType<SignalSettings> = z.strictObject({
  cost: z.strictObject({ spot: z.number().nonnegative(), futures: z.number().nonnegative() }),
  stopRanges: z.number().positive(),
  horizon: count.positive(),
  intervals: z.array(z.enum(INTERVALS)),
});

/** Intervals that are followed of single symbols, by wire symbol. */
export const signalIntervals = z.record(z.string(), z.array(z.enum(INTERVALS)));

/** The intervals that signals follow of a symbol. */
export const intervalsOf = (
  state: {
    readonly signals: Pick<SignalSettings, 'intervals'>;
    readonly signalIntervals: Readonly<Record<string, readonly Interval[]>>;
  },
  symbol: string,
): readonly Interval[] =>
  (Object.hasOwn(state.signalIntervals, symbol) ? state.signalIntervals[symbol] : undefined) ??
  state.signals.intervals;

/** Before the trader has chosen. */
export const USUAL_SIGNALS: SignalSettings = {
  ...SIGNAL_SETTINGS,
  cost: { ...SIGNAL_SETTINGS.cost },
  intervals: ['15m', '1h', '4h'],
};

/** Where a series begins, ms UTC. */
const anchor = z.strictObject({
  /** Open time of the first candle asked for. */
  from: time,
  /** Open time from which on calls are made; candles before it only warm up. */
  callsFrom: time,
  /** When the series was first followed: only what turns later is news. */
  since: time,
});
export type Anchor = Readonly<z.output<typeof anchor>>;

/** A record, of one model on one market. */
const known = {
  /** Names it within the history of signals. */
  id: count.positive(),
  market: z.string(),
  modelVersion: z.string(),
  head,
};

/** The parts of a book's state apart, by name, so that saving writes anew only those that changed. */
const present = z.strictObject({
  ...known,
  anchors: z.record(z.string(), anchor),
  series: z.record(z.string(), z.custom<SeriesState>(isObject)),
  calibrators: z.record(z.string(), z.custom<SignalBookState['calibrators'][number]>(isObject)),
});

/** The record that goes on and those that have ended; numbers of records are not used twice. */
export const signalBooks = z
  .strictObject({
    lastId: count,
    present: present.nullable(),
    ended: z.array(z.strictObject(known)),
  })
  .refine(
    (books) => books.present === null || signalBookSchema.safeParse(bookOf(books.present)).success,
  );

/** Before the first record. */
export const NO_SIGNALS = { lastId: 0, present: null, ended: [] };

export type PresentBook = Readonly<z.output<typeof present>>;
export interface EndedBook {
  readonly id: number;
  readonly market: string;
  readonly modelVersion: string;
  readonly head: RecordHead;
}

/** An entry as it is kept in the history. */
export const signalRecord = z.object({
  id: count.positive(),
  at: time,
  /** The record it belongs to. */
  book: count.positive(),
  entry: recordEntrySchema,
  /** Clients are to be told of it. */
  isNews: z.literal(true).optional(),
});

export type StoredEntry = Readonly<z.output<typeof signalRecord>>;

/** Names a series within a book. */
export const seriesKey = (symbol: string, interval: Interval): string => `${symbol} ${interval}`;

/** The state of the book in a section. */
export function bookOf(
  section: Pick<PresentBook, 'modelVersion' | 'head' | 'series' | 'calibrators'>,
): SignalBookState {
  const { modelVersion, head: end, series, calibrators } = section;
  return {
    ...{ modelVersion, head: end },
    series: Object.values(series),
    calibrators: Object.values(calibrators),
  };
}

/** The parts of a book's state by name. */
export function partsOf({ modelVersion, head: end, series, calibrators }: SignalBookState) {
  return {
    ...{ modelVersion, head: end },
    series: Object.fromEntries(series.map((it) => [seriesKey(it.symbol, it.interval), it])),
    calibrators: Object.fromEntries(calibrators.map((it) => [it.interval, it])),
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
