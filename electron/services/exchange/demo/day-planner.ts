import type { DayPlan } from './day-plan';
import type { DayFacts } from './day-table';
import { LOTS_PER_TRADE, MinuteSplit, TRADES_PER_MINUTE } from './minute-split';
import { childSeed, Random } from './prng';

const MINUTES = 1440;

/** How lively each hour (UTC) is: quiet nights, Europe's morning, New York's opening. */
const HOURS = [
  1.05, 0.95, 0.85, 0.8, 0.75, 0.75, 0.85, 1, 1.1, 1.05, 0.95, 0.95, 1.1, 1.4, 1.6, 1.45, 1.25, 1.1,
  1, 0.95, 0.9, 0.85, 0.85, 0.95,
];
const LIVELINESS = Float64Array.from({ length: MINUTES }, (_, minute) => {
  const hour = Math.floor(minute / 60);
  const here = HOURS[hour] ?? 1;
  const next = HOURS[(hour + 1) % 24] ?? 1;
  return here + ((next - here) * (minute % 60)) / 60;
});

/** Fills day plans; one planner serves any number of them, one after the other. */
export class DayPlanner {
  readonly #random = new Random(0);
  readonly #split = new MinuteSplit();
  /** Deviation of each minute in ticks, then its running share of the day's variance. */
  readonly #deviation = new Float64Array(MINUTES);
  readonly #share = new Float64Array(MINUTES);
  readonly #walk = new Float64Array(MINUTES);
  /** Running sums of what trades and lots are shared out by. */
  readonly #busy = new Float64Array(MINUTES);
  readonly #volume = new Float64Array(MINUTES);
  #jumpMinute = 0;

  /**
   * Lays out the day; the same facts and seed always give the same plan.
   *
   * @param shift moves the prices of each minute of the day by whole ticks; the trades within the
   *   minutes then differ as well.
   */
  fill(plan: DayPlan, facts: DayFacts, seed: number, shift?: (minute: number) => number): DayPlan {
    this.#random.reseed(childSeed(seed, 1));
    plan.seed = childSeed(seed, shift ? 3 : 2);
    this.#setDeviations(facts);
    this.#setWalk((facts.deviation * facts.openTicks) / Math.sqrt(MINUTES));
    this.#setPrices(plan, facts);
    this.#setRanges(plan);
    this.#setCounts(plan, facts);
    this.#setLots(plan, facts);
    if (shift) shiftPrices(plan, shift);
    for (let at = 0; at < MINUTES; at += 1) {
      const split = this.#split.load(plan, at);
      plan.quote[at] = split.quote;
      plan.takerLots[at] = split.takerLots;
      plan.takerQuote[at] = split.takerQuote;
    }
    return plan;
  }

  /** Excitement comes in bursts that fade: moves and volume cluster. */
  #setDeviations(facts: DayFacts): void {
    const random = this.#random;
    this.#jumpMinute = facts.jump === 0 ? MINUTES : Math.floor(random.uniform() * (MINUTES - 30));
    let excitement = random.uniform();
    let variance = 0;
    let busy = 0;
    for (let at = 0; at < MINUTES; at += 1) {
      excitement *= 0.965;
      if (random.word() % 45 === 0) excitement += 0.6 + 2.4 * random.skewed(2);
      if (at === this.#jumpMinute) excitement += 4;
      const lively = LIVELINESS[at] ?? 1;
      const deviation = lively * (0.45 + excitement);
      this.#deviation[at] = deviation;
      variance += deviation * deviation;
      this.#share[at] = variance;
      busy += lively * (0.7 + 0.3 * excitement) * (0.75 + 0.5 * random.uniform());
      this.#busy[at] = busy;
    }
    const scale = (facts.deviation * facts.openTicks) / Math.sqrt(variance);
    for (let at = 0; at < MINUTES; at += 1) {
      this.#deviation[at] = (this.#deviation[at] ?? 0) * scale;
      this.#share[at] = (this.#share[at] ?? 0) / variance;
    }
  }

