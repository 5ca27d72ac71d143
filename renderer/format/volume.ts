import { formatNumber } from './number';

/** A quantity in short: 950, 1.25K, 3.4M. */
export function formatVolume(quantity: number): string {
  return formatNumber(quantity, { notation: 'compact', maximumFractionDigits: 2 });
}
