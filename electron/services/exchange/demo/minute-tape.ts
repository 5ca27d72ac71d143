import type { DayPlan } from './day-plan';
import { LEGS, MinuteSplit } from './minute-split';
import { childSeed, Random } from './prng';

const MINUTE_MS = 60_000;

/** The trades of one minute, in order. */
export interface MinuteTape {
  /** ms within the minute. */
  readonly time: Int32Array;
  /** Ticks. */
  readonly price: Int32Array;
  readonly lots: Float64Array;
  /** 1 when the taker buys. */
  readonly isBuy: Uint8Array;
}

/** Makes the trades of a minute; they add up to what the plan says to the last lot. */
export function minuteTape(plan: DayPlan, index: number): MinuteTape {
  return new TapeMaker(plan, index).make();
}

class TapeMaker {
  readonly #split: MinuteSplit;
  readonly #random: Random;
  readonly #tape: MinuteTape;
  readonly #high: number;
  readonly #low: number;
  #at = 0;

  constructor(plan: DayPlan, index: number) {
    const count = plan.count[index] ?? 0;
    this.#split = new MinuteSplit().load(plan, index);
    this.#random = new Random(childSeed(plan.seed, index + 1_000_000));
    this.#high = plan.high[index] ?? 0;
    this.#low = plan.low[index] ?? 0;
    this.#tape = {
      time: new Int32Array(count),
      price: new Int32Array(count),
      lots: new Float64Array(count),
      isBuy: new Uint8Array(count),
    };
  }

  make(): MinuteTape {
    const { corners, cornerLots, cornerIsBuy, oddLots } = this.#split;
    this.#setTimes();
    for (const leg of LEGS) {
      this.#put(corners[leg] ?? 0, cornerLots[leg] ?? 0, cornerIsBuy[leg] ?? 0);
      this.#putLeg(leg);
    }
    if (oddLots > 0) this.#put(corners[3] ?? 0, oddLots, 0);
    this.#put(corners[3] ?? 0, cornerLots[3] ?? 0, cornerIsBuy[3] ?? 0);
    return this.#tape;
  }

  #put(price: number, lots: number, isBuy: number): void {
    this.#tape.price[this.#at] = price;
    this.#tape.lots[this.#at] = lots;
    this.#tape.isBuy[this.#at] = isBuy;
    this.#at += 1;
  }

  /** Uneven gaps: trades come in flurries. */
  #setTimes(): void {
    const { time } = this.#tape;
    const ends = new Float64Array(time.length + 1);
    let end = 0;
    for (let at = 0; at < ends.length; at += 1) {
      end += 0.02 + this.#random.skewed(3);
      ends[at] = end;
    }
    for (let at = 0; at < time.length; at += 1) {
      time[at] = Math.floor((MINUTE_MS * (ends[at] ?? 0)) / end);
    }
  }

  /** Trade k from the front and trade k from the back of the leg are a pair. */
  #putLeg(leg: number): void {
    const pairs = this.#split.pairs[leg] ?? 0;
    const { price, lots, isBuy } = this.#tape;
    const first = this.#at;
    const last = first + 2 * pairs - 1;
    const ends = (this.#split.corners[leg] ?? 0) + (this.#split.corners[leg + 1] ?? 0);
    this.#setSides(leg, first);
    this.#setLots(leg, first);
    this.#setPrices(leg, first);
    for (let k = 0; k < pairs; k += 1) {
      price[last - k] = ends - (price[first + k] ?? 0);
      lots[last - k] = lots[first + k] ?? 0;
      isBuy[last - k] = isBuy[first + k] ?? 0;
    }
    this.#at = last + 1;
  }

  /** Picks the buying pairs at random, exactly as many as the split says. */
  #setSides(leg: number, first: number): void {
    const pairs = this.#split.pairs[leg] ?? 0;
    let wanted = this.#split.buyPairs[leg] ?? 0;
    for (let k = 0; k < pairs; k += 1) {
      const isBuy = this.#random.uniform() * (pairs - k) < wanted;
      if (isBuy) wanted -= 1;
      this.#tape.isBuy[first + k] = isBuy ? 1 : 0;
    }
  }

  #setLots(leg: number, first: number): void {
    const { pairs, lots, buyPairs, buyLots } = this.#split;
    const buyers = buyPairs[leg] ?? 0;
    const bought = buyLots[leg] ?? 0;
    const sellers = (pairs[leg] ?? 0) - buyers;
    const sold = (lots[leg] ?? 0) - bought;
    this.#shareOut(first, first + buyers + sellers, { isBuy: 1, pairs: buyers, lots: bought });
    this.#shareOut(first, first + buyers + sellers, { isBuy: 0, pairs: sellers, lots: sold });
  }

  /** Many small trades, a few large ones, each at least one lot. */
  #shareOut(from: number, to: number, side: { isBuy: number; pairs: number; lots: number }): void {
    if (side.pairs === 0) return;
    const weights: number[] = [];
    let whole = 0;
    for (let k = 0; k < side.pairs; k += 1) {
      whole += 0.02 + this.#random.skewed(6);
      weights.push(whole);
    }
    const spare = side.lots - side.pairs;
    let given = 0;
    let nth = 0;
    for (let at = from; at < to; at += 1) {
      if (this.#tape.isBuy[at] !== side.isBuy) continue;
      const last = nth === side.pairs - 1;
      const due = last ? spare : Math.floor(spare * ((weights[nth] ?? 0) / whole));
      this.#tape.lots[at] = 1 + due - given;
      given = due;
      nth += 1;
    }
  }

  /** Sets the first half of a leg: along the leg, with a wobble that dies out at both ends. */
  #setPrices(leg: number, first: number): void {
    const pairs = this.#split.pairs[leg] ?? 0;
    const from = this.#split.corners[leg] ?? 0;
    const way = (this.#split.corners[leg + 1] ?? 0) - from;
    // Both trades of a pair have to stay within the minute's range.
    const top = Math.min(this.#high, 2 * from + way - this.#low);
    const bottom = Math.max(this.#low, 2 * from + way - this.#high);
    const size = (this.#high - this.#low) * 0.05;
    let wobble = 0;
    for (let k = 0; k < pairs; k += 1) {
      wobble = 0.9 * wobble + size * this.#random.normal();
      const fade = (4 * (k + 1) * (pairs - k)) / ((pairs + 1) * (pairs + 1));
      const bounce = (this.#random.word() % 3) - 1;
      const price = Math.round(from + (way * (k + 0.5)) / (2 * pairs) + wobble * fade) + bounce;
      this.#tape.price[first + k] = reflect(price, bottom, top);
    }
  }
}

/** Folds a price back into its range instead of pinning it to the edge. */
function reflect(price: number, bottom: number, top: number): number {
  const once = price > top ? 2 * top - price : price < bottom ? 2 * bottom - price : price;
  return Math.min(top, Math.max(bottom, once));
}
