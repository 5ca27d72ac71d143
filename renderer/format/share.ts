import { formatNumber, UNKNOWN } from './number';

/** A share of one in whole percent, without its sign: `46`. */
export function formatShare(share: number | null, digits = 0): string {
  if (share === null) return UNKNOWN;
  return formatNumber(share * 100, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** What lies between two shares in points of percent with its sign: `−8`. */
export function formatPoints(difference: number | null): string {
  if (difference === null) return UNKNOWN;
  return formatNumber(difference * 100, { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
}

/** A move as a part of the price in percent with its sign: `−0.16%`. */
export function formatMove(move: number | null): string {
  if (move === null) return UNKNOWN;
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return `${formatNumber(move * 100, { ...digits, signDisplay: 'exceptZero' })}%`;
}
