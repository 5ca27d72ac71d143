import { z } from 'zod';
import { Exact } from '../../../shared/domain/money';

const exact = z.string().refine((text) => Exact.fromText(text) !== null, 'is no exact number');
const time = z.number().int();

/** What the portfolio keeps: the trader's choices, what was put in, and what it was worth. */
export const portfolioSchema = z.strictObject({
  /** Totals are told in this asset. */
  currency: z.string(),
  /** When the trader's day begins; see `DayBoundary`. */
  day: z.strictObject({ zone: z.string(), minute: z.number().int().min(0).max(1439) }),
  /** Put in, or taken out when negative; `value` in the currency of then. */
  transfers: z.array(z.strictObject({ time, asset: z.string(), amount: exact, value: exact })),
  /** By rising time, in the currency; thinned out with age. */
  equity: z.array(z.strictObject({ time, equity: exact })),
});

/** Of a first start. */
export const EMPTY_PORTFOLIO = {
  currency: 'USDT',
  day: { zone: 'UTC', minute: 0 },
  transfers: [],
  equity: [],
};
