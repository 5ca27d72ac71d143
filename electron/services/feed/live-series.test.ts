import { expect, test } from 'vitest';
import type { Kline } from '../../../shared/domain/kline';
import type { Trade } from '../../../shared/domain/trade';
import { LiveSeries } from './live-series';

const BTC = 'BTC/USDT';
const MINUTE = 60_000;

const kline = (openTime: number, close: number, over: Partial<Kline> = {}): Kline => ({
  openTime,
  open: 100,
  high: Math.max(100, close),
  low: Math.min(100, close),
  close,
  volume: 7,
  lastTradeId: -1,
  isClosed: false,
  ...over,
});
const closed = (openTime: number, close: number): Kline =>
  kline(openTime, close, { isClosed: true });
const trade = (id: number, time: number, price: number): Trade => ({
  ...{ symbol: BTC, id, lastTradeId: id, price, quantity: 1, time },
});

function told(series: LiveSeries): [number, number, boolean][] {
  return series
    .takeChanges()
    .map(({ kline: { openTime, close, isClosed } }) => [openTime / MINUTE, close, isClosed]);
}

test('what history says of a closed candle replaces what was told, once', () => {
  const series = new LiveSeries(BTC, '1m');
  series.onKline(closed(0, 101), 1);
  expect(told(series)).toEqual([[0, 101, true]]);
  series.onHistory([closed(0, 101)]);
  expect(told(series)).toEqual([]);
  series.onHistory([closed(0, 102), kline(MINUTE, 1)]);
  expect(told(series)).toEqual([[0, 102, true]]);
  series.onHistory([closed(0, 102)]);
  expect(told(series)).toEqual([]);
});

test('history closes the newest candle when the stream never says that it has ended', () => {
  const series = new LiveSeries(BTC, '1m');
  series.onKline(kline(0, 101, { lastTradeId: 10 }), 1);
  series.onHistory([closed(0, 103)]);
  expect(told(series)).toEqual([[0, 103, true]]);
  // A trade of the closed candle that comes late is counted in already.
  series.onTrade(trade(11, MINUTE - 1, 90));
  expect(told(series)).toEqual([]);
  series.onTrade(trade(12, MINUTE + 1, 95));
  expect(told(series)).toEqual([[1, 95, false]]);
});

test('trades that are past the end of a candle close it when neither stream nor history does', () => {
  const series = new LiveSeries(BTC, '1m');
  series.onKline(kline(0, 101, { lastTradeId: 10 }), 1);
  series.onTrade(trade(11, MINUTE + 5, 95));
  series.takeChanges();
  series.closeOverdue(MINUTE + 9000);
  expect(told(series)).toEqual([]);
  series.closeOverdue(MINUTE + 11_000);
  expect(told(series)).toEqual([[0, 101, true]]);
  series.closeOverdue(MINUTE + 60_000);
  expect(told(series)).toEqual([]);
});

test('a candle without a trade after it is not closed by the clock alone', () => {
  const series = new LiveSeries(BTC, '1m');
  series.onKline(kline(0, 101), 1);
  series.takeChanges();
  series.closeOverdue(60 * MINUTE);
  expect(told(series)).toEqual([]);
});

test('the end of a candle that comes late is told, also when trades had closed it', () => {
  const series = new LiveSeries(BTC, '1m');
  series.onKline(kline(0, 101, { lastTradeId: 10 }), 1);
  series.onTrade(trade(11, MINUTE + 5, 95));
  series.closeOverdue(MINUTE + 11_000);
  series.takeChanges();
  series.onKline(closed(0, 104), 2);
  expect(told(series)).toEqual([[0, 104, true]]);
});

test('trades fetched after history has closed their candles do not open them again', () => {
  const series = new LiveSeries(BTC, '1m');
  series.onKline(kline(0, 101, { lastTradeId: 10 }), 1);
  series.onHistory([closed(0, 103), closed(MINUTE, 104), closed(2 * MINUTE, 105)]);
  series.takeChanges();
  series.onTrade(trade(11, MINUTE + 1, 90));
  series.onTrade(trade(12, 2 * MINUTE + 1, 90));
  series.onKline(kline(MINUTE, 91), 3);
  expect(told(series)).toEqual([]);
  series.onTrade(trade(13, 3 * MINUTE + 1, 95));
  expect(told(series)).toEqual([[3, 95, false]]);
});

test('after trades that were passed over the venue has to begin the candle anew', () => {
  const series = new LiveSeries(BTC, '1m');
  series.onKline(kline(0, 101, { lastTradeId: 10 }), 1);
  series.onTrade(trade(11, 1000, 102));
  series.takeChanges();
  series.onTrade(trade(500, 9 * MINUTE, 90));
  series.onTrade(trade(501, 10 * MINUTE, 91));
  series.closeOverdue(20 * MINUTE);
  expect(told(series)).toEqual([]);
  series.onKline(kline(10 * MINUTE, 92, { lastTradeId: 500 }), 4);
  expect(told(series)).toEqual([[10, 91, false]]);
});

test('a closed candle from ten minutes ahead does not stop the candles before it', () => {
  const series = new LiveSeries(BTC, '1m');
  series.onKline(kline(0, 101, { lastTradeId: 10 }), 1);
  series.onKline(closed(10 * MINUTE, 500), 2);
  series.takeChanges();
  series.closeOverdue(1000);
  series.onKline(kline(0, 102, { lastTradeId: 11 }), 3);
  expect(told(series)).toEqual([[0, 102, false]]);
  expect(series.current?.openTime).toBe(0);
});
