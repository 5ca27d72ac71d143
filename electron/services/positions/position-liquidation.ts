import { isContract } from '../../../shared/domain/fill';
import { estimateLiquidation } from '../../../shared/domain/liquidation';
import { Exact } from '../../../shared/domain/money';
import { initialMargin } from '../../../shared/domain/pnl';
import { isOpen, type TrackedPosition } from './position-book';

/** What a leveraged position stands on; amounts in the quote asset. */
export interface LiquidationFigures {
  readonly margin: Exact | null;
  /** Null when no price does it, or when what it takes to say so is not known. */
  readonly price: Exact | null;
}

const NONE: LiquidationFigures = { margin: null, price: null };
const HUNDRED = Exact.of(100);
const known = new WeakMap<TrackedPosition, LiquidationFigures>();

/**
 * Margin and estimated liquidation of an open contract with leverage. The rate of the maintenance
 * margin is the one noted with the position: venues tell theirs only to accounts, and a guess would be
 * believed. Worked out once for each state of a position, since rules ask at every price.
 */
export function liquidationOf(tracked: TrackedPosition): LiquidationFigures {
  const before = known.get(tracked);
  if (before) return before;
  const figures = figuresOf(tracked);
  known.set(tracked, figures);
  return figures;
}

function figuresOf(tracked: TrackedPosition): LiquidationFigures {
  const { position } = tracked.record;
  if (!isOpen(tracked) || !isContract(position.symbol) || position.leverage === null) return NONE;
  const margin = initialMargin(position);
  const { maintenancePercent } = tracked.notes;
  if (maintenancePercent === null) return { margin, price: null };
  const maintenanceRate = Exact.of(maintenancePercent).dividedBy(HUNDRED);
  const estimate = estimateLiquidation(position, margin, [
    { notionalFloor: Exact.zero, maintenanceRate },
  ]);
  return { margin, price: estimate.kind === 'estimate' ? estimate.price : null };
}
