import { z } from 'zod';
import { exactText } from './money-text';

const time = z.number().int();

/**
 * A position as it is kept: encoded, every amount is a text (`"0.5"`, `"1/3"`), so that nothing is
 * lost in a file. What a person can derive (realized PnL, average) is derived, see `position.ts`.
 */
export const positionSchema = z.object({
  /** Wire symbol. */
  symbol: z.string(),
  side: z.enum(['long', 'short']),
  /** Times in ms UTC. */
  openedAt: time,
  /** Null while anything is open. */
  closedAt: time.nullable(),
  /** Time of the last entry that counted. */
  updatedAt: time,
  /** All that was ever added, in the base asset; and what it was worth, in the quote asset. */
  entryQuantity: exactText,
  entryValue: exactText,
  /** All that was ever taken off. */
  exitQuantity: exactText,
  exitValue: exactText,
  /** What the open quantity cost by average cost, before fees, in the quote asset. */
  openCost: exactText,
  /** The most `openCost` ever was: the capital the position needed. */
  peakCost: exactText,
  /** Paid, in the quote asset, valued when they were paid; without `unvalued`. */
  fees: exactText,
  /** Received (negative: paid), in the quote asset; without `unvalued`. */
  funding: exactText,
  /** Sums of what had no known rate: they are missing in `fees` and `funding`, and so in net PnL. */
  unvalued: z.array(
    z.object({ purpose: z.enum(['fee', 'funding']), asset: z.string(), amount: exactText }),
  ),
  /** What ended it; null while open. */
  closedBy: z.enum(['trade', 'liquidation', 'settlement']).nullable(),
  /** Times the margin; null when bought outright. */
  leverage: z.number().positive().nullable(),
});
