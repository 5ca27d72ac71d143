import { expect, test, vi } from 'vitest';
import { openTimeOf, stepOpenTime, type Interval } from '../../../shared/domain/interval';
import { foldTrade, klineFromTrade, type Kline } from '../../../shared/domain/kline';
import type { Trade } from '../../../shared/domain/trade';
import { FakeExchange } from '../exchange/fake-exchange';
import { GapBridge, type CrossedGap } from './gap-bridge';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Prices rise by one each minute; two trades of a minute share their millisecond. */
function tapeOf(durationMs: number, everyMs: number, symbol: string): Trade[] {
  const trades: Trade[] = [];
  for (let time = 0; time < durationMs; time += everyMs) {
    for (const offset of [0, 0]) {
      const id = trades.length + 1;
      const price = 100 + Math.floor(time / MINUTE);
      trades.push({ symbol, id, lastTradeId: id, price, quantity: 1, time: time + offset });
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

const SPOT = 'X/Y';
const PERPETUAL = 'X/Y:Y';

interface Outage {
  readonly durationMs: number;
  /** How far the pairs of trades are apart. */
  readonly everyMs: number;
  readonly symbol?: string;
}

function crossing({ durationMs, everyMs, symbol = SPOT }: Outage, wants: (bar: Kline) => boolean) {
  const exchange = new FakeExchange();
  exchange.trades = tapeOf(durationMs, everyMs, symbol);
  exchange.time = durationMs;
  const isFine = durationMs <= 1000_000 && symbol === SPOT;
  exchange.klines = klinesOf(exchange.trades, isFine ? '1s' : '1m', durationMs);
  const delivered: Trade[] = [];
  const bridge = new GapBridge({ exchange, wants: (_symbol, bar) => wants(bar) });
  const cross = (lastId: number): Promise<CrossedGap> =>
    bridge.cross(exchange.trades[lastId - 1]!, (trade) => delivered.push(trade));
  return { exchange, delivered, cross };
}

test('eight hours in which nothing matters cost one question for candles and one for the edge', async () => {
  const { exchange, delivered, cross } = crossing(
    { durationMs: 8 * HOUR + 30_000, everyMs: 1000 },
    () => false,
  );
  const { lastId } = await cross(10);
  // The minute that is still open comes with the question for the edge.
  const open = exchange.trades.filter(({ time }) => time >= 8 * HOUR);
  expect(delivered).toEqual(open);
  expect(lastId).toBe(open.at(-1)?.id);
  expect(exchange.klineCalls).toHaveLength(1);
  expect(exchange.klineCalls[0]).toMatchObject({ interval: '1m', startTime: 0 });
});

test('the trades of a wanted bar come whole and in order, those of others not at all', async () => {
  const { exchange, delivered, cross } = crossing(
    { durationMs: 2 * HOUR, everyMs: 40 },
    (bar) => bar.high === 200,
  );
  await cross(10);
  const wanted = exchange.trades.filter(({ price }) => price === 200);
  expect(wanted).toHaveLength(3000);
  expect(delivered.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
});

test('a gap of up to a thousand seconds is looked at by the second', async () => {
  const { exchange, cross } = crossing({ durationMs: 900_000, everyMs: 100 }, () => false);
  await cross(1);
  expect(exchange.klineCalls[0]?.interval).toBe('1s');
});

test('a gap of days is crossed page by page', async () => {
  const { exchange, delivered, cross } = crossing(
    { durationMs: 48 * HOUR, everyMs: 5000 },
    (bar) => bar.high % 500 === 0,
  );
  await cross(1);
  expect(exchange.klineCalls.length).toBeGreaterThan(2);
  const wanted = exchange.trades.filter(({ price, id }) => price % 500 === 0 && id > 1);
  expect(delivered.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
});

test('when nothing was traded since, the tape stands at its last trade', async () => {
  const { exchange, cross } = crossing({ durationMs: 2 * HOUR, everyMs: 1000 }, () => false);
  exchange.time = 3 * HOUR;
  expect((await cross(5)).lastId).toBe(exchange.trades.length);
});

test('a short gap of a perpetual is looked at by the minute, there are no candles of a second', async () => {
  const outage = { durationMs: 900_000, everyMs: 100, symbol: PERPETUAL };
  const { exchange, delivered, cross } = crossing(outage, (bar) => bar.high === 105);
  const { barsOnly } = await cross(1);
  expect(exchange.klineCalls[0]?.interval).toBe('1m');
  expect(delivered).toHaveLength(1200);
  expect(barsOnly).toEqual([]);
});

test('of bars older than the venue’s history of trades the candles alone are named', async () => {
  const outage = { durationMs: 60 * HOUR, everyMs: 10_000, symbol: PERPETUAL };
  const { exchange, delivered, cross } = crossing(outage, (bar) => bar.high % 1000 === 0);
  const asked: number[] = [];
  const fetch = exchange.fetchTradesSince.bind(exchange);
  exchange.fetchTradesSince = (symbol, startTime) => {
    asked.push(startTime);
    return fetch(symbol, startTime);
  };
  const { barsOnly, lastId } = await cross(1);
  const oldest = 60 * HOUR - exchange.history(PERPETUAL).tradesReachMs;
  const wanted = [1000, 2000, 3000].map((price) => (price - 100) * MINUTE);
  expect(barsOnly.map(({ openTime }) => openTime)).toEqual(wanted.filter((at) => at < oldest));
  expect(new Set(delivered.map(({ price }) => price))).toEqual(new Set([1000, 2000, 3000]));
  expect(Math.min(...asked)).toBeGreaterThanOrEqual(oldest);
  expect(lastId).toBe(exchange.trades.length);
});

test('wanted bars that lie close together share the questions for their trades', async () => {
  const outage = { durationMs: 900_000, everyMs: 100 };
  const { exchange, delivered, cross } = crossing(outage, (bar) => bar.openTime % 4000 === 0);
  const asked = vi.spyOn(exchange, 'fetchTradesSince');
  await cross(1);
  const wanted = exchange.trades.filter(
    ({ time, id }) => Math.floor(time / 1000) % 4 === 0 && id > 1,
  );
  // The trade the tape ended with comes again, and is known by its id.
  const found = delivered.map(({ id }) => id).filter((id) => id > 1);
  expect(found).toEqual(wanted.map(({ id }) => id));
  // Of 18,000 trades in pages of 1000; bars that a page cuts in two cost one more.
  expect(asked.mock.calls.length).toBeLessThanOrEqual(30);
});

test('fault 35: a clock that learns of the sleep only while the gap is crossed loses no bar', async () => {
  const outage = { durationMs: 900_000, everyMs: 500 };
  const { exchange, delivered, cross } = crossing(outage, () => true);
  // As long as the clock stands where the machine fell asleep, no bar seems to have ended.
  exchange.klines = exchange.klines.map((bar) => ({ ...bar, isClosed: bar.openTime > 600_000 }));
  await cross(1);
  const found = delivered.map(({ id }) => id).filter((id) => id > 1);
  expect(found).toEqual(exchange.trades.map(({ id }) => id).filter((id) => id > 1));
});

test('a trade with a time from before the venue costs candles of ninety days at most', async () => {
  const { exchange } = crossing({ durationMs: HOUR, everyMs: 60_000 }, () => false);
  exchange.time = Date.UTC(2026, 0, 1);
  exchange.klines = [];
  const bridge = new GapBridge({ exchange, wants: () => false });
  await bridge.cross({ ...exchange.trades[0]!, time: 0 }, () => undefined);
  expect(exchange.klineCalls[0]?.startTime).toBe(exchange.time - 90 * 24 * HOUR);
});
