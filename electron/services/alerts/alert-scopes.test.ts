import { expect, test, vi } from 'vitest';
import { tickerOf } from '../exchange/fake-exchange';
import { type AlertHarness, BTC, openHarness } from './alert-harness';

const ETH = 'ETH/USDT';
const PERPETUAL = 'BTC/USDT:USDT';

const told = (harness: AlertHarness) =>
  harness.alerts.map(({ symbol, price }) => [symbol, price] as const);

test('a rule on a group sees a symbol that joins it later, and lets go of one that leaves', async () => {
  const harness = await openHarness();
  const group = (...symbols: string[]) =>
    harness.run.watchlist.put({ symbols: [BTC, ETH], groups: { mine: symbols } });
  await group(BTC);
  await harness.arm({
    symbol: { watchlist: 'mine' },
    condition: { type: 'price_cross', price: 100, direction: 'up' },
  });
  await harness.trade([99, 101]);
  await harness.trade([99, 101], ETH);
  expect(told(harness)).toEqual([[BTC, 101]]);
  await group(BTC, ETH);
  await harness.trade([99, 102], ETH);
  await group(ETH);
  await harness.trade([99, 103]);
  await harness.trade([99, 103], ETH);
  expect(told(harness)).toEqual([
    [BTC, 101],
    [ETH, 102],
    [ETH, 103],
  ]);
});

test('once on a group means once a symbol, over a restart as well', async () => {
  const harness = await openHarness();
  await harness.run.watchlist.put({ symbols: [BTC, ETH], groups: { mine: [BTC, ETH] } });
  const { rule_id: id } = await harness.arm({
    ...{ symbol: { watchlist: 'mine' }, mode: 'once' },
    condition: { type: 'price_cross', price: 100, direction: 'up' },
  });
  await harness.trade(99, ETH);
  await harness.trade([99, 101]);
  await harness.close();
  await harness.open();
  harness.state = 'connecting';
  await harness.pass(1000);
  expect(await harness.ask('get_alert_rule', { id })).toMatchObject({ reason: 'feed' });
  harness.state = 'live';
  await harness.pass(1000);
  await harness.trade([99, 102], ETH);
  await harness.trade([99, 103]);
  expect(told(harness)).toEqual([
    [BTC, 101],
    [ETH, 102],
  ]);
});

test('a peak of the portfolio between two points of its curve counts, also after a kill', async () => {
  const harness = await openHarness();
  harness.run.parts.portfolio.start();
  const position = { symbol: BTC, side: 'long', quantity: 1, entry_price: 1000 };
  await harness.trade(1000);
  await harness.ask('create_position', position);
  await harness.trade(2000, BTC, 2000);
  await harness.arm({ symbol: '*', condition: { type: 'drawdown', percent: 10 } });
  await harness.pass(2000);
  // Equity is the profit: 1000 at the point of the curve, 1200 at the peak a moment later.
  await harness.trade([2000, 2200, 2090]);
  expect(harness.alerts).toEqual([]);
  await harness.pass(61_000);
  harness.kill();
  await harness.open();
  harness.run.parts.portfolio.start();
  await harness.pass(1000);
  await harness.trade([2090, 2081]);
  expect(harness.alerts).toEqual([]);
  await harness.trade(2079);
  expect(harness.alerts).toMatchObject([{ alert_type: 'DRAWDOWN', price: 2079, late: false }]);
});

test('the nearness of a liquidation is told when leverage and maintenance margin are known, and else why not', async () => {
  const harness = await openHarness();
  const { position_id } = await harness.ask('create_position', {
    ...{ symbol: PERPETUAL, side: 'long', quantity: 1, entry_price: 1000, leverage: 10 },
  });
  const condition = { type: 'liquidation_distance', percent: 5 };
  const { rule_id: id } = await harness.arm({ position_id, condition });
  await harness.trade([1000, 920], PERPETUAL);
  expect(harness.alerts).toEqual([]);
  const [blind] = (await harness.ask('list_alert_rules', {})).items;
  expect(blind).toMatchObject({ rule_id: id, can_fire: false, reason: 'no_liquidation_price' });
  // Liquidated at about 904.5: within 5 % of it from 952 on.
  await harness.ask('patch_position', { id: position_id, maintenance_percent: 0.5 });
  await harness.trade([1000, 960, 951], PERPETUAL);
  expect(harness.alerts).toMatchObject([
    { alert_type: 'LIQUIDATION_NEAR', price: 951, position_id, symbol: PERPETUAL },
  ]);
});

test('what a summary tells of a quiet symbol is the earlier price that a crossing needs, in every scope', async () => {
  const harness = await openHarness();
  await harness.run.watchlist.put({ symbols: [BTC, ETH], groups: { mine: [ETH] } });
  for (const symbol of [BTC, ETH]) harness.run.marketData.onTicker(tickerOf(symbol, 101, 90, 1));
  const { position_id } = await harness.ask('create_position', {
    ...{ symbol: BTC, side: 'long', quantity: 1, entry_price: 101 },
  });
  const condition = { type: 'price_cross', price: 100, direction: 'down' };
  await harness.arm({ symbol: { watchlist: 'mine' }, condition });
  await harness.arm({ symbol: '*', condition });
  await harness.arm({ position_id, condition });
  await harness.trade(99.5);
  await harness.trade(99.5, ETH);
  expect(harness.alerts.map(({ rule_id, symbol }) => [rule_id, symbol])).toEqual([
    [2, BTC],
    [3, BTC],
    [1, ETH],
    [2, ETH],
  ]);
});

