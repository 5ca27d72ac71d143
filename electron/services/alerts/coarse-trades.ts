import { closeTimeOf, type Interval } from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import type { Trade } from '../../../shared/domain/trade';

/**
 * Stands in for the trades of a candle so old that only the candle is left: its four prices in the
 * order that its direction makes likely. Levels within it are reached; when, is known to the candle.
 */
export function coarseTrades(symbol: string, bar: Kline, interval: Interval): readonly Trade[] {
  const { open, high, low, close, openTime, lastTradeId } = bar;
  const end = closeTimeOf(interval, openTime);
  const middle = close >= open ? [low, high] : [high, low];
  return [open, ...middle, close].map((price, place) => ({
    ...{ symbol, id: -1, lastTradeId, price, quantity: 0 },
    time: Math.floor(openTime + ((end - openTime) * place) / 3),
  }));
}
