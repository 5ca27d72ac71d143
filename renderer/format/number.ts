/** Shown for what is not known; never 0. */
export const UNKNOWN = '–';

// English and Thai group and point their numbers alike, so one notation serves both.
const NOTATION = 'en-US';

const cache = new Map<string, Intl.NumberFormat>();

/** A number in the product's notation, with a true minus sign as wide as the plus sign. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions): string {
  const key = JSON.stringify(options);
  let format = cache.get(key);
  if (!format) {
    format = new Intl.NumberFormat(NOTATION, options);
    cache.set(key, format);
  }
  return format.format(value).replace('-', '−');
}
