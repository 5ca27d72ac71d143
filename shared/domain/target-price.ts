import { Exact } from './money';
import { directed, type PositionSide } from './position';

const HUNDRED = Exact.of(100);

/**
 * The price at which a position has gained (negative: lost) `percent` of its entry, without leverage,
 * as `pnl_percentage` counts it; null when no price above 0 does it.
 */
export function priceAtPercent(side: PositionSide, entry: number, percent: number): number | null {
  const share = directed(side, Exact.of(percent)).dividedBy(HUNDRED);
  const price = Exact.of(entry).times(Exact.one.plus(share));
  return price.sign > 0 ? price.toNumber() : null;
}

/** Decimals of a percent that a price is written as: finer than any tick, and short enough to read. */
const PERCENT_PLACES = 8;

/**
 * How far a price is from the entry, in percent in the position's favor (negative: against it),
 * without leverage. Cut off, not rounded, so that the price that `priceAtPercent` makes of it never
 * lies beyond `price`: a trade at exactly this price reaches it.
 */
export function percentAtPrice(side: PositionSide, entry: number, price: number): number {
  const gain = directed(side, Exact.of(price).minus(Exact.of(entry)));
  const percent = gain.times(HUNDRED).dividedBy(Exact.of(entry)).toNumber();
  const scale = 10 ** PERCENT_PLACES;
  const cut = Math.trunc(percent * scale) / scale;
  // What a double makes of it may still lie beyond by its last bit.
  const made = priceAtPercent(side, entry, cut);
  const isBeyond = made !== null && Math.abs(made - entry) > Math.abs(price - entry);
  return isBeyond ? cut - Math.sign(cut) / scale : cut;
}
