import { z } from 'zod';
import { alertRule } from '../../../shared/domain/alert-rule';
import { excursionSchema } from '../positions/position-schema';

/** Up to the last moment that can be written as a date. */
const time = z.number().int().nonnegative().max(8.64e15);
const ruleId = z.number().int().positive();

/** Who made a rule: the trader, or a target or stop of a position. */
const origin = z.enum(['trader', 'profit_target', 'stop_loss']);

/** A rule with what is noted about it; times in ms UTC. */
const storedRule = z.strictObject({
  id: ruleId,
  rule: alertRule,
  origin,
  createdAt: time,
  /** Exchange time from which on it counts. */
  armedAt: time,
  /** Fires are recorded and shown, and sent nowhere. */
  isMuted: z.boolean(),
  /** The same until then; null when it is not. */
  snoozedUntil: time.nullable(),
});

const trade = z.strictObject({
  symbol: z.string(),
  id: z.number(),
  lastTradeId: z.number(),
  price: z.number(),
  quantity: z.number(),
  time: z.number(),
});

const watchState = z.object({ memory: z.object({ isDone: z.boolean() }) });
const symbolState = z.object({
  book: z.object({}),
  watches: z.record(z.string(), z.array(watchState)),
});
const isSymbolState = (value: unknown): boolean => symbolState.safeParse(value).success;

/** A symbol as rules had come to know it after its last trade. */
const keptSymbol = z.strictObject({
  /** The market its trades are of: in another one their numbers and prices mean nothing. */
  market: z.string(),
  /** Null before the first trade. */
  last: trade.nullable(),
  /** A `SymbolState`; only the engine that wrote it reads more of it than is checked. */
  state: z.custom<unknown>(isSymbolState),
  /** What its open positions had been through by that trade, by position; absent in older files. */
  excursions: z.record(z.string(), excursionSchema).default({}),
  /** Of the portfolio: its highest equity and when it was that; absent in older files. */
  best: z.strictObject({ time: z.number(), equity: z.string() }).nullable().default(null),
});

/** All of alerts that has to outlive a restart but the alerts themselves, which are a history. */
export const alertsSchema = z.strictObject({
  rules: z.record(z.string(), storedRule).superRefine((rules, context) => {
    for (const [key, { id }] of Object.entries(rules)) {
      if (key === String(id)) continue;
      context.addIssue({ code: 'custom', path: [key], message: 'has another number' });
    }
  }),
  symbols: z.record(z.string(), keptSymbol),
  /** Alerts up to a number that have been read, and those above it that have. */
  reads: z.strictObject({ upTo: time, ids: z.array(ruleId) }),
});

/** Before the first rule. */
export const NO_ALERTS = { rules: {}, symbols: {}, reads: { upTo: 0, ids: [] } };

export type StoredRule = Readonly<z.output<typeof storedRule>>;
export type RuleOrigin = StoredRule['origin'];
export type KeptSymbol = Readonly<z.output<typeof keptSymbol>>;
