import { formatNumber, UNKNOWN } from './number';

/** A change in percent (2.5 means 2.5 %), always with its sign unless it is zero. */
export function formatPercent(percent: number | null, digits = 2): string {
  if (percent === null) return UNKNOWN;
  const text = formatNumber(percent, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: 'exceptZero',
  });
  return `${text}%`;
}

/** A funding rate (a fraction: 0.0001 is 0.01 %) in percent with its sign, as exchanges write it. */
export function formatFunding(rate: number | null): string {
  return formatPercent(rate === null ? null : rate * 100, 4);
}

export type Direction = 'up' | 'down' | 'flat';

/** Where a change points; unknown and zero are flat. */
export function directionOf(change: number | null): Direction {
  if (change === null || change === 0) return 'flat';
  return change > 0 ? 'up' : 'down';
}
