import { z } from 'zod';
import type { Exact } from './money';
import { exactText } from './money-text';

const time = z.number().int();

/**
 * A position as it is kept: encoded, every amount is a text (`"0.5"`, `"1/3"`), so that nothing is
 * lost in a file. What a person can derive (realized PnL, average) is derived, see the functions below.
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

export type Position = Readonly<z.output<typeof positionSchema>>;
export type PositionSide = Position['side'];

/** 1 when a rising price earns, −1 when a falling one does. */
export function directionOf(side: PositionSide): 1 | -1 {
  return side === 'long' ? 1 : -1;
}

/** An amount counted in the position's favor: as it is for a long, negated for a short. */
export function directed(side: PositionSide, amount: Exact): Exact {
  return side === 'long' ? amount : amount.negated();
}

/** What is open, in the base asset, ≥ 0 for both sides. */
export function openQuantity(position: Position): Exact {
  return position.entryQuantity.minus(position.exitQuantity);
}

/** Average entry price of what is open; of a closed position: of all that was ever entered. */
export function entryPrice(position: Position): Exact {
  const quantity = openQuantity(position);
  return quantity.isZero
    ? position.entryValue.dividedBy(position.entryQuantity)
    : position.openCost.dividedBy(quantity);
}

/** Average price of all exits; null before the first. */
export function exitPrice(position: Position): Exact | null {
  return position.exitQuantity.isZero ? null : position.exitValue.dividedBy(position.exitQuantity);
}

/**
 * Profit of what was taken off, before fees and funding, in the quote asset: what came in less what
 * went out, plus the cost of what is still there. So parts always add up to the cash that flowed.
 */
export function realizedPnl(position: Position): Exact {
  return directed(
    position.side,
    position.exitValue.minus(position.entryValue).plus(position.openCost),
  );
}

/** What has been earned for good: realized PnL − fees + funding, in the quote asset. */
export function realizedNet(position: Position): Exact {
  return realizedPnl(position).minus(position.fees).plus(position.funding);
}
