import { isContract } from './fill';
import { Exact } from './money';
import { percentOf } from './pnl';
import { directionOf, openQuantity, type Position } from './position';

/** From `notionalFloor` on, the part above it needs `maintenanceRate` of itself (0.004 is 0.4 %) as margin. */
export interface MaintenanceTier {
  /** In the quote asset; the first tier begins at 0. */
  readonly notionalFloor: Exact;
  readonly maintenanceRate: Exact;
}

/** An estimate, or why there is none; `safe`: no price above 0 liquidates it. */
export type LiquidationEstimate =
  | { readonly kind: 'estimate'; readonly price: Exact }
  | { readonly kind: 'safe' }
  | { readonly kind: 'unknown'; readonly reason: 'closed' | 'no-leverage' | 'tiers-unknown' };

/**
 * Where the venue would close an isolated linear position: the mark price at which margin + PnL falls
 * to the maintenance margin. An estimate: insurance and the fee of the liquidation are left out.
 * @param margin isolated wallet of the position, in the quote asset; at first its initial margin,
 *   then less by the funding paid from it and more by what was added
 * @param tiers by rising floor; empty when not known
 * @see https://www.binance.com/en/support/faq/detail/b3c689c1f50a44cabb3a84e663b81d93
 */
export function estimateLiquidation(
  position: Position,
  margin: Exact,
  tiers: readonly MaintenanceTier[],
): LiquidationEstimate {
  if (position.closedAt !== null) return { kind: 'unknown', reason: 'closed' };
  if (!isContract(position.symbol)) return { kind: 'safe' };
  if (position.leverage === null) return { kind: 'unknown', reason: 'no-leverage' };
  if (tiers.length === 0) return { kind: 'unknown', reason: 'tiers-unknown' };
  const price = liquidationPrice(position, margin, tiers);
  return price === null ? { kind: 'safe' } : { kind: 'estimate', price };
}

/** How far `markPrice` is from the liquidation, in percent of itself; ≤ 0 when it is reached. */
export function liquidationDistance(
  { side }: Position,
  liquidation: Exact,
  markPrice: Exact,
): Exact {
  const gap = markPrice.minus(liquidation).times(Exact.of(directionOf(side)));
  return percentOf(gap, markPrice) ?? Exact.zero;
}

/**
 * Solves it tier by tier: within one, the maintenance margin is a straight line of the notional, less
 * steep than the PnL, so the two meet at most once and only one tier holds the solution.
 */
function liquidationPrice(
  position: Position,
  margin: Exact,
  tiers: readonly MaintenanceTier[],
): Exact | null {
  const quantity = openQuantity(position);
  const direction = Exact.of(directionOf(position.side));
  let deduction = Exact.zero;
  let lastRate = Exact.zero;
  for (const [at, { notionalFloor, maintenanceRate }] of tiers.entries()) {
    deduction = deduction.plus(notionalFloor.times(maintenanceRate.minus(lastRate)));
    lastRate = maintenanceRate;
    const fixed = margin.plus(deduction).minus(position.openCost.times(direction));
    const notional = fixed.dividedBy(maintenanceRate.minus(direction));
    const ceiling = tiers[at + 1]?.notionalFloor;
    const fits = ceiling === undefined || notional.compare(ceiling) <= 0;
    if (notional.sign > 0 && notional.compare(notionalFloor) >= 0 && fits) {
      return notional.dividedBy(quantity);
    }
  }
  return null;
}