  /** @param typical an ordinary minute's deviation: livelier ones draw more volume. */
  #setWalk(typical: number): void {
    const random = this.#random;
    let walk = 0;
    let volume = 0;
    let busyBefore = 0;
    for (let at = 0; at < MINUTES; at += 1) {
      const step = random.normal();
      const deviation = this.#deviation[at] ?? 0;
      walk += step * deviation;
      this.#walk[at] = walk;
      const busy = this.#busy[at] ?? 0;
      const surge = (0.4 + 0.8 * Math.abs(step)) * (0.4 + deviation / typical);
      volume += (busy - busyBefore) * surge * (0.5 + random.exponential());
      busyBefore = busy;
      this.#volume[at] = volume;
    }
  }

  /** A bridge from open to close: what the walk misses is made up in proportion to the variance. */
  #setPrices(plan: DayPlan, facts: DayFacts): void {
    const { openTicks, closeTicks } = facts;
    const jump = facts.jump * openTicks;
    const miss = closeTicks - openTicks - jump - (this.#walk[MINUTES - 1] ?? 0);
    const floor = Math.ceil(openTicks / 5);
    let before = openTicks;
    for (let at = 0; at < MINUTES; at += 1) {
      const bridge = (this.#walk[at] ?? 0) + miss * (this.#share[at] ?? 0);
      const jumped = Math.min(1, Math.max(0, (at - this.#jumpMinute) / 6));
      const price = Math.max(floor, Math.round(openTicks + bridge + jump * jumped));
      const close = at === MINUTES - 1 ? closeTicks : price;
      const gap = (this.#random.word() % 3) - 1;
      plan.open[at] = Math.max(1, before + gap);
      plan.close[at] = close;
      before = close;
    }
  }

  /** Highs and lows as a Brownian bridge between open and close has them. */
  #setRanges(plan: DayPlan): void {
    const random = this.#random;
    for (let at = 0; at < MINUTES; at += 1) {
      const open = plan.open[at] ?? 0;
      const close = plan.close[at] ?? 0;
      const deviation = this.#deviation[at] ?? 0;
      const move = (close - open) * (close - open);
      const spread = 2 * deviation * deviation;
      const above = Math.sqrt(move + spread * random.exponential());
      const below = Math.sqrt(move + spread * random.exponential());
      plan.high[at] = Math.max(open, close, Math.round((open + close + above) / 2));
      plan.low[at] = Math.max(1, Math.min(open, close, Math.round((open + close - below) / 2)));
    }
  }

  #setCounts(plan: DayPlan, facts: DayFacts): void {
    const spare = facts.count - MINUTES * TRADES_PER_MINUTE;
    const whole = this.#busy[MINUTES - 1] ?? 1;
    let given = 0;
    for (let at = 0; at < MINUTES; at += 1) {
      const due = at === MINUTES - 1 ? spare : Math.floor(spare * ((this.#busy[at] ?? 0) / whole));
      const count = TRADES_PER_MINUTE + due - given;
      plan.count[at] = count;
      plan.countBefore[at + 1] = (plan.countBefore[at] ?? 0) + count;
      given = due;
    }
  }

  #setLots(plan: DayPlan, facts: DayFacts): void {
    const spare = facts.lots - facts.count * LOTS_PER_TRADE;
    const whole = this.#volume[MINUTES - 1] ?? 1;
    let given = 0;
    for (let at = 0; at < MINUTES; at += 1) {
      const part = (this.#volume[at] ?? 0) / whole;
      const due = at === MINUTES - 1 ? spare : Math.floor(spare * part);
      plan.lots[at] = LOTS_PER_TRADE * (plan.count[at] ?? 0) + due - given;
      given = due;
    }
  }
}

function shiftPrices(plan: DayPlan, shift: (minute: number) => number): void {
  for (let at = 0; at < MINUTES; at += 1) {
    // No price falls below one tick.
    const ticks = Math.max(shift(at), 1 - (plan.low[at] ?? 0));
    for (const prices of [plan.open, plan.high, plan.low, plan.close]) {
      prices[at] = (prices[at] ?? 0) + ticks;
    }
  }
}
