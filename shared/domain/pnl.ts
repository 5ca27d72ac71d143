import { Exact } from './money';
import { directed, directionOf, entryPrice, openQuantity, realizedPnl } from './position';
import { realizedNet, type Position } from './position';

const HUNDRED = Exact.of(100);

/** A position at a price, exactly. Amounts in the quote asset. */
export interface Valuation {
  /** The price it was valued at: last or mark, as the caller chose. */
  readonly price: Exact;
  /** Open, in the base asset. */
  readonly quantity: Exact;
  readonly entryPrice: Exact;
  /** Of the open quantity, before fees. */
  readonly pnl: Exact;
  /** `pnl` in percent of what the open quantity cost, without leverage; 0 when nothing is open. */
  readonly pnlPercentage: Exact;
  /** Before fees. */
  readonly realizedPnl: Exact;
  readonly fees: Exact;
  readonly funding: Exact;
  /** `pnl` + `realizedPnl` − `fees` + `funding`. */
  readonly netPnl: Exact;
}

/** The amounts of a valuation as numbers for the wire: the nearest doubles. */
export type Figures = { readonly [Name in keyof Valuation]: number };

/** Values a position at `price` (last or mark price, > 0). */
export function valuePosition(position: Position, price: Exact): Valuation {
  const quantity = openQuantity(position);
  const pnl = directed(position.side, price.times(quantity).minus(position.openCost));
  return {
    price,
    quantity,
    entryPrice: entryPrice(position),
    pnl,
    pnlPercentage: percentOf(pnl, position.openCost) ?? Exact.zero,
    realizedPnl: realizedPnl(position),
    fees: position.fees,
    funding: position.funding,
    netPnl: pnl.plus(realizedNet(position)),
  };
}

/** As the contract wants it: percentages with 2 decimals, half away from zero, all else unrounded. */
export function toFigures(valuation: Valuation): Figures {
  return {
    price: valuation.price.toNumber(),
    quantity: valuation.quantity.toNumber(),
    entryPrice: valuation.entryPrice.toNumber(),
    pnl: valuation.pnl.toNumber(),
    pnlPercentage: valuation.pnlPercentage.rounded(2).toNumber(),
    realizedPnl: valuation.realizedPnl.toNumber(),
    fees: valuation.fees.toNumber(),
    funding: valuation.funding.toNumber(),
    netPnl: valuation.netPnl.toNumber(),
  };
}

/** `part` in percent of `whole`; null when the whole is zero. */
export function percentOf(part: Exact, whole: Exact): Exact | null {
  return whole.isZero ? null : part.times(HUNDRED).dividedBy(whole);
}

/**
 * The price at which closing everything would leave the whole position, from its opening on, with
 * nothing won or lost: fees, funding and what earlier exits brought count, and so does the fee of that
 * last exit at `exitFeeRate` (0.001 is 0.1 %). Null when nothing is open or no price > 0 does it, as
 * when earlier exits have earned more than the rest can lose.
 */
export function breakEvenPrice(position: Position, exitFeeRate = Exact.zero): Exact | null {
  const quantity = openQuantity(position);
  if (quantity.isZero) return null;
  const direction = Exact.of(directionOf(position.side));
  const needed = position.openCost.times(direction).minus(realizedNet(position));
  const perPrice = quantity.times(direction.minus(exitFeeRate));
  const price = perPrice.isZero ? Exact.zero : needed.dividedBy(perPrice);
  return price.sign > 0 ? price : null;
}

/** The capital tied up by what is open: its cost over the leverage, all of it without. In the quote asset. */
export function initialMargin(position: Position): Exact {
  return overLeverage(position, position.openCost);
}

/**
 * Return on the margin in percent: while open, unrealized PnL on the margin of what is open; when
 * closed, the net result on the most margin it ever needed.
 */
export function roiPercent(position: Position, valuation: Valuation): Exact {
  const isOpen = position.closedAt === null;
  const earned = isOpen ? valuation.pnl : realizedNet(position);
  const margin = overLeverage(position, isOpen ? position.openCost : position.peakCost);
  return percentOf(earned, margin) ?? Exact.zero;
}

/** How long it has been open at `now`, or was open, in ms. */
export function durationMs(position: Position, now: number): number {
  return (position.closedAt ?? now) - position.openedAt;
}

function overLeverage({ leverage }: Position, amount: Exact): Exact {
  return leverage === null ? amount : amount.dividedBy(Exact.of(leverage));
}
