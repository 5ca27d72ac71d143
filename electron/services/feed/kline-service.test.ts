import { beforeEach, expect, test, vi } from 'vitest';
import type { Kline } from '../../../shared/domain/kline';
import type { Trade } from '../../../shared/domain/trade';
import { FakeExchange } from '../exchange/fake-exchange';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { KlineService } from './kline-service';
import type { KlineChange } from './live-series';

const BTC = 'BTC/USDT';
const MINUTE = 60_000;

let exchange: FakeExchange;
let clock: FakeClock;
let changes: KlineChange[];
let klines: KlineService;

const kline = (openTime: number, close: number, lastTradeId: number, isClosed = false): Kline => ({
  openTime,
  open: 100,
  high: Math.max(100, close),
  low: Math.min(100, close),
  close,
  volume: 7,
  lastTradeId,
  isClosed,
});

const trade = (id: number, time: number, price: number): Trade => ({
  symbol: BTC,
  id,
  lastTradeId: id,
  price,
  quantity: 1,
  time,
});

const flushed = (): KlineChange[] => {
  changes.length = 0;
  clock.advance(250);
  return [...changes];
};

beforeEach(() => {
  exchange = new FakeExchange();
  clock = new FakeClock();
  changes = [];
  klines = new KlineService({
    exchange,
    clock,
    logger: silentLogger,
    random: () => 0.5,
    watch: (symbol) => exchange.subscribe({ kind: 'trades', symbol }),
    onKline: (change) => changes.push(change),
  });
  klines.start();
});

test('a followed series claims its candles and its trades until the last follower leaves', () => {
  const leave = klines.follow(BTC, '1m');
  const leaveToo = klines.follow(BTC, '1m');
  expect(exchange.streams).toEqual([`trades ${BTC}`, `klines ${BTC} 1m`]);
  leave();
  leaveToo();
  expect(exchange.streams).toEqual([]);
});

test('trades move the last candle between two candle messages of the venue', () => {
  klines.follow(BTC, '1m');
  klines.onKline(BTC, '1m', kline(0, 101, 10), 1);
  klines.onTrade(trade(11, 500, 120));
  expect(flushed().map((change) => change.kline)).toMatchObject([
    { close: 120, high: 120, volume: 8 },
  ]);
  klines.onKline(BTC, '1m', kline(0, 120, 11), 2);
  expect(flushed()[0]?.kline.volume).toBe(7);
});

test('a candle message that is behind the newest trade does not move the close back', () => {
  klines.follow(BTC, '1m');
  klines.onTrade(trade(12, 500, 130));
  klines.onKline(BTC, '1m', kline(0, 101, 10), 1);
  expect(flushed()[0]?.kline.close).toBe(130);
});

test('the end of a candle is told even when the next one has begun', () => {
  klines.follow(BTC, '1m');
  klines.onKline(BTC, '1m', kline(0, 101, 10), 1);
  klines.onTrade(trade(11, MINUTE + 5, 90));
  klines.onKline(BTC, '1m', kline(0, 102, 10, true), 2);
  expect(flushed().map((change) => [change.kline.openTime, change.kline.isClosed])).toEqual([
    [0, true],
    [MINUTE, false],
  ]);
});

test('after a break of the stream the closed candles of the break are told', async () => {
  klines.follow(BTC, '1m');
  klines.onKline(BTC, '1m', kline(0, 101, 10), 1);
  exchange.klines = [
    kline(0, 103, 12, true),
    kline(MINUTE, 104, 20, true),
    kline(2 * MINUTE, 1, 21),
  ];
  klines.onResumed('spot');
  await vi.waitFor(() => {
    expect(flushed().map((change) => [change.kline.openTime, change.kline.close])).toEqual([
      [0, 103],
      [MINUTE, 104],
    ]);
  });
});

test('intervals of one symbol are kept apart', () => {
  klines.follow(BTC, '1m');
  klines.follow(BTC, '1h');
  klines.onKline(BTC, '1h', kline(0, 101, 1), 1);
  expect(flushed().map((change) => change.interval)).toEqual(['1h']);
});

test('closed candles are read again until they have settled, and told when they have changed', async () => {
  klines.follow(BTC, '1m');
  klines.onKline(BTC, '1m', kline(0, 101, 10, true), 1);
  exchange.klines = [kline(0, 103, 12, true)];
  exchange.time = MINUTE + 5000;
  clock.advance(1000);
  expect(exchange.klineCalls).toMatchObject([{ symbol: BTC, isBackground: true }]);
  await vi.waitFor(() => expect(flushed().map((change) => change.kline.close)).toEqual([103]));
  exchange.klines = [kline(0, 104, 13, true)];
  exchange.time = MINUTE + 30_000;
  clock.advance(1000);
  await vi.waitFor(() => expect(flushed().map((change) => change.kline.close)).toEqual([104]));
  clock.advance(10_000);
  expect(exchange.klineCalls).toHaveLength(2);
});

