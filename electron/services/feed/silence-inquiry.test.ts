import { beforeEach, expect, test } from 'vitest';
import { tickerOf } from '../exchange/fake-exchange';
import { BTC, ETH, FreshnessHarness } from './freshness-harness';

let harness: FreshnessHarness;
let exchange: FreshnessHarness['exchange'];
let freshness: FreshnessHarness['freshness'];
let marketData: FreshnessHarness['marketData'];
let told: FreshnessHarness['told'];
let names: FreshnessHarness['names'];

beforeEach(() => {
  harness = new FreshnessHarness();
  ({ exchange, freshness, marketData, told, names } = harness);
});

test('fault 5: a symbol that the venue itself has nothing newer of is quiet, and live with its true age', async () => {
  await harness.watch();
  await harness.pass(300_000);
  expect(freshness.of(BTC)).toMatchObject({ state: 'live', reason: null });
  expect(freshness.of(BTC).dataAgeMs).toBeGreaterThanOrEqual(300_000);
  expect(told.map(({ state }) => state)).toEqual(['live']);
  expect(exchange.renewals).toEqual([]);
  // One question each 55 s or so, not one a second.
  expect(exchange.lastTradeCalls.length).toBeLessThan(8);
});

test('fault 5: a symbol whose trades stop arriving is stale within its limit, subscribed anew and filled', async () => {
  await harness.watch();
  harness.tradeUnheard(2);
  await harness.pass(50_000);
  expect(harness.state()).toBe('live');
  await harness.pass(10_000);
  expect(freshness.of(BTC)).toMatchObject({
    state: 'stale',
    reason: expect.stringContaining('exchange has newer ones') as string,
  });
  expect(exchange.renewals).toEqual([`stream ${BTC}`]);
  expect(marketData.price(BTC)?.price).toBe(102);
  expect(names.at(-1)).toBe(`Not live: ${BTC}`);
});

test('fault 5: a dead stream gets another connection when subscribing does not help, and is filled meanwhile', async () => {
  await harness.watch();
  harness.tradeUnheard(2);
  await harness.pass(62_000);
  harness.tradeUnheard(3);
  await harness.pass(40_000);
  harness.tradeUnheard(4);
  await harness.pass(120_000);
  expect(exchange.renewals).toEqual([`stream ${BTC}`, `connection ${BTC}`]);
  expect(marketData.price(BTC)?.price).toBe(104);
  expect(harness.state()).toBe('stale');
  marketData.onTrade(harness.trade(5));
  expect(freshness.of(BTC)).toMatchObject({ state: 'live', reason: null });
});

test('fault 5: silence is judged by the usual pace of the symbol', async () => {
  await harness.watch();
  for (let id = 2; id < 12; id++) {
    await harness.pass(30_000);
    marketData.onTrade(harness.trade(id));
    exchange.lastTradeIds.set(BTC, id * 10);
  }
  const asked = exchange.lastTradeCalls.length;
  await harness.pass(280_000);
  expect(exchange.lastTradeCalls).toHaveLength(asked);
  harness.tradeUnheard(12);
  await harness.pass(20_000);
  expect(harness.state()).toBe('stale');
});

test('fault 5: unconfirmed silence is not passed off as live when the venue cannot be asked', async () => {
  await harness.watch();
  exchange.isReachable = false;
  await harness.pass(62_000);
  expect(freshness.of(BTC)).toMatchObject({
    state: 'stale',
    reason: expect.stringContaining('does not answer') as string,
  });
  expect(exchange.renewals).toEqual([]);
  exchange.isReachable = true;
  await harness.pass(20_000);
  expect(harness.state()).toBe('live');
});

test('many silent symbols are asked about in one question', async () => {
  await harness.watch(BTC);
  await harness.watch(ETH);
  await harness.pass(58_000);
  expect(exchange.lastTradeCalls).toEqual([[BTC, ETH]]);
});

test('a trade that is only a moment ahead of the stream accuses nobody', async () => {
  await harness.watch();
  await harness.pass(53_000);
  harness.tradeUnheard(2);
  await harness.pass(2000);
  expect(exchange.lastTradeCalls).toHaveLength(1);
  marketData.onTrade(harness.trade(2));
  await harness.pass(1000);
  expect(harness.state()).toBe('live');
  expect(exchange.renewals).toEqual([]);
});

test('fault 5: a stream that is dead from the start is found out as well', async () => {
  marketData.watch(BTC);
  marketData.onTicker(tickerOf(BTC, 5, 5));
  harness.tradeUnheard(1);
  await harness.pass(12_000);
  expect(marketData.price(BTC)?.price).toBe(101);
  harness.tradeUnheard(2);
  await harness.pass(62_000);
  expect(harness.state()).toBe('stale');
  expect(exchange.renewals).toEqual([`stream ${BTC}`]);
});

test('a stream that is silent from the start is stale at once, and filled from where it began', async () => {
  const seen: (number | null)[] = [];
  marketData.watch(BTC);
  marketData.onTicker(tickerOf(BTC, 100, 5, exchange.time));
  for (let id = 1; id <= 70; id++) {
    await harness.pass(1000);
    harness.tradeUnheard(id);
    marketData.onTicker(tickerOf(BTC, 100 + id, 5, exchange.time + 1));
    if (harness.state() === 'live') seen.push(id);
  }
  // The first summary without a trade is allowed the time a trade may take.
  expect(seen).toEqual([1, 2]);
  expect(exchange.renewals).toEqual([`stream ${BTC}`, `connection ${BTC}`]);
  expect(harness.trades.slice(0, 3)).toEqual(['1 backfill', '2 backfill', '3 backfill']);
  expect(harness.prices).toEqual(harness.prices.toSorted((a, b) => a - b));
});

