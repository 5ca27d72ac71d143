import { formatNumber, UNKNOWN } from './number';

/** Assets of which two decimals say all that matters. */
const CENTS = /^(?:USD|EUR|GBP|THB|TRY|BRL|JPY|AUD|FDUSD|TUSD|BUSD|USD[A-Z0-9]{1,2}|DAI)$/;

/** An amount in a currency, with as many decimals as are usual for it; without its name. */
export function formatMoney(amount: number | null, currency: string): string {
  if (amount === null) return UNKNOWN;
  return formatNumber(amount, { ...decimalsOf(currency), signDisplay: 'negative' });
}

/** The same with its sign, unless it is zero: what was won or lost. */
export function formatResult(amount: number | null, currency: string): string {
  if (amount === null) return UNKNOWN;
  return formatNumber(amount, { ...decimalsOf(currency), signDisplay: 'exceptZero' });
}

/** A quantity of a base asset: all its decimals, up to eight. */
export function formatQuantity(quantity: number): string {
  return formatNumber(quantity, { maximumFractionDigits: 8 });
}

function decimalsOf(currency: string): Intl.NumberFormatOptions {
  const digits = CENTS.test(currency) ? 2 : 6;
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}
