import { directionOf, entryPrice, openQuantity, realizedNet, type Position } from './position';

/** Half the distance of neighboring doubles around 1: the most one rounding changes, relatively. */
const ROUNDING = 2 ** -53;

/**
 * A position made ready for every tick: its exact figures as doubles, so that a new price costs a
 * subtraction and a multiplication. To be made anew after each entry of the ledger.
 */
export class PnlMark {
  /** Average entry price of what is open. */
  readonly #entryPrice: number;
  /** Open quantity, negative for a short. */
  readonly #signedQuantity: number;
  /** Realized PnL − fees + funding. */
  readonly #settled: number;

  constructor(position: Position) {
    this.#entryPrice = entryPrice(position).toNumber();
    this.#signedQuantity = directionOf(position.side) * openQuantity(position).toNumber();
    this.#settled = realizedNet(position).toNumber();
  }

  /** PnL of what is open at `price`, in the quote asset, before fees; within `errorAt` of the exact one. */
  pnlAt(price: number): number {
    return (price - this.#entryPrice) * this.#signedQuantity;
  }

  /** PnL of the whole position at `price` with fees and funding. */
  netPnlAt(price: number): number {
    return (price - this.#entryPrice) * this.#signedQuantity + this.#settled;
  }

  /** PnL of what is open in percent of its cost, without leverage, unrounded. */
  pnlPercentAt(price: number): number {
    return ((price - this.#entryPrice) / this.#entryPrice) * Math.sign(this.#signedQuantity) * 100;
  }

  /** What is open at `price`, in the quote asset, negative for a short. */
  exposureAt(price: number): number {
    return price * this.#signedQuantity;
  }

  /**
   * The most that `pnlAt` can differ from the exact value: price, entry and quantity are each rounded
   * once and two operations round once more, none of them by more than the prices allow.
   */
  errorAt(price: number): number {
    return 5 * ROUNDING * (price + this.#entryPrice) * Math.abs(this.#signedQuantity);
  }
}
