/** What a decimal may look like: `12`, `-0.5`, `.5`, `1e-7`. Longer texts are no amounts. */
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const FRACTION = /^(-?\d+)\/(\d+)$/;
const LONGEST_DECIMAL = 400;

/** Fractions are brought to lowest terms only beyond this: it costs more than the arithmetic. */
const LARGE = 10n ** 256n;
/** Bits kept when a number becomes a double: more than its 53, so that one more bit can break ties. */
const QUOTIENT_BITS = 66;

/**
 * An exact number: a fraction of whole numbers. Amounts of the ledger are decimals, but an average
 * or a part of a fee need not be (a third of 0.1), and nothing of it may be lost. Immutable; every
 * operation is exact, rounding happens only in `toNumber` and `toFixed`.
 */
export class Exact {
  static readonly zero = new Exact(0n, 1n);
  static readonly one = new Exact(1n, 1n);

  /** `denominator` > 0; the two may share factors. */
  private constructor(
    private readonly numerator: bigint,
    private readonly denominator: bigint,
  ) {}

  /** The decimal that a text spells, null when it spells none. Blanks and separators are the caller's. */
  static parse(text: string): Exact | null {
    const parts = text.length <= LONGEST_DECIMAL ? DECIMAL.exec(text) : null;
    if (parts === null) return null;
    const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
    if (whole === '' && fraction === '') return null;
    const digits = BigInt(whole + fraction);
    const numerator = sign === '-' ? -digits : digits;
    const places = fraction.length - Number(exponent);
    return places < 0
      ? new Exact(numerator * 10n ** BigInt(-places), 1n)
      : new Exact(numerator, 10n ** BigInt(places));
  }

  /** The decimal a person reads in `value`: 0.1 is a tenth, not its binary neighbor. @throws RangeError */
  static of(value: number | string): Exact {
    const parsed = Exact.parse(String(value));
    if (parsed === null) throw new RangeError(`${JSON.stringify(value)} is no decimal number`);
    return parsed;
  }

  /** What `toText` wrote, null when it did not. */
  static fromText(text: string): Exact | null {
    const parts = FRACTION.exec(text);
    if (parts === null) return Exact.parse(text);
    const denominator = BigInt(parts[2] ?? '0');
    return denominator === 0n ? null : new Exact(BigInt(parts[1] ?? '0'), denominator);
  }

  get sign(): -1 | 0 | 1 {
    if (this.numerator === 0n) return 0;
    return this.numerator < 0n ? -1 : 1;
  }

  get isZero(): boolean {
    return this.numerator === 0n;
  }

  plus(other: Exact): Exact {
    const [a, b] = [this.denominator, other.denominator];
    if (a === b) return new Exact(this.numerator + other.numerator, a);
    // Two decimals: the finer one's denominator holds the other's.
    if (a % b === 0n) return new Exact(this.numerator + other.numerator * (a / b), a);
    if (b % a === 0n) return new Exact(this.numerator * (b / a) + other.numerator, b);
    return Exact.reduced(this.numerator * b + other.numerator * a, a * b);
  }

  minus(other: Exact): Exact {
    return this.plus(other.negated());
  }

  times(other: Exact): Exact {
    return Exact.reduced(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** @throws RangeError when `other` is zero. */
  dividedBy(other: Exact): Exact {
    if (other.numerator === 0n) throw new RangeError('division by zero');
    const flip = other.numerator < 0n ? -1n : 1n;
    return Exact.reduced(
      this.numerator * other.denominator * flip,
      this.denominator * other.numerator * flip,
    );
  }

  negated(): Exact {
    return new Exact(-this.numerator, this.denominator);
  }

  abs(): Exact {
    return this.numerator < 0n ? this.negated() : this;
  }

  /** Negative when below `other`, positive when above, 0 when equal. */
  compare(other: Exact): number {
    return this.minus(other).sign;
  }

  /** The double nearest to it, ties to even; beyond all doubles infinite, never NaN, never −0. */
  toNumber(): number {
    if (this.numerator === 0n) return 0;
    const magnitude = this.numerator < 0n ? -this.numerator : this.numerator;
    const shift = QUOTIENT_BITS - bitsOf(magnitude) + bitsOf(this.denominator);
    const top = shift > 0 ? magnitude << BigInt(shift) : magnitude;
    const bottom = shift > 0 ? this.denominator : this.denominator << BigInt(-shift);
    // What the division leaves over decides ties, so it must not be lost: it becomes the lowest bit.
    const rest = top % bottom === 0n ? 0n : 1n;
    const value = Number((top / bottom) | rest) * 2 ** -shift;
    return this.numerator < 0n ? -value : value;
  }

  /** With exactly `decimals` places (≥ 0), half away from zero; a rounded zero has no sign. */
  toFixed(decimals: number): string {
    const units = this.roundedUnits(decimals);
    const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
    const sign = units < 0n ? '-' : '';
    if (decimals === 0) return sign + digits;
    return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  }

  /** Rounded to `decimals` places (≥ 0), half away from zero. */
  rounded(decimals: number): Exact {
    return new Exact(this.roundedUnits(decimals), 10n ** BigInt(decimals));
  }

  /** All of it: the plain decimal when it ends, else the fraction in lowest terms (`1/3`). See `fromText`. */
  toText(): string {
    const { numerator, denominator } = this.lowest();
    const decimals = decimalsFor(denominator);
    return decimals === null ? `${numerator}/${denominator}` : this.toFixed(decimals);
  }

  /** As itself, or rounded to `decimals` places when its fraction needs a denominator beyond 10^`digits`. */
  capped(digits: number, decimals: number): Exact {
    const limit = 10n ** BigInt(digits);
    if (this.denominator <= limit) return this;
    const lowest = this.lowest();
    return lowest.denominator <= limit ? lowest : this.rounded(decimals);
  }

  private roundedUnits(decimals: number): bigint {
    const scaled = this.numerator * 10n ** BigInt(decimals);
    const doubled = (scaled < 0n ? -scaled : scaled) * 2n + this.denominator;
    const units = doubled / (this.denominator * 2n);
    return scaled < 0n ? -units : units;
  }

  private lowest(): Exact {
    const divisor = greatestDivisor(this.numerator, this.denominator);
    return new Exact(this.numerator / divisor, this.denominator / divisor);
  }

  private static reduced(numerator: bigint, denominator: bigint): Exact {
    const result = new Exact(numerator, denominator);
    return denominator > LARGE ? result.lowest() : result;
  }
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [high, low] = [a < 0n ? -a : a, b];
  while (low !== 0n) [high, low] = [low, high % low];
  return high;
}

/** Bits of a positive number, up to three more. */
function bitsOf(value: bigint): number {
  return value.toString(16).length * 4;
}

/** Decimal places of a fraction in lowest terms over `denominator`; null when it has no end. */
function decimalsFor(denominator: bigint): number | null {
  let [twos, fives, rest] = [0, 0, denominator];
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  return rest === 1n ? Math.max(twos, fives) : null;
}

/** More than the places of any price times any quantity: decimals are added up as they are. */
const SUM_DECIMALS = 60;

/**
 * The sum of any number of amounts; of none: zero. Exact for decimals of at most 60 places; of each
 * amount with a longer fraction it takes the nearest such decimal, so n of them are off by n · 10⁻⁶⁰ / 2
 * at most. Endless fractions share no denominator: added exactly, a thousand averages take a minute.
 * The same in every order.
 */
export function sum(amounts: Iterable<Exact>): Exact {
  let total = Exact.zero;
  for (const amount of amounts) total = total.plus(amount.rounded(SUM_DECIMALS));
  return total;
}
