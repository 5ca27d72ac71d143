import {
  closeTimeOf,
  openTimeOf,
  stepOpenTime,
  type Interval,
} from '../../../shared/domain/interval';
import { foldTrade, klineFromTrade, type Kline } from '../../../shared/domain/kline';
import type { Trade } from '../../../shared/domain/trade';
import type { KlineQuery } from '../exchange/exchange';
import { FakeExchange } from '../exchange/fake-exchange';

/** A series as far as its trades have been gone through. */
interface Series {
  taken: number;
  readonly klines: Kline[];
}

/** The candles that trades of a symbol make, oldest first; where nothing was traded, of the price before. */
export function candlesOf(
  trades: readonly Trade[],
  symbol: string,
  interval: Interval,
): readonly Kline[] {
  const klines: Kline[] = [];
  for (const trade of trades) if (trade.symbol === symbol) fold(klines, interval, trade);
  return klines;
}

/** Makes candles of all intervals out of the trades it has, as a venue does; for tests. */
export class CandleExchange extends FakeExchange {
  readonly #series = new Map<string, Series>();

  override fetchKlines(query: KlineQuery): Promise<Kline[]> {
    this.klineCalls.push(query);
    const { symbol, interval, startTime = 0, limit } = query;
    const now = this.now();
    const since = this.#foldedOf(symbol, interval).filter(({ openTime }) => openTime >= startTime);
    const klines = since.slice(0, limit).map((each) => {
      return { ...each, isClosed: closeTimeOf(interval, each.openTime) < now };
    });
    return Promise.resolve(klines);
  }

  #foldedOf(symbol: string, interval: Interval): readonly Kline[] {
    const key = `${interval} ${symbol}`;
    const series = this.#series.get(key) ?? { taken: 0, klines: [] };
    this.#series.set(key, series);
    for (const trade of this.trades.slice(series.taken)) {
      if (trade.symbol === symbol) fold(series.klines, interval, trade);
    }
    series.taken = this.trades.length;
    fillUpTo(series.klines, interval, openTimeOf(interval, this.now()));
    return series.klines;
  }
}

function fold(klines: Kline[], interval: Interval, trade: Trade): void {
  fillUpTo(klines, interval, openTimeOf(interval, trade.time));
  const last = klines.at(-1);
  const next = last ? foldTrade(last, interval, trade) : klineFromTrade(interval, trade);
  if (last && next.openTime === last.openTime) klines[klines.length - 1] = next;
  else klines.push(next);
}

/** Candles without a trade stand at the close before them. */
function fillUpTo(klines: Kline[], interval: Interval, openTime: number): void {
  for (let last = klines.at(-1); last; last = klines.at(-1)) {
    const next = stepOpenTime(interval, last.openTime, 1);
    if (next >= openTime) return;
    const { close } = last;
    const prices = { open: close, high: close, low: close, close };
    klines.push({ ...last, ...prices, openTime: next, volume: 0 });
  }
}
