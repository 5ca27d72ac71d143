import { beforeEach, expect, test } from 'vitest';
import { instrumentOf, tickerOf } from '../exchange/fake-exchange';
import { BTC, ETH, FreshnessHarness } from './freshness-harness';

let harness: FreshnessHarness;
let clock: FreshnessHarness['clock'];
let exchange: FreshnessHarness['exchange'];
let freshness: FreshnessHarness['freshness'];
let marketData: FreshnessHarness['marketData'];
let told: FreshnessHarness['told'];
let names: FreshnessHarness['names'];

beforeEach(() => {
  harness = new FreshnessHarness();
  ({ clock, exchange, freshness, marketData, told, names } = harness);
});

test('a symbol is connecting until its first price and live from then on', async () => {
  marketData.watch(BTC);
  await harness.pass(1000);
  expect(freshness.of(BTC)).toMatchObject({ state: 'connecting', reason: null, dataAgeMs: null });
  exchange.tickers = [tickerOf(BTC, 5, 5)];
  marketData.onTicker(tickerOf(BTC, 5, 5));
  expect(freshness.of(BTC)).toMatchObject({ state: 'live', reason: null, dataAgeMs: 0 });
  expect(told.map(({ state }) => state)).toEqual(['live']);
});

test('a symbol is live only once the venue has agreed to send its trades', async () => {
  exchange.unheard.add(BTC);
  marketData.watch(BTC);
  marketData.onTicker(tickerOf(BTC, 99, 90));
  await harness.pass(2000);
  expect(freshness.of(BTC)).toMatchObject({ state: 'connecting' });
  expect(freshness.of(BTC).reason).toContain('has not agreed to send the trades');
  exchange.unheard.clear();
  expect(freshness.of(BTC)).toMatchObject({ state: 'live', reason: null });
});

test.each(['connecting', 'stale', 'offline'] as const)(
  'while the venue is %s so is every symbol of it, with the reason of the venue',
  async (state) => {
    await harness.watch();
    exchange.feed = { ...exchange.feed, state, reason: 'Because' };
    freshness.look();
    expect(freshness.of(BTC)).toMatchObject({ state, reason: 'Because' });
    expect(freshness.of(ETH)).toMatchObject({ state, reason: 'Because' });
  },
);

test('after a break a price is live again only when its history has been read', async () => {
  await harness.watch();
  exchange.feed = { ...exchange.feed, state: 'offline', reason: 'Away' };
  freshness.look();
  await harness.pass(5000);
  exchange.feed = { ...exchange.feed, state: 'live', reason: null };
  exchange.trades = [harness.trade(2)];
  marketData.onResumed('spot');
  freshness.look();
  expect(freshness.of(BTC)).toMatchObject({
    state: 'stale',
    reason: 'Missed trades are being fetched',
  });
  await harness.pass(1000);
  expect(harness.state()).toBe('live');
  expect(exchange.lastTradeCalls).toEqual([]);
});

test('a price that waits for history is stale and says that history is behind', async () => {
  await harness.watch();
  marketData.onTrade(harness.trade(3));
  await harness.pass(8000);
  expect(freshness.of(BTC)).toMatchObject({
    state: 'stale',
    reason: expect.stringMatching(/fetched/) as string,
  });
  await harness.pass(5000);
  expect(freshness.of(BTC)).toMatchObject({
    state: 'stale',
    reason: expect.stringMatching(/history .* is behind/) as string,
  });
  exchange.trades = [harness.trade(2), harness.trade(3)];
  await harness.pass(6000);
  expect(harness.state()).toBe('live');
});

