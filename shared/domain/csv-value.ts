import { Exact } from './money';

const TIME =
  /^(\d{4}|\d{2})[-/.](\d{1,2})[-/.](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
/** Grouped by thousands; a group never begins with a lone 0, `0,125` is an eighth. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;
/** Digits with a unit that does not begin with one: `0.5 BTC`, `12USDT`. */
const WITH_UNIT = /^([+-]?[\d.,]+(?:[eE][+-]?\d+)?)\s*(\p{L}[\p{L}\p{N}]*)$/u;
const NUMERIC = /^[+-]?[\d.,]+(?:[eE][+-]?\d+)?$/;
const ASSET = /^[\p{L}\p{N}]+$/u;

/** What stands before the decimals of an amount. */
export type DecimalSign = '.' | ',';

/** An amount and the asset that stands behind it, null when none does. */
export interface CsvAmount {
  readonly amount: Exact;
  readonly asset: string | null;
}

/**
 * Reads `1,234.50`, `0.0012BTC` or `0.5 USDT`; null when it is none. `assets` are those the unit may be:
 * only so `100001000SATS` is 10000 of `1000SATS`. With a decimal comma, points group: `1.234,50`.
 */
export function readAmount(
  cell: string,
  assets: readonly string[] = [],
  decimal: DecimalSign = '.',
): CsvAmount | null {
  const { digits, asset } = unitOf(cell, assets);
  const text = decimal === ',' ? swapped(digits) : digits;
  // After swapping, what is left of commas groups; anything else with one is no amount.
  const amount = Exact.parse(GROUPED.test(text) ? text.replaceAll(',', '') : text);
  return amount && { amount, asset };
}

/** The digits of an amount as they are written, and the asset behind them; null when none is. */
export function unitOf(
  cell: string,
  assets: readonly string[],
): { readonly digits: string; readonly asset: string | null } {
  const text = cell.trim();
  for (const asset of assets) {
    if (asset === '' || !text.toUpperCase().endsWith(asset)) continue;
    const digits = text.slice(0, -asset.length).trim();
    // Of the pair T/USDT, `0.1USDT` ends with T too, and 0.1USD is no amount of it.
    if (NUMERIC.test(digits)) return { digits, asset };
  }
  const [, digits = text, unit] = WITH_UNIT.exec(text) ?? [];
  return { digits, asset: unit?.toUpperCase() ?? null };
}

/** Whether a text can be the name of an asset: letters and digits only. */
export function isAssetName(text: string): boolean {
  return ASSET.test(text);
}

/** With a point for each comma and a comma for each point. */
export const swapped = (digits: string) =>
  digits.replace(/[.,]/g, (sign) => (sign === ',' ? '.' : ','));

/**
 * The spot symbol of a pair that no instrument is known for (any more), when the quantity names its
 * unit: `LUNAUSDT` with `12.5LUNA` is `LUNA/USDT`. Null when it does not.
 */
export function symbolFromUnit(pair: string, quantity: string): string | null {
  const name = pair.trim().toUpperCase();
  for (let length = name.length - 1; length > 0; length -= 1) {
    const [base, quote] = [name.slice(0, length), name.slice(length)];
    const isNamed = unitOf(quantity, [base]).asset === base;
    if (isNamed && isAssetName(base) && isAssetName(quote)) return `${base}/${quote}`;
  }
  return null;
}

/**
 * Reads `2024-05-01 12:30:00`, also with a two-digit year, slashes, a `T` or fractions of a second, or
 * a UNIX time in seconds or milliseconds: ms UTC; null when it is no moment that ever was.
 * @param utcOffset how far a date is ahead of UTC that does not say so itself, in minutes
 */
export function readTime(cell: string, utcOffset: number): number | null {
  const text = cell.trim();
  if (/^\d{13}$/.test(text)) return Number(text);
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  const parts = TIME.exec(text);
  return parts && utcOf(parts, ownOffset(parts[8]) ?? utcOffset);
}

function utcOf(parts: RegExpExecArray, utcOffset: number): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part: string | undefined) => Number(part ?? 0));
  const fullYear = year < 100 ? year + 2000 : year;
  const time = Date.UTC(fullYear, month - 1, day, hour, minute, second);
  // Date.UTC turns February 30th into March 1st; such a row is a mistake.
  const back = new Date(time);
  const shown = [back.getUTCMonth() + 1, back.getUTCDate(), back.getUTCHours()];
  const clock = [back.getUTCMinutes(), back.getUTCSeconds()];
  if ([...shown, ...clock].join() !== [month, day, hour, minute, second].join()) return null;
  const fraction = Number(`0.${parts[7] ?? '0'}`);
  return time + Math.floor(fraction * 1000) - utcOffset * 60_000;
}

/** Minutes ahead of UTC of `+07:00`, `-0330` or `Z`; null when nothing is said. */
function ownOffset(suffix: string | undefined): number | null {
  if (suffix === undefined) return null;
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(suffix) ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -size : size;
}

/** Reads `BUY`, `sell`, `Long`, `B`; null when it is neither. */
export function readSide(cell: string): 'buy' | 'sell' | null {
  const text = cell.trim().toLowerCase();
  if (['buy', 'b', 'bid', 'long'].includes(text)) return 'buy';
  return ['sell', 's', 'ask', 'short'].includes(text) ? 'sell' : null;
}
