import { z } from 'zod';
import { INTERVALS } from '../interval';
import type { RecordEntry } from './record';
import type { SignalBookState } from './signal-book';

const finite = z.number();
const time = z.number().int();
const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const interval = z.enum(INTERVALS);
const direction = z.union([z.literal(1), z.literal(-1)]);
const vote = z.union([z.literal(-1), z.literal(0), z.literal(1)]);
const signal = z.enum(['LONG', 'SHORT', 'NEUTRAL']);

const smoothed = z.object({ count, value: finite });
const bar = z.object({ high: finite, low: finite, close: finite });
const atr = z.object({ close: finite.nullable(), range: smoothed });
const votes = z.object({
  ema20: smoothed,
  ema50: smoothed,
  macd: z.object({ fast: smoothed, slow: smoothed, signal: smoothed }),
  rsi: z.object({ close: finite.nullable(), gain: smoothed, loss: smoothed }),
  supertrend: z.object({
    atr,
    bands: z.object({ upper: finite, lower: finite, direction }).nullable(),
  }),
  donchian: z.object({ highs: z.array(finite), lows: z.array(finite), breakout: vote }),
  adx: z.object({
    last: bar.nullable(),
    count,
    range: finite,
    up: finite,
    down: finite,
    dx: smoothed,
  }),
  momentum: z.array(finite),
  atr,
});
const engine = z.object({
  openTime: time.nullable(),
  candles: count,
  votes,
  score: finite,
  signal,
  held: count,
});

const link = { number: count, previous: z.string(), hash: z.string() };
const call = z.object({
  kind: z.literal('call'),
  symbol: z.string(),
  interval,
  timestamp: time,
  previousSignal: signal,
  newSignal: signal,
  confidence: share.nullable(),
  lowerBound: share.nullable(),
  breakeven: share,
  basis: z.enum(['prior', 'learning', 'calibrated']),
  resolvedCount: count,
  votes: share,
  origin: z.enum(['replayed', 'live']),
  entry: finite,
  target: finite.nullable(),
  stop: finite.nullable(),
  expiresAt: time.nullable(),
  modelVersion: z.string(),
  ...link,
});
const resolution = z.object({
  kind: z.literal('resolution'),
  symbol: z.string(),
  interval,
  call: count,
  timestamp: time,
  outcome: z.enum(['hit', 'miss', 'timeout_hit', 'timeout_miss']),
  netMove: finite,
  ...link,
});

const openClaim = z.object({
  call: count,
  claim: z.object({
    direction,
    cost: finite,
    entry: finite,
    target: finite,
    stop: finite,
    expiresAt: time,
  }),
  chance: share,
  weight: share,
});
const series = z.object({
  symbol: z.string(),
  interval,
  engine,
  open: z.array(openClaim),
  call: call.nullable(),
  resolution: resolution.nullable(),
});
const belief = z.object({ at: time, offset: finite, variance: finite, resolved: count });

/** An entry of the record as it is read from a file. */
export const recordEntrySchema: z.ZodType<RecordEntry> = z.discriminatedUnion('kind', [
  call,
  resolution,
]);

/** The state of a book as it is read from a file. */
export const signalBookSchema: z.ZodType<SignalBookState> = z.object({
  modelVersion: z.string(),
  head: z.object({ number: count, hash: z.string() }),
  series: z.array(series),
  calibrators: z.array(z.object({ interval, present: belief, past: z.array(belief) })),
});
