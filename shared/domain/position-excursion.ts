import type { PnlMark } from './pnl-mark';

/** The best and the worst a position has been through since it was opened (MFE and MAE). */
export interface Excursion {
  /** Highest net PnL seen, ≥ 0, in the quote asset; 0 until it was ever ahead. */
  readonly best: number;
  /** ms UTC; null until it was ever ahead. */
  readonly bestTime: number | null;
  /** Lowest net PnL seen, ≤ 0; 0 until it was ever behind. */
  readonly worst: number;
  readonly worstTime: number | null;
}

/** Of a position that has not seen a price yet. */
export const NO_EXCURSION: Excursion = { best: 0, bestTime: null, worst: 0, worstTime: null };

/**
 * After prices between `low` and `high` (both the same for one trade; a candle's for history) at
 * `time`. The very same object when nothing was exceeded, so that a usual tick costs nothing.
 */
export function extendExcursion(
  excursion: Excursion,
  mark: PnlMark,
  range: { readonly low: number; readonly high: number; readonly time: number },
): Excursion {
  const atLow = mark.netPnlAt(range.low);
  const atHigh = mark.netPnlAt(range.high);
  const best = Math.max(atLow, atHigh);
  const worst = Math.min(atLow, atHigh);
  if (best <= excursion.best && worst >= excursion.worst) return excursion;
  const isBetter = best > excursion.best;
  const isWorse = worst < excursion.worst;
  return {
    best: isBetter ? best : excursion.best,
    bestTime: isBetter ? range.time : excursion.bestTime,
    worst: isWorse ? worst : excursion.worst,
    worstTime: isWorse ? range.time : excursion.worstTime,
  };
}
