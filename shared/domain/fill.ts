import { Exact } from './money';

/** An amount taken or paid in some asset, and what it was worth. */
export interface Charge {
  readonly amount: Exact;
  readonly asset: string;
  /** Quote asset for one `asset` at that time; null when unknown (not needed for the pair's own assets). */
  readonly rate: Exact | null;
}

/** Bought or sold: the truth that positions follow from. */
export interface Fill {
  readonly kind: 'fill';
  /** Wire symbol. */
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  /** In the quote asset, > 0. */
  readonly price: Exact;
  /** In the base asset, > 0. */
  readonly quantity: Exact;
  /** ms UTC. */
  readonly time: number;
  /** What the venue took; a negative amount is a rebate. */
  readonly fee: Charge | null;
  /**
   * True when a fee in the base asset came out of what was bought, as on spot: the position then
   * grows by quantity − fee. False when `quantity` is what the position changes by.
   */
  readonly feeFromQuantity: boolean;
  readonly cause: 'trade' | 'liquidation' | 'settlement';
  /** The venue's id of the trade, null when unknown. */
  readonly tradeId: string | null;
}

/** A funding payment of a perpetual contract. */
export interface Funding {
  readonly kind: 'funding';
  readonly symbol: string;
  readonly time: number;
  /** Positive when received. */
  readonly amount: Charge;
}

/** The venue goes on with a position under another symbol (MATIC → POL, or a new denomination). */
export interface Renaming {
  readonly kind: 'renaming';
  readonly symbol: string;
  readonly time: number;
  readonly newSymbol: string;
  /** Units of the new base asset for one of the old, > 0; 1 when only the name changes. */
  readonly ratio: Exact;
}

/** All that can happen to a position. */
export type LedgerEntry = Fill | Funding | Renaming;

/** Base and quote asset of a wire symbol: `BTC/USDT` and `BTC/USDT:USDT` alike. */
export function assetsOf(symbol: string): { readonly base: string; readonly quote: string } {
  const [base = '', rest = ''] = symbol.split('/');
  return { base, quote: rest.split(':')[0] ?? '' };
}

/** True for symbols with a settlement suffix (`BTC/USDT:USDT`): contracts, not coins. */
export function isContract(symbol: string): boolean {
  return symbol.includes(':');
}

/** By how much a fill changes the position, in the base asset. */
export function filledQuantity(fill: Fill): Exact {
  if (!fill.feeFromQuantity || fill.fee === null) return fill.quantity;
  return fill.quantity.minus(fill.fee.amount);
}

/**
 * A fill in two: the part that changes the position by `first` (of the base asset) and the rest. The
 * fee goes along in proportion, so the parts add up to the whole.
 */
export function splitFill(fill: Fill, first: Exact): readonly [Fill, Fill] {
  const share = first.dividedBy(filledQuantity(fill));
  return [partOf(fill, share), partOf(fill, Exact.one.minus(share))];
}

function partOf(fill: Fill, share: Exact): Fill {
  const fee = fill.fee && { ...fill.fee, amount: fill.fee.amount.times(share) };
  return { ...fill, quantity: fill.quantity.times(share), fee };
}

/** What a charge was worth in `symbol`'s quote asset; null when no rate is known. `price`: the fill's. */
export function quoteValue(charge: Charge, symbol: string, price: Exact | null): Exact | null {
  const { base, quote } = assetsOf(symbol);
  if (charge.asset === quote) return charge.amount;
  if (charge.rate !== null) return charge.amount.times(charge.rate);
  return charge.asset === base && price !== null ? charge.amount.times(price) : null;
}
