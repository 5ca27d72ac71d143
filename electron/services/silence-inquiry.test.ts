import { beforeEach, expect, test } from 'vitest';
import { tickerOf } from './exchange/fake-exchange';
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
