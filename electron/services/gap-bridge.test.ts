import { expect, test } from 'vitest';
import { openTimeOf, stepOpenTime, type Interval } from '../../shared/domain/interval';
import { foldTrade, klineFromTrade, type Kline } from '../../shared/domain/kline';
import type { Trade } from '../../shared/domain/trade';
import { FakeExchange } from './exchange/fake-exchange';
import { GapBridge } from './gap-bridge';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Prices rise by one each minute; two trades of a minute share their millisecond. */
function tapeOf(durationMs: number, everyMs: number): Trade[] {
  const trades: Trade[] = [];
  for (let time = 0; time < durationMs; time += everyMs) {
    for (const offset of [0, 0]) {
      const id = trades.length + 1;
      const price = 100 + Math.floor(time / MINUTE);
      trades.push({ symbol: 'X/Y', id, lastTradeId: id, price, quantity: 1, time: time + offset });
    }
  }
  return trades;
}

function klinesOf(trades: readonly Trade[], interval: Interval, now: number): Kline[] {
  const klines = new Map<number, Kline>();
  for (const trade of trades) {
    const openTime = openTimeOf(interval, trade.time);
    const known = klines.get(openTime);
    klines.set(
      openTime,
      known ? foldTrade(known, interval, trade) : klineFromTrade(interval, trade),
    );
  }
  return [...klines.values()].map((kline) => ({
    ...kline,
    isClosed: stepOpenTime(interval, kline.openTime, 1) <= now,
  }));
}

function crossing(durationMs: number, everyMs: number, wants: (bar: Kline) => boolean) {
  const exchange = new FakeExchange();
  exchange.trades = tapeOf(durationMs, everyMs);
  exchange.time = durationMs;
  exchange.klines = klinesOf(exchange.trades, durationMs <= 1000_000 ? '1s' : '1m', durationMs);
  const delivered: Trade[] = [];
  const bridge = new GapBridge({ exchange, wants: (_symbol, bar) => wants(bar) });
  const cross = (lastId: number): Promise<number> =>
    bridge.cross(exchange.trades[lastId - 1]!, (trade) => delivered.push(trade));
  return { exchange, delivered, cross };
}

test('eight hours in which nothing matters cost one question for candles and one for the edge', async () => {
  const { exchange, delivered, cross } = crossing(8 * HOUR + 30_000, 1000, () => false);
  const settled = await cross(10);
  expect(delivered).toEqual([]);
  expect(exchange.klineCalls).toHaveLength(1);
  expect(exchange.klineCalls[0]).toMatchObject({ interval: '1m', startTime: 0 });
  // The minute that is still open is left to the exact tape.
  expect(settled).toBe(exchange.trades.filter(({ time }) => time < 8 * HOUR).length);
});

test('the trades of a wanted bar come whole and in order, those of others not at all', async () => {
  const { exchange, delivered, cross } = crossing(2 * HOUR, 40, (bar) => bar.high === 200);
  await cross(10);
  const wanted = exchange.trades.filter(({ price }) => price === 200);
  expect(wanted).toHaveLength(3000);
  expect(delivered.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
});

test('a gap of up to a thousand seconds is looked at by the second', async () => {
  const { exchange, cross } = crossing(900_000, 100, () => false);
  await cross(1);
  expect(exchange.klineCalls[0]?.interval).toBe('1s');
});

test('a gap of days is crossed page by page', async () => {
  const { exchange, delivered, cross } = crossing(48 * HOUR, 5000, (bar) => bar.high % 500 === 0);
  await cross(1);
  expect(exchange.klineCalls.length).toBeGreaterThan(2);
  const wanted = exchange.trades.filter(({ price, id }) => price % 500 === 0 && id > 1);
  expect(delivered.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
});

test('when nothing was traded since, the tape stands at its last trade', async () => {
  const { exchange, cross } = crossing(2 * HOUR, 1000, () => false);
  exchange.time = 3 * HOUR;
  await expect(cross(5)).resolves.toBe(exchange.trades.length);
});
