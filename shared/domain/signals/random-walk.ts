import { stepOpenTime, type Interval } from '../interval';
import type { Kline } from '../kline';

/** For tests: randomness as walks need it. */
export interface Chance {
  /** Nearly normal, mean 0, deviation 1. */
  normal(): number;
}

/** For tests: what a walk is like. */
export interface WalkTerms {
  readonly interval: Interval;
  readonly count: number;
  /** Of the log return of a candle. */
  readonly volatility: number;
  /** Deviation of a drift that changes slowly, in parts of the volatility of a quarter of a candle; 0 for none. */
  readonly drift: number;
  /** Open time of the first candle, ms UTC. */
  readonly start: number;
}

/** A candle is made of four quarters; each has a drift of its own. */
const QUARTERS = 4;
/** How much of the drift is left a quarter later: half of it after two weeks of hours. */
const DRIFT_MEMORY = 0.9995;
const NOVELTY = Math.sqrt(1 - DRIFT_MEMORY ** 2);

/** For tests: closed candles of a price that wanders, with a trend planted or without. */
export function randomWalk(chance: Chance, terms: WalkTerms): Kline[] {
  const { interval, count, start } = terms;
  const volatility = terms.volatility / Math.sqrt(QUARTERS);
  const deviation = terms.drift * volatility;
  let drift = deviation * chance.normal();
  let price = 100;
  return Array.from({ length: count }, (_, at) => {
    const open = price;
    let high = open;
    let low = open;
    for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
      drift = drift * DRIFT_MEMORY + NOVELTY * deviation * chance.normal();
      price *= Math.exp(drift + volatility * chance.normal());
      high = Math.max(high, price);
      low = Math.min(low, price);
    }
    const prices = { open, high, low, close: price };
    const openTime = stepOpenTime(interval, start, at);
    return { openTime, ...prices, volume: 1, lastTradeId: -1, isClosed: true };
  });
}
