import { MarketWeather } from './market-weather';
import { LOTS_PER_TRADE, TRADES_PER_MINUTE } from './minute-split';
import { childSeed, Random } from './prng';
import { stableExp } from './stable-exp';
import type { SyntheticSpec } from './synthetic-instruments';

export const DAY_MS = 86_400_000;
/** First day of the demo market's history, in days since the epoch. */
export const FIRST_DAY = Date.UTC(2021, 0, 1) / DAY_MS;

/** What is fixed about a day before its minutes are known. */
export interface DayFacts {
  /** Close of the day before, in ticks. */
  readonly openTicks: number;
  readonly closeTicks: number;
  /** Standard deviation of the day's moves, as a part of the price. */
  readonly deviation: number;
  /** A sudden move within the day, as a part of the price; 0 on most days. */
  readonly jump: number;
  /** Number of trades. */
  readonly count: number;
  readonly lots: number;
  /** Ordinal of the day's first trade. */
  readonly firstOrdinal: number;
}

const COMMON_SHARE = 0.65;
const OWN_SHARE = Math.sqrt(1 - COMMON_SHARE * COMMON_SHARE);
const JUMP_CHANCE = 0.035;
/** Daily pull back to the anchor; more of it once the price is this far (logarithm) away. */
const PULL = 0.004;
const FAR = 0.75;
const FAR_PULL = 0.06;

/** The days of one symbol, worked out one after the other from the first day on. */
export class DayTable {
  readonly #days: DayFacts[] = [];
  readonly #weather: MarketWeather;
  readonly #random: Random;
  #level: number;
  #openTicks: number;
  #nextOrdinal = 0;

  /** @param marketSeed the same for all symbols of a market: they share its weather. */
  constructor(
    private readonly spec: SyntheticSpec,
    marketSeed: number,
    symbolSeed: number,
  ) {
    this.#weather = new MarketWeather(childSeed(marketSeed, 1));
    this.#random = new Random(symbolSeed);
    this.#level = this.#random.normal() * 0.15;
    this.#openTicks = this.#ticks(this.#level);
  }

  /** Facts of a day, counted in days since the epoch; not before `FIRST_DAY`. */
  day(day: number): DayFacts {
    const index = day - FIRST_DAY;
    while (this.#days.length <= index) this.#days.push(this.#next());
    const facts = this.#days[index];
    if (!facts) throw new RangeError(`Day ${day} lies before the demo market's history.`);
    return facts;
  }

  /** The day (since the epoch) that holds the trade with this ordinal, ≥ 0. */
  dayOfOrdinal(ordinal: number): number {
    while (this.#nextOrdinal <= ordinal) this.#days.push(this.#next());
    let low = 0;
    let high = this.#days.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#days[middle]?.firstOrdinal ?? 0) <= ordinal) low = middle;
      else high = middle - 1;
    }
    return FIRST_DAY + low;
  }

  #next(): DayFacts {
    const weather = this.#weather.next();
    const random = this.#random;
    const heat = stableExp(weather.turbulence + 0.15 * random.normal() - 0.05);
    const deviation = this.spec.dailyDeviation * heat;
    const jumps = random.uniform() < JUMP_CHANCE;
    const jump = deviation * (jumps ? this.#jumpSize() : 0);
    const shock = COMMON_SHARE * weather.shock + OWN_SHARE * random.normal();
    this.#level += deviation * (weather.drift + shock) + jump - this.#pull();
    const openTicks = this.#openTicks;
    const closeTicks = this.#ticks(this.#level);
    const firstOrdinal = this.#nextOrdinal;
    const { count, lots } = this.#activity(jumps ? heat * 1.8 : heat, closeTicks);
    this.#openTicks = closeTicks;
    this.#nextOrdinal += count;
    return { openTicks, closeTicks, deviation, jump, count, lots, firstOrdinal };
  }

  #jumpSize(): number {
    const size = 1.2 + 1.6 * this.#random.uniform();
    return this.#random.uniform() < 0.55 ? -size : size;
  }

  #pull(): number {
    const beyond = Math.abs(this.#level) - FAR;
    const far = beyond > 0 ? FAR_PULL * beyond * Math.sign(this.#level) : 0;
    return PULL * this.#level + far;
  }

  #activity(heat: number, priceTicks: number): { count: number; lots: number } {
    const { tradeRate, turnover, priceDecimals, quantityDecimals } = this.spec;
    const busy = (0.7 + 0.3 * heat) * (0.85 + 0.3 * this.#random.uniform());
    const count = Math.round(Math.max(1440 * TRADES_PER_MINUTE, tradeRate * 86_400 * busy));
    const price = priceTicks / 10 ** priceDecimals;
    const volume = (turnover / price) * heat * (0.75 + 0.5 * this.#random.uniform());
    const lots = Math.round(volume * 10 ** quantityDecimals);
    return { count, lots: Math.max(lots, count * LOTS_PER_TRADE) };
  }

  #ticks(level: number): number {
    const ticks = this.spec.anchor * stableExp(level) * 10 ** this.spec.priceDecimals;
    return Math.max(1, Math.round(ticks));
  }
}
