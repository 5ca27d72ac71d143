/** −1, 0 or 1. */
export type Sign = -1 | 0 | 1;

/** A result of doubles further from zero than this part of its terms has the right sign. */
const SAFE = 1e-12;

/**
 * Sign of `price − base × (1 + percent ÷ 100)`, exact: the numbers count as the shortest decimal
 * texts that mean them, so that 105 is 5 % above 100, and 1.1 is 10 % above 1.
 */
export function comparePercentMove(price: number, base: number, percent: number): Sign {
  const target = base * (1 + percent / 100);
  const difference = price - target;
  if (Math.abs(difference) > SAFE * price) return difference < 0 ? -1 : 1;
  const [p, b, r] = alike(price, base, percent);
  const hundred = 100n * r.unit;
  return signOf(p.digits * hundred - b.digits * (hundred + r.digits));
}

/** Sign of `price − (base + amount)`, exact in decimals; the amount may be negative. */
export function compareAmountMove(price: number, base: number, amount: number): Sign {
  const difference = price - base - amount;
  if (Math.abs(difference) > SAFE * (price + base)) return difference < 0 ? -1 : 1;
  const [p, b, a] = alike(price, base, amount);
  return signOf(p.digits - b.digits - a.digits);
}

/** `base × (1 + percent ÷ 100)` without binary noise: 15 significant digits. */
export const percentMove = (base: number, percent: number): number =>
  tidy(base * (1 + percent / 100));

/** A number without binary noise: 15 significant digits, as many as a double holds surely. */
export const tidy = (value: number): number => Number(value.toPrecision(15));

interface Decimal {
  /** The value times `unit`. */
  readonly digits: bigint;
  readonly unit: bigint;
}

/** Numbers as whole multiples of one unit, a power of ten. */
function alike(x: number, y: number, z: number): [Decimal, Decimal, Decimal] {
  const places = Math.max(placesOf(x), placesOf(y), placesOf(z));
  return [scaled(x, places), scaled(y, places), scaled(z, places)];
}

function placesOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const fraction = mantissa.split('.')[1]?.length ?? 0;
  return Math.max(0, fraction - Number(exponent));
}

function scaled(value: number, places: number): Decimal {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const zeros = places + Number(exponent) - fraction.length;
  return { digits: BigInt(whole + fraction) * 10n ** BigInt(zeros), unit: 10n ** BigInt(places) };
}

const signOf = (value: bigint): Sign => (value < 0n ? -1 : value > 0n ? 1 : 0);

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Which half of a double holds its low bits on this machine. */
const LOW = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1;

/** The next greater double of a finite number above 0; `x ≥ nextUp(y)` says `x > y`. */
export function nextUp(value: number): number {
  return neighbor(value, 1);
}

/** The next smaller double of a finite number above 0; `x ≤ nextDown(y)` says `x < y`. */
export function nextDown(value: number): number {
  return neighbor(value, -1);
}

function neighbor(value: number, by: 1 | -1): number {
  double[0] = value;
  const low = words[LOW] ?? 0;
  words[LOW] = low + by;
  const carries = by === 1 ? low === 0xffffffff : low === 0;
  if (carries) words[1 - LOW] = (words[1 - LOW] ?? 0) + by;
  return double[0];
}
