import { z } from 'zod';
import { FIRST_TRADE_TIME } from './frame-reader-types';

/** A decimal as Binance writes it; becomes a finite number here and nowhere else. */
const decimal = z
  .string()
  .regex(/^-?\d{1,30}(\.\d{1,30})?$/)
  .transform(Number);
const positive = decimal.refine((value) => value > 0, 'must be above zero');
/** ms UTC; nothing of a market happens after the year 2100. */
const time = z.number().int().nonnegative().max(4_102_444_800_000);

export const serverTimeSchema = z.object({ serverTime: time });

const filter = z.object({
  filterType: z.string(),
  tickSize: z.string().optional(),
  stepSize: z.string().optional(),
});

/** What is kept of one symbol of exchangeInfo. */
export const symbolSchema = z.object({
  symbol: z.string().min(1),
  status: z.string(),
  baseAsset: z.string().min(1),
  quoteAsset: z.string().min(1),
  /** Futures only. */
  marginAsset: z.string().optional(),
  filters: z.array(filter),
});

/** Everything of exchangeInfo but its symbols. */
export const exchangeInfoHeadSchema = z.object({
  rateLimits: z
    .array(
      z.object({
        rateLimitType: z.string(),
        interval: z.string(),
        intervalNum: z.number(),
        limit: z.number(),
      }),
    )
    .optional(),
});

const id = z.number().int().nonnegative();

/** ms UTC; Binance opened in July 2017, and a trade from before is none. */
const tradeTime = time.min(FIRST_TRADE_TIME);
const tradeRow = z.object({ a: id, p: positive, q: positive, l: id, T: tradeTime });
/** A trade the venue has struck out, or one that makes no sense: only its id counts. */
const voidRow = z.object({ a: id });

/** Rows of aggTrades by growing id; those without a usable id are left out. */
export const aggTradesSchema = z
  .array(z.union([tradeRow, voidRow, z.unknown().transform(() => null)]))
  .refine(
    (rows) => rows.length < 2 || rows.some((row) => row !== null && 'p' in row),
    'not one row is a trade',
  )
  .transform((rows) => rows.filter((row) => row !== null).sort((one, two) => one.a - two.a))
  .refine(
    (rows) => rows.every(({ a }, at) => a > (rows[at - 1]?.a ?? -1)),
    'ids must differ from row to row',
  );

/**
 * Binance answers a question about one symbol with one row, about several with a list. A row that
 * makes no sense costs its own symbol alone.
 */
const rowsOf = <S extends z.ZodType>(row: S) =>
  z
    .preprocess(
      (answer): unknown => (Array.isArray(answer) ? answer : [answer]),
      z.array(z.union([row, z.unknown().transform(() => null)])),
    )
    .refine(
      (rows) => rows.length === 0 || rows.some((each) => each !== null),
      'not one row makes sense',
    )
    .transform((rows) => rows.filter((each) => each !== null));

export const tickersSchema = rowsOf(
  z.object({
    symbol: z.string(),
    lastPrice: decimal,
    openPrice: decimal,
    highPrice: decimal,
    lowPrice: decimal,
    volume: decimal,
    quoteVolume: decimal,
    closeTime: time,
    lastId: z.int().optional(),
  }),
);

export const premiumsSchema = rowsOf(
  z.object({
    symbol: z.string(),
    markPrice: decimal,
    indexPrice: decimal,
    // Empty for contracts without funding.
    lastFundingRate: z.literal('').or(decimal),
    nextFundingTime: time,
    time,
  }),
);

/** Of each 24 h summary, the id of the last single trade in it; -1 when there was none. */
export const lastTradeIdsSchema = rowsOf(
  z.object({ symbol: z.string(), lastId: z.number().int() }),
);

/** Binance's error answer. */
export const errorSchema = z.object({ code: z.number(), msg: z.string() });
