import { Random } from '../electron/services/exchange/demo/prng';
import { openTimeOf, stepOpenTime, type Interval } from '../shared/domain/interval';
import type { Kline } from '../shared/domain/kline';
import type { BookCandle } from '../shared/domain/signals/signal-book';

/** Moments of a candle at which its price is known. */
const STEPS = 8;
/** The largest move of one step is that of so many usual ones; markets halt before more. */
const MOST = 12;
const START = Date.UTC(2015, 0, 1);
const BASE = '15m';
const LONGER = ['1h', '4h'] as const;

/** Says of each quarter of an hour what its price does, in parts of the price. */
interface Weather {
  /** Of the candle to come; the log return of the one before, 0 at first. */
  next(before: number): { readonly drift: number; readonly volatility: number };
}

/** Clustered volatility with fat tails: GARCH(1,1) with four degrees of freedom. */
function clustered(random: Random, usual: number): Weather {
  let variance = usual ** 2;
  return {
    next(before) {
      const shock = Math.min(before ** 2, 100 * usual ** 2);
      variance = 0.02 * usual ** 2 + 0.07 * shock + 0.91 * variance;
      // A normal over the root of a chi-square is Student's t; here with a variance of one.
      const tail = Math.sqrt(1 / Math.max(0.02, random.exponential() + random.exponential()));
      return { drift: 0, volatility: Math.sqrt(variance) * tail };
    },
  };
}

/** Changes every few days between calm, usual and wild times, each with a small drift of its own. */
function regimes(random: Random, usual: number): Weather {
  let now = { drift: 0, volatility: usual };
  return {
    next() {
      if (random.uniform() < 1 / 400) {
        const volatility = usual * ([0.5, 1, 2.2][Math.floor(3 * random.uniform())] ?? 1);
        now = { volatility, drift: 0.03 * volatility * random.normal() };
      }
      return now;
    },
  };
}

/** Drifts for weeks one way, then the other, as far as a coin in its wildest year. */
function trending(random: Random, usual: number): Weather {
  let drift = 0;
  return {
    next() {
      drift = 0.9995 * drift + Math.sqrt(1 - 0.9995 ** 2) * 0.03 * usual * random.normal();
      return { drift, volatility: usual };
    },
  };
}

/** Still for hours, then several usual moves at once. */
function jumpy(random: Random, usual: number): Weather {
  return {
    next() {
      const isJump = random.uniform() < 0.005;
      const drift = isJump ? 6 * usual * random.normal() : 0;
      return { drift, volatility: 0.8 * usual };
    },
  };
}

/** A market of made-up symbols. */
export interface MadeMarket {
  readonly name: string;
  readonly weather: (random: Random, usual: number) => Weather;
  /** Usual log return of a quarter of an hour. */
  readonly volatility: number;
}

/** Markets that nothing of the model was chosen by. */
export const MARKETS: readonly MadeMarket[] = [
  { name: 'GARCH, fat tails', weather: clustered, volatility: 0.003 },
  { name: 'regimes', weather: regimes, volatility: 0.003 },
  { name: 'trending', weather: trending, volatility: 0.004 },
  { name: 'jumpy', weather: jumpy, volatility: 0.003 },
  { name: 'quiet', weather: clustered, volatility: 0.0012 },
];

/** Candles of several symbols at 15m, 1h and 4h; the same seed gives the same. */
export function candlesOf(
  market: MadeMarket,
  { seed, symbols, count }: { seed: number; symbols: number; count: number },
): BookCandle[] {
  const at = MARKETS.indexOf(market);
  return Array.from({ length: symbols }, (_, index) => {
    const random = new Random(seed * 10_000 + at * 100 + index);
    const base = quartersOf(random, market, count);
    const symbol = `${String.fromCharCode(65 + index)}/USDT`;
    const of = (interval: Interval, klines: readonly Kline[]) =>
      klines.map((kline): BookCandle => ({ symbol, interval, kline, origin: 'replayed' }));
    return [of(BASE, base), ...LONGER.map((interval) => of(interval, joined(base, interval)))];
  }).flat(2);
}

function quartersOf(random: Random, { weather, volatility }: MadeMarket, count: number): Kline[] {
  // Each symbol has a temper of its own.
  const usual = volatility * (0.7 + 0.6 * random.uniform());
  const sky = weather(random, usual);
  let price = 100;
  let before = 0;
  return Array.from({ length: count }, (_, at) => {
    const { drift, volatility: now } = sky.next(before);
    const open = price;
    let [high, low] = [open, open];
    for (let step = 0; step < STEPS; step++) {
      const move = drift / STEPS + (now / Math.sqrt(STEPS)) * random.normal();
      price *= Math.exp(Math.max(-MOST * usual, Math.min(MOST * usual, move)));
      high = Math.max(high, price);
      low = Math.min(low, price);
    }
    before = Math.log(price / open);
    const openTime = stepOpenTime(BASE, START, at);
    return { openTime, open, high, low, close: price, volume: 1, lastTradeId: -1, isClosed: true };
  });
}

/** Candles put together to longer ones; an unfinished last one is left out. */
function joined(base: readonly Kline[], interval: Interval): Kline[] {
  const long: Kline[] = [];
  for (const kline of base) {
    const openTime = openTimeOf(interval, kline.openTime);
    const last = long.at(-1);
    if (last?.openTime !== openTime) {
      long.push({ ...kline, openTime });
      continue;
    }
    const high = Math.max(last.high, kline.high);
    const low = Math.min(last.low, kline.low);
    long[long.length - 1] = { ...last, high, low, close: kline.close };
  }
  return long.slice(0, -1);
}
