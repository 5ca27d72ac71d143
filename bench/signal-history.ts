import { setImmediate as nextTurn } from 'node:timers/promises';
import { klinesOf } from '../electron/services/exchange/binance/kline-rows';
import { Random } from '../electron/services/exchange/demo/prng';
import type { Exchange, KlineQuery } from '../electron/services/exchange/exchange';
import { INTERVALS, closeTimeOf, openTimeOf, stepOpenTime } from '../shared/domain/interval';
import type { Interval } from '../shared/domain/interval';
import type { Kline } from '../shared/domain/kline';
import { randomWalk } from '../shared/domain/signals/random-walk';

/** Different price histories; symbols share them. */
const WALKS = 5;
const YEARS_MS = 2 * 365 * 86_400_000;
/** Before the calls, as the signals ask for them. */
const WARM_UP = 500;
const PAGE = 1000;
/** Of a page of candles. */
const WEIGHT = 2;
const VOLATILITY = { '15m': 0.004, '1h': 0.008, '4h': 0.016 } as const;
/** The market's time, ms UTC. */
const NOW = Date.UTC(2026, 0, 1, 0, 1);

type Measured = keyof typeof VOLATILITY;

/** Intervals that signals follow. */
export const MEASURED: readonly Measured[] = ['15m', '1h', '4h'];

/**
 * Two years of candles of made-up markets. Each question is answered with what it costs in truth: the
 * text of a page is read, checked and mapped as that of Binance is.
 */
export class SignalHistory {
  /** Pages by interval, walk and start: beside the heap, where a collector need not go through them. */
  readonly #pages = new Map<string, Buffer>();
  #turn = Promise.resolve();
  #weight = 0;
  #candles = 0;

  constructor(seed: number) {
    for (const interval of MEASURED) {
      const from = stepOpenTime(interval, openTimeOf(interval, NOW - YEARS_MS), -WARM_UP);
      const count = Math.floor((NOW - from) / stepOpenTime(interval, 0, 1));
      const walks = Array.from({ length: WALKS }, (_, at) =>
        randomWalk(new Random(seed * 100 + at), {
          ...{ interval, count, drift: 0, start: from },
          volatility: VOLATILITY[interval],
        }),
      );
      for (const [at, walk] of walks.entries()) this.#keep(interval, at, walk);
    }
  }

  /** Request weight of the questions so far. */
  get weight(): number {
    return this.#weight;
  }

  /** Candles given so far. */
  get candles(): number {
    return this.#candles;
  }

  /** The market as the signals see it. */
  get exchange(): Pick<Exchange, 'now' | 'history' | 'fetchKlines'> {
    return {
      now: () => NOW,
      history: () => ({ intervals: INTERVALS, tradesReachMs: 0 }),
      fetchKlines: async (query) => {
        // Answers of a network never come within the turn of their question, nor all in one.
        this.#turn = this.#turn.then(() => nextTurn());
        await this.#turn;
        return this.#answer(query);
      },
    };
  }

  #answer({ symbol, interval, startTime = 0 }: KlineQuery): Kline[] {
    this.#weight += WEIGHT;
    const rows = this.#pages.get(keyOf(interval, walkOf(symbol), startTime))?.toString('latin1');
    if (rows === undefined) throw new Error('a page that was not foreseen');
    const terms = { interval, now: NOW, latest: NOW };
    const klines = klinesOf(rows, terms, () => {
      throw new Error('a candle that cannot be');
    });
    this.#candles += klines.length;
    return klines;
  }

  #keep(interval: Interval, walk: number, series: readonly Kline[]): void {
    for (let at = 0; at < series.length; at += PAGE) {
      const page = series.slice(at, at + PAGE);
      const key = keyOf(interval, walk, page[0]?.openTime ?? 0);
      this.#pages.set(key, Buffer.from(textOf(interval, page), 'latin1'));
    }
  }
}

/** Candles of a quarter of an hour as one symbol has them, for what is measured without a question. */
export const quarters = (seed: number): Kline[] =>
  randomWalk(new Random(seed), {
    ...{ interval: '15m', count: 70_000, drift: 0, start: NOW - YEARS_MS },
    volatility: VOLATILITY['15m'],
  });

const keyOf = (interval: Interval, walk: number, startTime: number): string =>
  `${interval} ${walk} ${startTime}`;

const walkOf = (symbol: string): number => Number(/\d+/.exec(symbol)?.[0] ?? 0) % WALKS;

/** Candles as Binance spells them. */
function textOf(interval: Interval, klines: readonly Kline[]): string {
  const rows = klines.map(({ openTime, open, high, low, close, volume }) => {
    const [first, most, least, last] = [open, high, low, close].map((each) => each.toFixed(8));
    const closeTime = closeTimeOf(interval, openTime);
    const rest = ['98765.43210000', 812, '600.12340000', '400.00000000', '0'];
    return [openTime, first, most, least, last, volume.toFixed(8), closeTime, ...rest];
  });
  return JSON.stringify(rows);
}
