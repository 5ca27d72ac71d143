import { formatNumber, UNKNOWN } from './number';

/**
 * A price with exactly the instrument's decimals. While these are not known yet (null), as many as
 * the size of the price asks for.
 */
export function formatPrice(price: number | null, decimals: number | null): string {
  if (price === null) return UNKNOWN;
  const digits = decimals ?? guessDecimals(price);
  return formatNumber(price, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Enough decimals for about five significant digits, between 2 and 8. */
function guessDecimals(price: number): number {
  if (!(price > 0)) return 2;
  return Math.min(8, Math.max(2, 4 - Math.floor(Math.log10(price))));
}
