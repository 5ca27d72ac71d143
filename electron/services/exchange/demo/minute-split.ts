import type { DayPlan } from './day-plan';
import { childSeed, Random } from './prng';

/** Fewest trades of a minute: open, both extremes, close. */
export const TRADES_PER_MINUTE = 4;
/** Fewest lots of a trade on average over a minute. */
export const LOTS_PER_TRADE = 8;

/** Legs of a minute's path: to the first extreme, to the second, to the close. */
export const LEGS = [0, 1, 2] as const;

/**
 * How a minute's lots are shared out, without making its trades.
 *
 * The path has four corners: open, first extreme, second extreme, close; a trade stands on each.
 * The other trades of a leg from price a to price b come in pairs with equal lots whose prices add
 * up to a + b. So a pair's quote is (a + b) × lots wherever its two trades stand, and the minute's
 * quote volume follows from the lots of the legs alone. An odd trade out stands on the close.
 * Both trades of a pair have the same taker side, which gives the taker's share in the same way.
 */
export class MinuteSplit {
  readonly corners = new Float64Array(4);
  readonly cornerLots = new Float64Array(4);
  readonly cornerIsBuy = new Uint8Array(4);
  /** Per leg: number of pairs, and lots of one half of them. */
  readonly pairs = new Int32Array(3);
  readonly lots = new Float64Array(3);
  /** Per leg: the part of them in which the taker buys. */
  readonly buyPairs = new Int32Array(3);
  readonly buyLots = new Float64Array(3);
  /** Lots of the odd trade; 0 when there is none. */
  oddLots = 0;
  /** Totals of the minute: ticks × lots, lots, ticks × lots. */
  quote = 0;
  takerLots = 0;
  takerQuote = 0;
  readonly #random = new Random(0);

  /** Works out the minute `index` of a day whose prices, counts and lots are known. */
  load(plan: DayPlan, index: number): this {
    this.#random.reseed(childSeed(plan.seed, index));
    const count = plan.count[index] ?? 0;
    const lots = plan.lots[index] ?? 0;
    this.#setCorners(plan, index);
    const half = this.#setCornerLots(count, lots);
    this.#setLegs((count - TRADES_PER_MINUTE - (count & 1)) / 2, half);
    this.#total();
    return this;
  }

  #setCorners(plan: DayPlan, index: number): void {
    const open = plan.open[index] ?? 0;
    const close = plan.close[index] ?? 0;
    const high = plan.high[index] ?? 0;
    const low = plan.low[index] ?? 0;
    // A rising minute mostly dips before it climbs.
    const highFirst = this.#random.uniform() < (close > open ? 0.3 : 0.7);
    this.corners[0] = open;
    this.corners[1] = highFirst ? high : low;
    this.corners[2] = highFirst ? low : high;
    this.corners[3] = close;
    const coins = this.#random.word();
    this.cornerIsBuy[0] = coins & 1;
    this.cornerIsBuy[1] = highFirst ? 1 : 0;
    this.cornerIsBuy[2] = highFirst ? 0 : 1;
    this.cornerIsBuy[3] = (coins >>> 1) & 1;
  }

  /** Sets the lots of corners and odd trade; returns the lots of one half of all pairs. */
  #setCornerLots(count: number, lots: number): number {
    const mean = lots / count;
    let rest = lots;
    for (let corner = 0; corner < 4; corner += 1) {
      const own = 1 + Math.floor(mean * this.#random.uniform());
      this.cornerLots[corner] = own;
      rest -= own;
    }
    this.oddLots = (count & 1) === 1 ? 1 + Math.floor(mean * this.#random.uniform()) : 0;
    rest -= this.oddLots;
    const kept = count < TRADES_PER_MINUTE + 2 ? rest : rest % 2;
    this.cornerLots[3] = (this.cornerLots[3] ?? 0) + kept;
    return (rest - kept) / 2;
  }

  #setLegs(pairs: number, lots: number): void {
    let ways = 0;
    for (const leg of LEGS) ways += 1 + this.#way(leg);
    let pairsLeft = pairs;
    let lotsLeft = lots;
    for (const leg of LEGS) {
      const last = leg === 2;
      const own = last ? pairsLeft : Math.floor((pairs * (1 + this.#way(leg))) / ways);
      const ownLots = last ? lotsLeft : own === 0 ? 0 : Math.floor((lots * own) / pairs);
      pairsLeft -= own;
      lotsLeft -= ownLots;
      this.pairs[leg] = own;
      this.lots[leg] = ownLots;
      this.#setBuyers(leg, own, ownLots);
    }
  }

  #setBuyers(leg: number, pairs: number, lots: number): void {
    const rises = (this.corners[leg + 1] ?? 0) > (this.corners[leg] ?? 0);
    const share = (rises ? 0.5 : 0.2) + 0.3 * this.#random.uniform();
    const buyers = Math.min(pairs, Math.floor(pairs * share + this.#random.uniform()));
    this.buyPairs[leg] = buyers;
    this.buyLots[leg] = buyers === 0 ? 0 : buyers + Math.floor(((lots - pairs) * buyers) / pairs);
  }

  #way(leg: number): number {
    return Math.abs((this.corners[leg + 1] ?? 0) - (this.corners[leg] ?? 0));
  }

  #total(): void {
    this.quote = (this.corners[3] ?? 0) * this.oddLots;
    this.takerLots = 0;
    this.takerQuote = 0;
    for (let corner = 0; corner < 4; corner += 1) this.#addCorner(corner);
    for (const leg of LEGS) this.#addLeg(leg);
  }

  #addCorner(corner: number): void {
    const lots = this.cornerLots[corner] ?? 0;
    const quote = (this.corners[corner] ?? 0) * lots;
    this.quote += quote;
    if (this.cornerIsBuy[corner] === 0) return;
    this.takerLots += lots;
    this.takerQuote += quote;
  }

  #addLeg(leg: number): void {
    const ends = (this.corners[leg] ?? 0) + (this.corners[leg + 1] ?? 0);
    const bought = this.buyLots[leg] ?? 0;
    this.quote += ends * (this.lots[leg] ?? 0);
    this.takerLots += 2 * bought;
    this.takerQuote += ends * bought;
  }
}
