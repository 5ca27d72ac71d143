import { expect, test } from 'vitest';
import { foldTrade, gapsIn, klineFromTrade, withLive, type Kline } from './kline';
import type { Trade } from './trade';

const MINUTE = 60_000;
const trade = (id: number, time: number, price: number): Trade => ({
  symbol: 'BTC/USDT',
  id,
  lastTradeId: id,
  price,
  quantity: 2,
  time,
});

test('trades widen the open candle, and one past its end begins the next', () => {
  const first = klineFromTrade('1m', trade(1, 5, 100));
  const wider = foldTrade(foldTrade(first, '1m', trade(2, 10, 90)), '1m', trade(3, 20, 110));
  expect(wider).toMatchObject({
    openTime: 0,
    open: 100,
    high: 110,
    low: 90,
    close: 110,
    volume: 6,
  });
  const next = foldTrade(wider, '1m', trade(4, MINUTE, 105));
  expect(next).toMatchObject({ openTime: MINUTE, open: 105, volume: 2, isClosed: false });
});

test('a trade from before the candle changes nothing', () => {
  const candle = klineFromTrade('1m', trade(5, MINUTE + 1, 100));
  expect(foldTrade(candle, '1m', trade(4, MINUTE - 1, 1))).toBe(candle);
});

const candle = (openTime: number, over: Partial<Kline> = {}): Kline => ({
  ...klineFromTrade('1m', trade(1, openTime, 100)),
  isClosed: true,
  ...over,
});

test('candles that the venue does not have are told as runs of open times', () => {
  const minutes = [0, 1, 4, 5, 7].map((minute) => candle(minute * MINUTE));
  expect(gapsIn('1m', minutes)).toEqual([
    { from: 2 * MINUTE, to: 3 * MINUTE },
    { from: 6 * MINUTE, to: 6 * MINUTE },
  ]);
  expect(gapsIn('1m', minutes.slice(0, 2))).toEqual([]);
  expect(gapsIn('1M', [candle(Date.UTC(2026, 0)), candle(Date.UTC(2026, 1))])).toEqual([]);
});

test('the live candle takes its place in history and is there once', () => {
  const history = [candle(0), candle(MINUTE, { isClosed: false, volume: 2 })];
  const live = candle(MINUTE, { isClosed: false, volume: 3, close: 101 });
  expect(withLive('1m', history, live)).toEqual([history[0], live]);
  expect(withLive('1m', history.slice(0, 1), live)).toEqual([history[0], live]);
});

test('history stays as it is where it knows more than the live candle', () => {
  const closed = [candle(0), candle(MINUTE)];
  const live = candle(MINUTE, { isClosed: false, volume: 9 });
  expect(withLive('1m', closed, live)).toEqual(closed);
  const open = [candle(MINUTE, { isClosed: false, volume: 10 })];
  expect(withLive('1m', open, live)).toEqual(open);
  expect(withLive('1m', [candle(5 * MINUTE)], live)).toEqual([candle(5 * MINUTE)]);
  expect(withLive('1m', [candle(-5 * MINUTE)], live)).toEqual([candle(-5 * MINUTE)]);
  expect(withLive('1m', [], live)).toEqual([]);
});
