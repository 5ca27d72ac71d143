import type { VenueTrade } from './market';

/** Sums up to here are exact in a number, with room for one more addend of the same size. */
const CARRY = 2 ** 52;

/** A sum of whole numbers that stays exact beyond 2^53. */
export class ExactSum {
  #low = 0;
  #carries = 0;
  #large = 0n;

  /** Adds a whole number, 0 ≤ value < 2^52. */
  add(value: number): void {
    this.#low += value;
    if (this.#low >= CARRY) {
      this.#low -= CARRY;
      this.#carries += 1;
    }
  }

  /** Adds the product of two whole numbers of any size. */
  addProduct(a: number, b: number): void {
    const product = a * b;
    if (product < CARRY) this.add(product);
    else this.#large += BigInt(a) * BigInt(b);
  }

  merge(other: ExactSum): void {
    this.add(other.#low);
    this.#carries += other.#carries;
    this.#large += other.#large;
  }

  toBigInt(): bigint {
    return (BigInt(this.#carries) << 52n) + BigInt(this.#low) + this.#large;
  }
}

/** Adds trades up to a candle; must be fed in the order of time. Ticks, lots, ticks × lots. */
export class CandleSum {
  open = 0;
  high = 0;
  low = Infinity;
  close = 0;
  quantity = 0;
  /** Number of single trades. */
  count = 0;
  takerQuantity = 0;
  readonly quote = new ExactSum();
  readonly takerQuote = new ExactSum();

  addTrade(trade: VenueTrade): void {
    const { price, quantity } = trade;
    this.addPrices(price, price, price, price);
    this.quantity += quantity;
    this.count += trade.lastTradeId - trade.firstTradeId + 1;
    this.quote.addProduct(price, quantity);
    if (trade.isBuyerMaker) return;
    this.takerQuantity += quantity;
    this.takerQuote.addProduct(price, quantity);
  }

  /** Folds in the prices of a later stretch; call before its count is added. */
  addPrices(open: number, high: number, low: number, close: number): void {
    if (this.count === 0) this.open = open;
    if (high > this.high) this.high = high;
    if (low < this.low) this.low = low;
    this.close = close;
  }

  /** Adds a later stretch. */
  merge(later: CandleSum): void {
    if (later.count === 0) return;
    this.addPrices(later.open, later.high, later.low, later.close);
    this.quantity += later.quantity;
    this.count += later.count;
    this.takerQuantity += later.takerQuantity;
    this.quote.merge(later.quote);
    this.takerQuote.merge(later.takerQuote);
  }
}