test('a first trade from before the subscription held is fetched and accuses nobody', async () => {
  marketData.watch(BTC);
  marketData.onTicker(tickerOf(BTC, 101, 5, exchange.time + 1000));
  harness.tradeUnheard(1);
  await harness.pass(30_000);
  expect(harness.trades).toEqual(['1 backfill']);
  expect(exchange.renewals).toEqual([]);
  expect(harness.state()).toBe('live');
});

test.each([1000, 2000])(
  'a price that the summary each %i ms disproves is stale within seconds, and mended',
  async (everyMs) => {
    await harness.watch();
    for (let at = 0, id = 2; at < 10_000; at += everyMs, id++) {
      harness.tradeUnheard(id);
      await harness.pass(everyMs);
      marketData.onTicker(tickerOf(BTC, 100 + id, 5, exchange.time));
      if (at >= 6000) expect(harness.state()).toBe('stale');
    }
    expect(exchange.renewals).toEqual([`stream ${BTC}`]);
    expect(exchange.lastTradeCalls.length).toBeLessThan(3);
  },
);

test('a disproved price is not live while the venue cannot be asked', async () => {
  await harness.watch();
  await harness.pass(5000);
  exchange.isReachable = false;
  marketData.onTicker(tickerOf(BTC, 200, 5, exchange.time));
  await harness.pass(3000);
  expect(freshness.of(BTC)).toMatchObject({
    state: 'stale',
    reason: expect.stringContaining('another price') as string,
  });
  marketData.onTrade(harness.trade(2));
  expect(harness.state()).toBe('live');
});

test('a summary ahead of its trade, or with a price that history does not explain, is asked about once', async () => {
  await harness.watch();
  await harness.pass(5000);
  marketData.onTicker(tickerOf(BTC, 102, 5, exchange.time));
  await harness.pass(1000);
  marketData.onTrade(harness.trade(2));
  exchange.lastTradeIds.set(BTC, 20);
  await harness.pass(5000);
  expect(exchange.lastTradeCalls).toEqual([]);
  for (let second = 0; second < 20; second++) {
    marketData.onTicker(tickerOf(BTC, 300, 5, exchange.time));
    await harness.pass(1000);
  }
  expect(exchange.lastTradeCalls).toHaveLength(1);
  expect(harness.state()).toBe('live');
  expect(exchange.renewals).toEqual([]);
});

test('a stream that repeats an old trade is stale within seconds of a summary that disproves it, and filled', async () => {
  await harness.watch();
  await harness.pass(5000);
  const old = { ...harness.trade(1), time: exchange.time - 5000 };
  const live: number[] = [];
  for (let id = 2; id <= 120; id++) {
    harness.tradeUnheard(id);
    await harness.pass(1000);
    marketData.onTrade(old);
    marketData.onTicker(tickerOf(BTC, 100 + id, 5, exchange.time));
    if (harness.state() === 'live') live.push(id);
  }
  expect(live).toEqual([2, 3]);
  expect(exchange.renewals).toEqual([`stream ${BTC}`, `connection ${BTC}`]);
  expect(marketData.price(BTC)?.price).toBeGreaterThan(180);
});

test('a stream that repeats an old trade is as good as silent where no summary tells', async () => {
  await harness.watch();
  const old = harness.trade(1);
  harness.tradeUnheard(2);
  for (let second = 0; second < 62; second++) {
    await harness.pass(1000);
    marketData.onTrade(old);
  }
  expect(harness.state()).toBe('stale');
  expect(marketData.price(BTC)?.price).toBe(102);
});

test('a venue that does not answer leaves the quiet symbols of another one live', async () => {
  const perpetual = 'BTC/USDT:USDT';
  const ask = exchange.fetchLastTradeIds.bind(exchange);
  exchange.fetchLastTradeIds = (symbols) =>
    symbols.includes(perpetual) ? Promise.reject(new Error('banned')) : ask(symbols);
  await harness.watch();
  await harness.watch(perpetual);
  await harness.pass(120_000);
  expect([harness.state(), harness.state(perpetual)]).toEqual(['live', 'stale']);
});

test('a halted symbol whose summary shows a new price has the list read again, once a minute at most', async () => {
  await harness.watch();
  let refreshes = 0;
  exchange.onRefresh = () => refreshes++;
  exchange.suspensions.set(BTC, 'Halted by the venue');
  await harness.pass(65_000);
  expect([refreshes, harness.state()]).toEqual([0, 'offline']);
  for (let second = 0; second < 90; second++) {
    marketData.onTicker(tickerOf(BTC, 200 + second, 5, exchange.time));
    await harness.pass(1000);
  }
  expect(refreshes).toBe(2);
  exchange.onRefresh = () => exchange.suspensions.clear();
  harness.tradeUnheard(2);
  await harness.pass(60_000);
  expect(harness.state()).not.toBe('offline');
  expect(marketData.price(BTC)?.price).toBe(102);
});

test('while a watched symbol is suspended the list is read every five minutes', async () => {
  await harness.watch();
  let refreshes = 0;
  exchange.onRefresh = () => refreshes++;
  exchange.suspensions.set(BTC, 'Halted by the venue');
  await harness.pass(15 * 60_000 + 10_000);
  expect(refreshes).toBe(3);
});
