import { expect, test } from 'vitest';
import { foldTrade, klineFromTrade } from './kline';
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
