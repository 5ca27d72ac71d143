import { beforeEach, expect, test } from 'vitest';
import { BTC, ETH, FreshnessHarness } from './freshness-harness';

let harness: FreshnessHarness;
let exchange: FreshnessHarness['exchange'];
let freshness: FreshnessHarness['freshness'];
let marketData: FreshnessHarness['marketData'];

beforeEach(() => {
  harness = new FreshnessHarness();
  ({ exchange, freshness, marketData } = harness);
});

test('a symbol that the summary leaves out is looked up on the tape, and not taken for quiet', async () => {
  await harness.watch();
  await harness.pass(5000);
  exchange.trades.push(harness.trade(2));
  exchange.lastTradeIds.clear();
  await harness.pass(60_000);
  expect(harness.state()).toBe('stale');
  expect(marketData.price(BTC)?.price).toBe(102);
});

test('a summary without a trade is believed only where the last one known is a day old', async () => {
  await harness.watch();
  await harness.pass(5000);
  exchange.trades.push(harness.trade(2));
  exchange.lastTradeIds.set(BTC, -1);
  await harness.pass(60_000);
  expect(harness.state()).toBe('stale');
  const looks: string[] = [];
  const fetchTrades = exchange.fetchTrades.bind(exchange);
  exchange.fetchTrades = (symbol, fromId) => {
    looks.push(symbol);
    return fetchTrades(symbol, fromId);
  };
  exchange.lastTradeIds.set(ETH, -1);
  exchange.time -= 25 * 3_600_000;
  const old = harness.trade(1, ETH);
  exchange.time += 25 * 3_600_000;
  marketData.watch(ETH);
  marketData.onTrade(old);
  await harness.pass(58_000);
  expect(harness.state(ETH)).toBe('live');
  expect(exchange.lastTradeCalls.flat()).toContain(ETH);
  expect(looks).not.toContain(ETH);
});

test('a symbol without any price gets the trades that history has, and is told as lacking one until then', async () => {
  marketData.watch(BTC);
  await harness.pass(29_000);
  expect(freshness.of(BTC)).toMatchObject({ state: 'connecting', reason: null });
  await harness.pass(2000);
  expect(freshness.of(BTC)).toMatchObject({
    state: 'connecting',
    reason: expect.stringContaining('No price') as string,
  });
  exchange.trades.push(harness.trade(1));
  await harness.pass(60_000);
  expect(marketData.price(BTC)?.price).toBe(101);
  expect(harness.trades).toEqual(['1 backfill']);
  expect(harness.state()).toBe('stale');
  expect(exchange.renewals).toEqual([`stream ${BTC}`]);
  marketData.onTrade(harness.trade(2));
  expect(harness.state()).toBe('live');
});
