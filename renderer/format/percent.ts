import { formatNumber, UNKNOWN } from './number';

/** A change in percent (2.5 means 2.5 %), always with its sign unless it is zero. */
export function formatPercent(percent: number | null): string {
  if (percent === null) return UNKNOWN;
  const text = formatNumber(percent, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero',
  });
  return `${text}%`;
}

export type Direction = 'up' | 'down' | 'flat';

/** Where a change points; unknown and zero are flat. */
export function directionOf(change: number | null): Direction {
  if (change === null || change === 0) return 'flat';
  return change > 0 ? 'up' : 'down';
}
