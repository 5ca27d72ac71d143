import { z } from 'zod';
import { wireSpelling } from '../domain/instrument';
import { INTERVALS } from '../domain/interval';
import { signalReversal, timestamp } from './events';
import { count, define, interval, listOf, nothing, symbol } from './request-spec';

const OUTCOMES = ['hit', 'miss', 'timeout_hit', 'timeout_miss'] as const;
/** All calls of a symbol over two years are fewer. */
const MAX_CALLS = 100_000;

const share = z.number().min(0).max(1);
const said = signalReversal.shape;

/** The present signal of a symbol and interval. */
export const signalState = z.object({
  symbol: z.string(),
  interval,
  signal: said.new_signal,
  status: z
    .enum(['reading', 'current', 'behind'])
    .describe('reading history; up to the last settled candle; or waiting for candles'),
  as_of: timestamp.nullable().describe('close time of the last candle'),
  call: signalReversal
    .omit({ symbol: true, interval: true })
    .extend({
      votes: share.describe('share of the votes for it'),
      origin: z.enum(['replayed', 'live']),
      entry: z.number(),
      age_ms: z.number().int().nonnegative(),
      edge: z.number().nullable().describe('confidence - breakeven'),
      edge_proven: z.boolean(),
      outcome: z.enum(OUTCOMES).nullable().describe('null while it is open'),
      resolved_at: timestamp.nullable(),
      net_move: z.number().nullable(),
    })
    .nullable()
    .describe('the call that led to the signal; null before the first'),
});

const call = signalReversal.extend({
  votes: share.describe('share of the votes for the new signal'),
  origin: z.enum(['replayed', 'live']),
  entry: z.number(),
  outcome: z.enum(OUTCOMES).nullable(),
  resolved_at: timestamp.nullable(),
  net_move: z.number().nullable().describe('after costs, as a part of the entry'),
  number: z.number().int().positive().describe('in the record'),
  hash: z.string().describe('SHA-256 of the entry, which holds the hash of the one before'),
});

const bin = z.object({
  low: z.number().describe('95 % range of `was`'),
  high: z.number(),
  said: share,
  was: share,
  n: z.number().int(),
});
const settled = z.object({ n: z.number().int(), said: share, was: share });
const reliability = z.object({
  n: z.number().int(),
  said: share,
  was: share,
  ece: z.number(),
  ece_low: z.number().describe('95 % range, whole weeks drawn'),
  ece_high: z.number(),
  null_ece: z.number().describe('of a perfect forecaster with as many calls'),
  brier: z.number(),
  brier_base_rate: z.number(),
  vote_ece: z.number().describe('were the share of votes taken for a probability'),
  bins: z.array(bin),
  vote_bins: z.array(bin),
  tenths: z
    .array(z.object({ from: share, to: share, n: z.number().int(), was: share }))
    .describe('claims by what was said, `to` not included'),
  origins: z
    .object({ live: settled, replayed: settled })
    .describe('made as their candle closed; worked out from history'),
  net_move: z.object({ mean: z.number(), low: z.number(), high: z.number() }),
  rolling: z.object({
    n: z.number().int(),
    said: share,
    was: share,
    drifting: z.boolean(),
  }),
});
const byInterval = z.partialRecord(z.enum(INTERVALS), reliability);

/** Intervals that signals may follow. */
const followed = z
  .array(z.enum(['5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d']))
  .max(6)
  .refine((list) => new Set(list).size === list.length, 'names an interval twice');
const listedSymbol = z
  .string()
  .max(64)
  .refine((text) => wireSpelling(text) !== null, 'must tell both assets apart: BTC/USDT');

/**
 * What of the signals can be set. A change begins a new model with a record of its own, but for that
 * of `per_symbol`: there the record goes on.
 */
export const signalSettings = z.strictObject({
  cost_spot: z.number().min(0).max(0.1).describe('of a round trip, as a part of the price'),
  cost_futures: z.number().min(0).max(0.1),
  stop_ranges: z.number().min(0.1).max(20).describe('distance of target and stop in ATR14'),
  horizon: z.number().int().min(2).max(500).describe('candles after which a call is over'),
  intervals: followed.min(1).describe('of the symbols that `per_symbol` says nothing about'),
  per_symbol: z
    .record(listedSymbol, followed)
    .describe('intervals of one symbol instead; none: it has no signals'),
});

/** A change of them; what is left out stays, and so do the symbols that are not named. */
export const signalChanges = signalSettings.partial().extend({
  per_symbol: z
    .record(listedSymbol, followed.nullable().describe('null: the usual intervals again'))
    .optional(),
});

/** Requests about signals. */
export const signalRequests = {
  subscribe_signals: define({
    summary: 'Follow all signals; each reversal arrives as `signal_reversal`.',
    scope: 'read',
    params: nothing,
    result: nothing,
  }),
  unsubscribe_signals: define({
    summary: 'Stop following all signals.',
    scope: 'read',
    params: nothing,
    result: nothing,
  }),
  list_signals: define({
    summary: 'The present signal of every symbol of the watchlist and every interval.',
    scope: 'read',
    params: nothing,
    result: listOf(signalState),
    rest: { method: 'GET', path: '/signals' },
  }),
  // Before the path that would take its name for a part of a symbol.
  get_signal_record: define({
    summary: 'The calls of a symbol, newest first, what became of them, and how reliable they are.',
    scope: 'read',
    params: z.strictObject({
      symbol,
      interval: interval.optional(),
      limit: count(MAX_CALLS, MAX_CALLS),
      model_version: z
        .string()
        .max(64)
        .optional()
        .describe('of an earlier model, see `models`; the present one when left out'),
    }),
    result: z.object({
      symbol: z.string(),
      model_version: z.string(),
      calls: z.array(call),
      reliability: byInterval.describe('of this symbol, over its whole record'),
      all_symbols: byInterval.describe('of all symbols together'),
      models: z
        .array(
          z.object({
            model_version: z.string(),
            entries: z.number().int().nonnegative().describe('calls and outcomes'),
            used_until: timestamp.nullable().describe('null: it is the present one'),
          }),
        )
        .describe('whose records there are, the present one first, then newest first'),
      history: z
        .partialRecord(z.enum(INTERVALS), z.object({ from: timestamp, to: timestamp }))
        .describe(
          'open time of the first candle asked for, close time of the last one used; of the present model',
        ),
      fault: z
        .object({ number: z.number().int(), kind: z.enum(['missing', 'altered']) })
        .nullable()
        .describe('the first entry of the record that is not as it was written'),
    }),
    hasLongAnswer: true,
    rest: { method: 'GET', path: '/signals/{symbol}/record' },
  }),
  get_signal: define({
    summary: 'The present signals of a symbol, one an interval.',
    scope: 'read',
    params: z.strictObject({ symbol }),
    result: listOf(signalState).extend({ symbol: z.string() }),
    rest: { method: 'GET', path: '/signals/{symbol}' },
  }),
} as const;

/** The present signal of a symbol and interval. */
export type SignalStateBody = z.output<typeof signalState>;
