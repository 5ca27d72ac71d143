import { childSeed } from './prng';

const MINUTE_MS = 60_000;
/** Minutes between the fixed points of the quick and of the slow part. */
const QUICK_MINUTES = 20;
const SLOW_MINUTES = 480;
const QUICK_SHARE = 0.4;
/** Largest distance from the middle, and the middle, as parts of the symbol's usual price. */
const SWING = 0.0006;
const MIDDLE = 0.0001;
const AVERAGE_MINUTES = 30;
/** Funding is settled every eight hours (UTC). */
export const FUNDING_MS = 8 * 3_600_000;
const SAMPLES_PER_PERIOD = 32;
/**
 * Interest of one period, and how far funding may move towards it from the premium. Binance's 0.0005
 * would hold this market's funding at the interest for good.
 */
const INTEREST = 0.0001;
const INTEREST_REACH = 0.0001;

/**
 * How far a perpetual trades from its index, minute by minute. Everything follows from the seed and
 * the time; the distance stays within ±0.07 % of the symbol's usual price.
 */
export class PerpetualBasis {
  /** @param usualTicks the usual price in ticks. */
  constructor(
    private readonly seed: number,
    private readonly usualTicks: number,
  ) {}

  /** Whole ticks in the minute that holds the time. */
  ticksAt(time: number): number {
    const minute = Math.floor(time / MINUTE_MS);
    const quick = this.#part(1, minute, QUICK_MINUTES);
    const slow = this.#part(2, minute, SLOW_MINUTES);
    const distance = QUICK_SHARE * quick + (1 - QUICK_SHARE) * slow;
    return Math.round(this.usualTicks * (MIDDLE + SWING * distance));
  }

  /** Whole ticks on average over the last half hour. */
  averageTicksAt(time: number): number {
    const from = time - AVERAGE_MINUTES * MINUTE_MS;
    return Math.round(this.#mean(from, time));
  }

  /**
   * Funding rate, a fraction, of the eight hours that hold the time, as far as they have passed.
   *
   * @see https://www.binance.com/en/support/faq/360033525031
   */
  fundingRateAt(time: number): number {
    const from = Math.floor(time / FUNDING_MS) * FUNDING_MS;
    const premium = this.#mean(from, time) / this.usualTicks;
    const pull = Math.min(INTEREST_REACH, Math.max(-INTEREST_REACH, INTEREST - premium));
    return premium + pull;
  }

  #mean(from: number, to: number): number {
    let sum = 0;
    for (let at = 0; at < SAMPLES_PER_PERIOD; at += 1) {
      sum += this.ticksAt(from + ((to - from) * at) / SAMPLES_PER_PERIOD);
    }
    return sum / SAMPLES_PER_PERIOD;
  }

  /** Straight lines between random points in −1 … 1. */
  #part(part: number, minute: number, step: number): number {
    const knot = Math.floor(minute / step);
    const here = this.#point(part, knot);
    const next = this.#point(part, knot + 1);
    return here + ((next - here) * (minute - knot * step)) / step;
  }

  #point(part: number, knot: number): number {
    return childSeed(childSeed(this.seed, part), knot) / 2 ** 31 - 1;
  }
}