test('many series that end at once are read four at a time, and all of them', async () => {
  const symbols = Array.from({ length: 30 }, (_, n) => `C${n}/USDT`);
  for (const symbol of symbols) klines.follow(symbol, '1m');
  exchange.time = MINUTE + 5000;
  clock.advance(1000);
  expect(exchange.klineCalls).toHaveLength(4);
  await vi.waitFor(() => {
    clock.advance(1000);
    expect(new Set(exchange.klineCalls.map(({ symbol }) => symbol)).size).toBe(30);
  });
});

test('candles that could not be read after a break are read later', async () => {
  klines.follow(BTC, '1m');
  exchange.klines = [kline(0, 103, 12, true), kline(MINUTE, 104, 20, true)];
  exchange.isReachable = false;
  exchange.time = 2 * MINUTE;
  klines.onResumed('spot');
  await vi.waitFor(() => expect(exchange.klineCalls).toHaveLength(1));
  exchange.isReachable = true;
  exchange.time += 5000;
  await vi.waitFor(() => {
    expect(flushed().map((change) => change.kline.close)).toEqual([103, 104]);
  });
});

test('candles of a break are read too when our own clock was an hour ahead at the start', async () => {
  exchange.time = 61 * MINUTE;
  klines.follow(BTC, '1m');
  // The venue's clock is known from here on.
  exchange.time = MINUTE;
  clock.advance(1000);
  exchange.klines = Array.from({ length: 20 }, (_, n) => kline(n * MINUTE, n + 1, n + 1, true));
  exchange.time = 20 * MINUTE;
  klines.onResumed('spot');
  await vi.waitFor(() => expect(exchange.klineCalls).toHaveLength(1));
  expect(exchange.klineCalls[0]).toMatchObject({ startTime: 0 });
});

test('a list tells the candles the venue does not have and holds the live one', async () => {
  klines.follow(BTC, '1m');
  klines.onKline(BTC, '1m', kline(4 * MINUTE, 120, 30), 1);
  exchange.klines = [kline(0, 101, 1, true), kline(3 * MINUTE, 102, 2, true)];
  const { klines: list, gaps } = await klines.list({ symbol: BTC, interval: '1m', limit: 2 });
  expect(list.map(({ openTime }) => openTime / MINUTE)).toEqual([3, 4]);
  expect(gaps).toEqual([]);
  const older = { symbol: BTC, interval: '1m', limit: 5, endTime: 3 * MINUTE } as const;
  await expect(klines.list(older)).resolves.toMatchObject({
    klines: [{ openTime: 0 }, { openTime: 3 * MINUTE }],
    gaps: [{ from: MINUTE, to: 2 * MINUTE }],
  });
});

test('on another market a series begins anew, with that market’s own candles', async () => {
  klines.follow(BTC, '1m');
  exchange.time = 2 * MINUTE;
  klines.onKline(BTC, '1m', kline(MINUTE, 900, 1000), 1);
  klines.onMoved('futures');
  klines.onMoved('spot');
  exchange.klines = [kline(0, 55, 3, true)];
  klines.onKline(BTC, '1m', kline(MINUTE, 50, 4), 2);
  expect(flushed().map((change) => change.kline.close)).toEqual([50]);
  clock.advance(1000);
  await vi.waitFor(() => expect(flushed().map((change) => change.kline.close)).toContain(55));
  expect(exchange.klineCalls).toHaveLength(1);
});

test('a venue whose history of candles does not advance is asked again ever more slowly', async () => {
  klines.follow(BTC, '1m');
  const old = Array.from({ length: 1000 }, (_, at) => kline(at * MINUTE, 1, -1, true));
  const asked = vi.spyOn(exchange, 'fetchKlines').mockImplementation(() => Promise.resolve(old));
  exchange.time = 5000 * MINUTE;
  klines.onResumed('spot');
  for (let second = 0; second < 60; second++) {
    clock.advance(1000);
    exchange.time += 1000;
    await Promise.resolve();
    await new Promise(setImmediate);
  }
  expect(asked.mock.calls.length).toBeGreaterThan(1);
  expect(asked.mock.calls.length).toBeLessThan(20);
});
