import { expect, test } from 'vitest';
import { SimulatedDisk } from '../store/simulated-disk';
import { AlertHarness, BTC } from './alert-harness';

const ETH = 'ETH/USDT';
const PERPETUAL = 'BTC/USDT:USDT';

async function opened(): Promise<AlertHarness> {
  const disk = new SimulatedDisk();
  await disk.makeFolder('/data');
  const harness = new AlertHarness(disk);
  await harness.open();
  return harness;
}

const told = (harness: AlertHarness) =>
  harness.alerts.map(({ symbol, price }) => [symbol, price] as const);

test('a rule on a group sees a symbol that joins it later, and lets go of one that leaves', async () => {
  const harness = await opened();
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
  const harness = await opened();
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
  const harness = await opened();
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
  const harness = await opened();
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
