import { z } from 'zod';
import { Exact } from '../../../shared/domain/money';

const exact = z.string().refine((text) => Exact.fromText(text) !== null, 'is no exact number');
const time = z.number().int();
const recordNumber = z.number().int().positive();

/** What the portfolio keeps: the trader's choices, what was put in, and where its worth is told. */
export const portfolioSchema = z.strictObject({
  /** Totals are told in this asset. */
  currency: z.string(),
  /** When the trader's day begins; see `DayBoundary`. */
  day: z.strictObject({ zone: z.string(), minute: z.number().int().min(0).max(1439) }),
  /** Put in, or taken out when negative; `value` in the currency of then. */
  transfers: z.array(z.strictObject({ time, asset: z.string(), amount: exact, value: exact })),
  /** Records of the equity history that are the curve in this currency, first to last, rising. */
  runs: z.array(z.strictObject({ from: recordNumber, to: recordNumber })),
});

/** What a record of the equity history holds beside its number and time. */
export const equityRecord = z.looseObject({ equity: exact });

/** Of a first start. */
export const EMPTY_PORTFOLIO = {
  currency: 'USDT',
  day: { zone: 'UTC', minute: 0 },
  transfers: [],
  runs: [],
};
