/** What a person typed as an amount. */
export type TypedDecimal =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'problem'; readonly problem: 'not-a-number' | 'too-precise' };

const problem = (what: 'not-a-number' | 'too-precise'): TypedDecimal => ({
  kind: 'problem',
  problem: what,
});

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const GROUPED_BY = {
  ',': /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/,
  '.': /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?$/,
};

/**
 * Reads an amount as traders write it: `1,234.5`, `1 234,5`, `0,5`, Thai digits. A lone comma before
 * exactly three digits groups thousands, as in English and Thai, unless only zero stands before it.
 * What the number of the wire could not hold exactly is refused, not rounded.
 */
export function readDecimal(text: string): TypedDecimal {
  const typed = latinDigits(text)
    .replace(/[\s\u00a0\u202f'’_]/g, '')
    .replace('−', '-');
  if (typed === '') return { kind: 'empty' };
  const plain = withPoint(typed);
  if (!PLAIN.test(plain)) return problem('not-a-number');
  const value = Number(plain);
  return digitsOf(plain) === digitsOf(plainText(value))
    ? { kind: 'value', value }
    : problem('too-precise');
}

/** A number as a person would type it: all its digits, no grouping, no exponent. */
export function plainText(value: number): string {
  const [digits = '', exponent] = String(value).split('e');
  if (exponent === undefined) return digits;
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.');
  const sign = value < 0 ? '-' : '';
  const places = Number(exponent);
  if (places > 0) return `${sign}${(whole + fraction).padEnd(whole.length + places, '0')}`;
  return `${sign}0.${'0'.repeat(-places - whole.length)}${whole}${fraction}`;
}

function latinDigits(text: string): string {
  return text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
}

/** The same with a point before its fraction and nothing between its thousands. */
function withPoint(typed: string): string {
  if (GROUPED_BY[','].test(typed) && !/^[+-]?0,/.test(typed)) return typed.replaceAll(',', '');
  // One point before three digits is a fraction: `1.234`.
  const isPointGrouped = GROUPED_BY['.'].test(typed) && (typed.match(/[.,]/g) ?? []).length > 1;
  if (isPointGrouped) return typed.replaceAll('.', '').replace(',', '.');
  return typed.includes('.') ? typed : typed.replace(',', '.');
}

/** The digits that count, with their place, so that `1.50` and `1.5` are one number. */
function digitsOf(plain: string): string {
  const [whole = '', fraction = ''] = plain.replace(/^[+-]/, '').split('.');
  return `${whole.replace(/^0+/, '')}.${fraction.replace(/0+$/, '')}`;
}
