import type { z } from 'zod';
import type { Exact } from './money';
import type { positionSchema } from './position-schema';

/** What was bought or sold short of one symbol, from the first entry on. */
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
