import { plainText, type TypedDecimal } from '../../format/decimal';
import { formatNumber } from '../../format/number';

/** How an amount typed with separators is understood: `= 1,234.5`; null for what says itself. */
export function echoOf(text: string, typed: TypedDecimal): string | null {
  if (typed.kind !== 'value' || text.trim() === plainText(typed.value)) return null;
  if (!/[,\s'’_๐-๙]/.test(text.trim())) return null;
  return `= ${formatNumber(typed.value, { maximumFractionDigits: 20 })}`;
}