test('a price that comes after the rule counts as the earlier one, too', async () => {
  const harness = await openHarness();
  await harness.run.watchlist.put({ symbols: [BTC], groups: {} });
  await harness.arm({ symbol: '*', condition: { type: 'step', every_amount: 1 } });
  harness.run.marketData.onTicker(tickerOf(BTC, 101, 90, 1));
  await harness.trade(99.5);
  expect(told(harness)).toEqual([[BTC, 99.5]]);
});

test('a price from before a symbol was watched anew decides nothing', async () => {
  const harness = await openHarness();
  const cross = { type: 'price_cross', price: 105, direction: 'up' };
  const { rule_id: id } = await harness.arm({ condition: cross });
  await harness.trade(100);
  await harness.ask('delete_alert_rule', { id });
  harness.exchange.tickers = [tickerOf(BTC, 110, 90, harness.clock.now() + 1)];
  await harness.arm({ condition: cross });
  await harness.arm({ condition: { type: 'channel', low: 1, high: 105, when: 'exit' } });
  await harness.trade(110.5);
  expect(told(harness)).toEqual([]);
  await harness.trade([104, 106]);
  expect(told(harness)).toEqual([
    [BTC, 106],
    [BTC, 106],
  ]);
});

test('a rule armed while the exchange is away sees all that was traded since', async () => {
  const harness = await openHarness();
  harness.exchange.isReachable = false;
  harness.isStreaming = false;
  const fetch = vi.spyOn(harness.exchange, 'fetchTradesSince').mockRejectedValue(new Error('away'));
  await harness.trade(100);
  await harness.arm({ condition: { type: 'price_cross', price: 95, direction: 'any' } });
  await harness.trade([94, 93]);
  fetch.mockRestore();
  harness.exchange.tickers = [tickerOf(BTC, 93, 90, harness.clock.now())];
  harness.exchange.isReachable = harness.isStreaming = true;
  await harness.pass(60_000);
  await harness.trade(100);
  expect(told(harness)).toEqual([
    [BTC, 94],
    [BTC, 100],
  ]);
  expect(harness.alerts.map(({ late }) => late)).toEqual([true, false]);
});

test('what is traded while the app is closed is seen though no trade came before', async () => {
  const harness = await openHarness();
  harness.isStreaming = false;
  await harness.trade([99, 100]);
  harness.exchange.tickers = [tickerOf(BTC, 100, 90, harness.clock.now())];
  await harness.arm({ condition: { type: 'price_cross', price: 95, direction: 'any' } });
  await harness.close();
  await harness.trade([94, 96]);
  await harness.open();
  await harness.pass(5000);
  expect(told(harness)).toEqual([
    [BTC, 94],
    [BTC, 96],
  ]);
});

test('a crossing by the first trade after an import is not lost', async () => {
  const harness = await openHarness();
  await harness.run.watchlist.put({ symbols: [BTC], groups: {} });
  await harness.arm({ condition: { type: 'price_cross', price: 95, direction: 'down' } });
  await harness.trade(100);
  harness.run.alertService.reload();
  await harness.trade(94);
  expect(told(harness)).toEqual([[BTC, 94]]);
});

test('nor is it when the feed was stale at the import', async () => {
  const harness = await openHarness();
  await harness.run.watchlist.put({ symbols: [BTC], groups: {} });
  await harness.arm({ condition: { type: 'price_cross', price: 95, direction: 'down' } });
  await harness.trade(100);
  harness.state = 'stale';
  harness.run.alertService.reload();
  await harness.pass(1000);
  harness.state = 'live';
  await harness.trade(94);
  expect(told(harness)).toEqual([[BTC, 94]]);
});

test('the price of the market that the venue was before is no earlier price in another', async () => {
  const harness = await openHarness();
  await harness.run.watchlist.put({ symbols: [BTC], groups: {} });
  await harness.arm({ condition: { type: 'price_cross', price: 100, direction: 'up' } });
  await harness.trade(90);
  harness.market = 'another';
  harness.exchange.trades = [];
  harness.run.marketData.onMoved('spot');
  harness.run.alertService.restart();
  await harness.arm({ condition: { type: 'price_cross', price: 110, direction: 'up' } });
  await harness.trade(120);
  expect(told(harness)).toEqual([]);
  await harness.trade([99, 121]);
  expect(told(harness)).toEqual([
    [BTC, 121],
    [BTC, 121],
  ]);
});

test('a summary that is ahead of the trades still to come from history hides no crossing of theirs', async () => {
  const harness = await openHarness();
  harness.isStreaming = false;
  const fetch = vi.spyOn(harness.exchange, 'fetchTradesSince').mockRejectedValue(new Error('away'));
  await harness.trade(100);
  await harness.arm({ condition: { type: 'price_cross', price: 95, direction: 'any' } });
  await harness.trade([94, 93]);
  harness.run.marketData.onTicker(tickerOf(BTC, 93, 90, harness.clock.now()));
  expect(harness.run.marketData.price(BTC)?.price).toBe(93);
  // Whatever else is done meanwhile.
  await harness.run.watchlist.put({ symbols: [ETH], groups: { mine: [ETH] } });
  await harness.ask('create_position', {
    symbol: BTC,
    side: 'long',
    quantity: 1,
    entry_price: 100,
  });
  fetch.mockRestore();
  harness.isStreaming = true;
  await harness.pass(60_000);
  await harness.trade(94);
  expect(told(harness)).toEqual([[BTC, 94]]);
});
