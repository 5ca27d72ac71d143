const SHOWN = 8;

/**
 * Writes `units` of 10^−decimals the way Binance does, always with 8 decimals; further decimals are
 * cut off. `units` is a whole number, safe when it is a `number`.
 */
export function decimalText(units: number | bigint, decimals: number): string {
  if (units < 0) return `-${decimalText(-units, decimals)}`;
  const digits = units.toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${digits.slice(0, point)}.${digits.slice(point, point + SHOWN).padEnd(SHOWN, '0')}`;
}
