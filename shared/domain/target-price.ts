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