test('a price without a trade is asked about anew after a break', async () => {
  marketData.watch(BTC);
  marketData.onTicker(tickerOf(BTC, 5, 5));
  await harness.pass(1000);
  exchange.feed = { ...exchange.feed, state: 'offline', reason: 'Away' };
  freshness.look();
  exchange.feed = { ...exchange.feed, state: 'live', reason: null };
  exchange.isReachable = false;
  freshness.look();
  await harness.pass(1000);
  expect(freshness.of(BTC)).toMatchObject({ state: 'connecting' });
  expect(freshness.of(BTC).reason).not.toBeNull();
  exchange.isReachable = true;
  await harness.pass(20_000);
  expect(harness.state()).toBe('live');
});

test('fault 27: a symbol that has been halted is told once, in words, and so is its return', async () => {
  await harness.watch();
  exchange.onRefresh = () => exchange.suspensions.set(BTC, 'Halted by the venue');
  await harness.pass(600_000);
  expect(told.map(({ state }) => state)).toEqual(['live', 'offline']);
  expect(told.at(-1)).toMatchObject({ reason: 'Halted by the venue', isSuspended: true });
  // Known to be halted, it is left alone.
  expect(exchange.lastTradeCalls).toEqual([]);
  expect(exchange.renewals).toEqual([]);
  exchange.suspensions.clear();
  await harness.pass(10_000);
  expect(told.at(-1)).toMatchObject({ state: 'live', isSuspended: false });
});

test('fault 27: trades of a symbol that is said to be halted prove the list wrong', async () => {
  await harness.watch();
  exchange.suspensions.set(BTC, 'Halted by the venue');
  await harness.pass(1000);
  expect(harness.state()).toBe('offline');
  let refreshes = 0;
  exchange.onRefresh = () => refreshes++;
  marketData.onTrade(harness.trade(2));
  await harness.pass(1000);
  expect(harness.state()).toBe('live');
  expect(refreshes).toBe(1);
});

test.each([1, -1])(
  'faults 34 and 37: a wall clock and a venue that are %s day off leave the age as it is',
  async (direction) => {
    await harness.watch();
    clock.jump += direction * 86_400_000;
    exchange.time += direction * 600_000;
    marketData.onTrade(harness.trade(2));
    await harness.pass(3000);
    const { state, dataAgeMs } = freshness.of(BTC);
    expect(state).toBe('live');
    expect(dataAgeMs).toBeGreaterThanOrEqual(2000);
    expect(dataAgeMs).toBeLessThan(5000);
  },
);

test('a price from history is as old as its trade', async () => {
  await harness.watch();
  exchange.trades = [{ ...harness.trade(2), time: exchange.time - 20_000 }];
  marketData.onResumed('spot');
  await harness.pass(1000);
  expect(freshness.of(BTC).dataAgeMs).toBeGreaterThanOrEqual(20_000);
});

test('symbols that are not live are named, three of them, and the others counted', async () => {
  const symbols = ['A/USDT', 'B/USDT', 'C/USDT', 'D/USDT', 'E/USDT'];
  for (const symbol of symbols) marketData.watch(symbol);
  await harness.pass(1000);
  expect(names).toEqual(['Not live: A/USDT, B/USDT, C/USDT and 2 more']);
});

test('fault 28: a symbol of any letters is told of as it is', async () => {
  const symbol = '币安人生<b>/USDT';
  exchange.known.push(instrumentOf(symbol));
  await harness.watch(symbol);
  expect(told.map((each) => each.symbol)).toEqual([symbol]);
});

test('stopping leaves no timer behind', async () => {
  await harness.watch();
  freshness.stop();
  marketData.stop();
  expect(clock.pending).toBe(0);
});

test('a price of the source chosen before is stale until the new one has its own', async () => {
  await harness.watch();
  marketData.onMoved('spot');
  freshness.onMoved('spot');
  expect(freshness.of(BTC)).toMatchObject({
    state: 'stale',
    reason: expect.stringContaining('source chosen before') as string,
  });
  await harness.pass(60_000);
  expect(harness.state()).toBe('stale');
  marketData.onTrade(harness.trade(1));
  expect(harness.state()).toBe('live');
});
