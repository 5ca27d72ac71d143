import { Exact } from './money';
import { directionOf, entryPrice, openQuantity, type Position } from './position';

/** When unrealized PnL counts as reached; value ≥ 0. `down` with value v means PnL ≤ −v. */
export interface PnlThreshold {
  readonly unit: 'percent' | 'amount';
  readonly direction: 'up' | 'down';
  readonly value: Exact;
}

/** A price at and beyond which a PnL threshold is reached. */
export interface PriceTrigger {
  /** True when prices at or above count, false when those at or below do. */
  readonly isRising: boolean;
  /** The double nearest to `exact`, for sorting and for all prices but one. */
  readonly price: number;
  /** Unrounded; negative when no price reaches the threshold. */
  readonly exact: Exact;
}

const HUNDRED = Exact.of(100);

/**
 * The price at which a PnL threshold of the open quantity is reached, so that a PnL rule can stand in
 * the same sorted index as price rules and still decide by the exact, unrounded PnL. Good until the
 * next entry of the ledger. Null when nothing is open.
 */
export function triggerOf(position: Position, threshold: PnlThreshold): PriceTrigger | null {
  const quantity = openQuantity(position);
  if (quantity.isZero) return null;
  const entry = entryPrice(position);
  const distance =
    threshold.unit === 'amount'
      ? threshold.value.dividedBy(quantity)
      : entry.times(threshold.value).dividedBy(HUNDRED);
  const isRising = directionOf(position.side) > 0 === (threshold.direction === 'up');
  const exact = isRising ? entry.plus(distance) : entry.minus(distance);
  return { isRising, price: exact.toNumber(), exact };
}

/**
 * True when `price` reaches the trigger, exactly: rounding to doubles keeps the order, so only a price
 * whose double is the trigger's own needs the decimals.
 */
export function isReached(trigger: PriceTrigger, price: number): boolean {
  if (price !== trigger.price) return price > trigger.price === trigger.isRising;
  const beyond = Exact.of(price).compare(trigger.exact);
  return trigger.isRising ? beyond >= 0 : beyond <= 0;
}
