/**
 * For tests: average-cost accounting a second time, by another definition and another arithmetic than
 * the ledger's. It keeps every lot that was ever bought; an exit takes the same share of each lot.
 */

/** One step of a scripted history; amounts are decimal texts. */
export type Step =
  | {
      readonly kind: 'fill';
      readonly side: 'buy' | 'sell';
      readonly quantity: string;
      readonly price: string;
      readonly fee?: Toll;
      /** The fee came out of the quantity. */
      readonly taken?: boolean;
    }
  | { readonly kind: 'fund'; readonly toll: Toll }
  | { readonly kind: 'split'; readonly ratio: string };

/** `worth`: quote units of one `asset`, absent when nobody knows. */
export interface Toll {
  readonly amount: string;
  readonly asset: string;
  readonly worth?: string;
}

/** Numerator and denominator in lowest terms, the latter positive. */
export type Fraction = readonly [bigint, bigint];

interface Lot {
  quantity: Fraction;
  price: Fraction;
}

/** What the oracle says of one position. */
export interface OraclePosition {
  side: 'long' | 'short';
  lots: Lot[];
  realized: Fraction;
  fees: Fraction;
  funding: Fraction;
}

/** Reads a decimal (`-1.5`, `1e-12`) or a fraction (`2/3`). */
export function fraction(text: string): Fraction {
  const [top = '', bottom] = text.split('/');
  if (bottom !== undefined) return lowest(BigInt(top), BigInt(bottom));
  const [mantissa = '', exponent = '0'] = text.split('e');
  const [whole = '', decimals = ''] = mantissa.split('.');
  const power = Number(exponent) - decimals.length;
  const digits = BigInt(whole + decimals);
  return power >= 0 ? [digits * 10n ** BigInt(power), 1n] : lowest(digits, 10n ** BigInt(-power));
}

/** The positions a history goes through, oldest first, with base asset BTC and quote asset USDT. */
export function account(steps: readonly Step[]): OraclePosition[] {
  const positions: OraclePosition[] = [];
  for (const step of steps) {
    const current = positions.at(-1);
    if (step.kind === 'fill') trade(positions, step);
    if (step.kind === 'fund' && current) {
      current.funding = add(current.funding, worthOf(step.toll, undefined));
    }
    if (step.kind === 'split' && current) split(current, fraction(step.ratio));
  }
  return positions;
}

/** Unrealized PnL at a price: every lot for itself. */
export function unrealized(position: OraclePosition, price: string): Fraction {
  return position.lots
    .map((lot) => gain(position, lot, lot.quantity, fraction(price)))
    .reduce(add, ZERO);
}

/** Open quantity: the sum of the lots. */
function quantityOf(position: OraclePosition): Fraction {
  return position.lots.map((lot) => lot.quantity).reduce(add, ZERO);
}

/** The sum of two fractions. */
export function add([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return lowest(a * d + c * b, b * d);
}

/** The opposite. */
export function negate([a, b]: Fraction): Fraction {
  return [-a, b];
}

const ZERO: Fraction = [0n, 1n];

function multiply([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return lowest(a * c, b * d);
}

function divide(a: Fraction, [c, d]: Fraction): Fraction {
  return c < 0n ? multiply(a, [-d, -c]) : multiply(a, [d, c]);
}

function lowest(top: bigint, bottom: bigint): Fraction {
  let a = top < 0n ? -top : top;
  let b = bottom;
  while (b > 0n) [a, b] = [b, a % b];
  return [top / a, bottom / a];
}

function trade(positions: OraclePosition[], step: Extract<Step, { kind: 'fill' }>): void {
  const price = fraction(step.price);
  const feeWorth = step.fee ? worthOf(step.fee, step.price) : ZERO;
  const kept = step.taken ? negate(fraction(step.fee?.amount ?? '0')) : ZERO;
  const whole = add(fraction(step.quantity), kept);
  let rest = whole;
  const current = positions.at(-1);
  const takesOff = current && (current.side === 'long') === (step.side === 'sell');
  if (current && takesOff && quantityOf(current)[0] > 0n) {
    const part = smaller(rest, quantityOf(current));
    takeOff(current, part, price);
    current.fees = add(current.fees, multiply(feeWorth, divide(part, whole)));
    rest = add(rest, negate(part));
  }
  if (rest[0] > 0n) {
    const target = openFor(positions, step.side);
    target.lots.push({ quantity: rest, price });
    target.fees = add(target.fees, multiply(feeWorth, divide(rest, whole)));
  }
}

function openFor(positions: OraclePosition[], side: 'buy' | 'sell'): OraclePosition {
  const current = positions.at(-1);
  if (current && quantityOf(current)[0] > 0n) return current;
  const next: OraclePosition = {
    side: side === 'buy' ? 'long' : 'short',
    lots: [],
    realized: ZERO,
    fees: ZERO,
    funding: ZERO,
  };
  positions.push(next);
  return next;
}

function takeOff(position: OraclePosition, part: Fraction, price: Fraction): void {
  const share = divide(part, quantityOf(position));
  for (const lot of position.lots) {
    const taken = multiply(lot.quantity, share);
    position.realized = add(position.realized, gain(position, lot, taken, price));
    lot.quantity = add(lot.quantity, negate(taken));
  }
}

function gain({ side }: OraclePosition, lot: Lot, quantity: Fraction, price: Fraction): Fraction {
  const difference = add(price, negate(lot.price));
  return multiply(quantity, side === 'long' ? difference : negate(difference));
}

function split(position: OraclePosition, ratio: Fraction): void {
  for (const lot of position.lots) {
    lot.quantity = multiply(lot.quantity, ratio);
    lot.price = divide(lot.price, ratio);
  }
}

function worthOf(toll: Toll, price: string | undefined): Fraction {
  const amount = fraction(toll.amount);
  if (toll.asset === 'USDT') return amount;
  const worth = toll.worth ?? (toll.asset === 'BTC' ? price : undefined);
  return worth === undefined ? ZERO : multiply(amount, fraction(worth));
}

function smaller(a: Fraction, b: Fraction): Fraction {
  return add(a, negate(b))[0] < 0n ? a : b;
}
