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
  /** Deviation of a slowly changing drift of a candle, in parts of the volatility; 0 for none. */
  readonly drift: number;
  /** Open time of the first candle, ms UTC. */
  readonly start: number;
}

/** Steps within a candle. */
const STEPS = 12;
/** How much of the drift is left a candle later. */
const DRIFT_MEMORY = 0.9995;

/** For tests: closed candles of a price that wanders, with a trend planted or without. */
export function randomWalk(chance: Chance, terms: WalkTerms): Kline[] {
  const { interval, count, volatility, start } = terms;
  const novelty = Math.sqrt(1 - DRIFT_MEMORY ** 2);
  let drift = terms.drift * volatility * chance.normal();
  let price = 100;
  return Array.from({ length: count }, (_, at) => {
    drift = drift * DRIFT_MEMORY + novelty * terms.drift * volatility * chance.normal();
    const open = price;
    let high = open;
    let low = open;
    for (let step = 0; step < STEPS; step += 1) {
      price *= Math.exp(drift / STEPS + (volatility / Math.sqrt(STEPS)) * chance.normal());
      high = Math.max(high, price);
      low = Math.min(low, price);
    }
    const prices = { open, high, low, close: price };
    const openTime = stepOpenTime(interval, start, at);
    return { openTime, ...prices, volume: 1, lastTradeId: -1, isClosed: true };
  });
}
