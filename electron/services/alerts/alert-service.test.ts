import { expect, test } from 'vitest';
import { tickerOf } from '../exchange/fake-exchange';
import { BTC, openHarness } from './alert-harness';
import { reloadAlerts } from './open-alerts';

const cross = (price: number, direction = 'up') => ({
  condition: { type: 'price_cross', price, direction },
});

test('golden: a long of 1 BTC/USDT at 44000 with a target of 2 % says so word for word', async () => {
  const harness = await openHarness();
  const { position_id: id } = await harness.ask('create_position', {
    ...{ symbol: BTC, side: 'long', quantity: 1, entry_price: 44_000 },
    ...{ profit_target_percent: 2, stop_loss_percent: 5 },
  });
  await harness.trade([44_000, 44_879.99]);
  expect(harness.alerts).toEqual([]);
  await harness.trade([45_000.5, 45_100]);
  expect(harness.alerts).toMatchObject([
    {
      ...{ alert_type: 'PROFIT_TARGET', position_id: id, symbol: BTC, price: 45_000.5 },
      ...{ message: 'Position BTC/USDT reached profit target of 2%', late: false, read: false },
    },
  ]);
  await harness.trade(41_800);
  expect(harness.alerts[1]).toMatchObject({
    ...{ alert_type: 'STOP_LOSS', message: 'Position BTC/USDT reached stop loss of 5%' },
  });
});

test('a target goes with its position: changed, taken away, closed', async () => {
  const harness = await openHarness();
  const { position_id: id } = await harness.ask('create_position', {
    ...{ symbol: BTC, side: 'long', quantity: 1, entry_price: 100, profit_target_percent: 10 },
  });
  const targets = async () => (await harness.ask('list_alert_rules', {})).items;
  const [{ rule_id } = { rule_id: 0 }] = await targets();
  await expect(harness.ask('delete_alert_rule', { id: rule_id })).rejects.toThrow(
    /profit_target_percent of position/,
  );
  await harness.ask('patch_position', { id, profit_target_percent: 20, stop_loss_percent: 3 });
  await harness.trade([100, 110]);
  expect(harness.alerts).toEqual([]);
  await harness.trade(120);
  expect(harness.alerts).toHaveLength(1);
  await harness.ask('patch_position', { id, stop_loss_percent: null });
  expect(await targets()).toMatchObject([{ origin: 'profit_target', reason: 'fired' }]);
  await harness.ask('close_position', { id, price: 120 });
  expect(await targets()).toEqual([]);
});

test('6.1 a rule is armed for every trade after the answer', async () => {
  const harness = await openHarness();
  harness.exchange.tickers = [tickerOf(BTC, 99, 98)];
  const rule = await harness.arm(cross(100));
  expect(rule).toMatchObject({ rule_id: 1, symbol: BTC, can_fire: true, origin: 'trader' });
  await harness.trade([100, 101, 99, 100]);
  expect(harness.alerts.map(({ price, rule_id }) => [price, rule_id])).toEqual([
    [100, 1],
    [100, 1],
  ]);
});

test('6.2 rules see every trade, in order, however few of them clients are told', async () => {
  const harness = await openHarness();
  await harness.arm(cross(105, 'any'));
  const prices = Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? 106 : 104));
  await harness.trade([100, ...prices], BTC, 0);
  expect(harness.alerts.map(({ price }) => price)).toEqual(prices);
  expect(harness.alerts.map(({ alert_id }) => alert_id)).toEqual(prices.map((_, n) => n + 1));
});

test('targets of positions that an import has brought are armed for the next trade', async () => {
  const harness = await openHarness();
  const { position_id: id } = await harness.ask('create_position', {
    ...{ symbol: BTC, side: 'long', quantity: 1, entry_price: 100, stop_loss_percent: 10 },
  });
  await harness.trade(100);
  const document = structuredClone(harness.run.store.state);
  await harness.ask('patch_position', { id, stop_loss_percent: null });
  expect((await harness.ask('list_alert_rules', {})).items).toEqual([]);
  const { positions, alerts } = document;
  await harness.run.store.update(() => ({ positions, alerts: { ...alerts, rules: {} } }));
  await harness.run.positions.reload();
  await reloadAlerts(harness.run);
  await harness.trade(89);
  expect(harness.alerts).toMatchObject([{ alert_type: 'STOP_LOSS', position_id: id }]);
});

test('6.3 a jump through many levels fires each once, nearest first, recorded in one commit', async () => {
  const harness = await openHarness();
  await harness.trade(100);
  for (const price of [130, 110, 120]) await harness.arm(cross(price));
  await harness.trade([100, 140]);
  expect(harness.alerts.map(({ rule_id }) => rule_id)).toEqual([2, 3, 1]);
  expect(harness.alerts.map(({ alert_id }) => alert_id)).toEqual([1, 2, 3]);
});

test('6.4 what happened while the app was closed fires once, late, with its true time', async () => {
  const harness = await openHarness();
  await harness.arm(cross(100));
  await harness.arm({ condition: { type: 'trailing', percent: 5, from: 'high' } });
  await harness.trade([95, 99]);
  await harness.close();
  await harness.trade([100, 99, 98], BTC, 60_000);
  const crossedAt = harness.exchange.trades.at(-3)?.time ?? 0;
  harness.state = 'connecting';
  await harness.open();
  await harness.pass(1000);
  harness.state = 'live';
  await harness.trade([97, 94]);
  expect(harness.alerts).toMatchObject([
    { price: 100, late: true, occurred_at: new Date(crossedAt).toISOString() },
    { price: 94, late: false, alert_type: 'TRAILING' },
  ]);
});

test('6.4 a time that came while the program was killed is judged at the price of that time', async () => {
  const harness = await openHarness();
  const every = { type: 'time', every: 10 };
  await harness.arm({ condition: every });
  await harness.arm({
    condition: { type: 'all', conditions: [every, { type: 'price_above', price: 100 }] },
  });
  const second = (harness.clock.now() / 1000) % 10;
  await harness.pass((6 - second) * 1000);
  await harness.trade(99);
  await harness.pass(1000);
  harness.kill();
  await harness.trade(101, BTC, 1000);
  await harness.trade(99, BTC, 4000);
  harness.state = 'connecting';
  await harness.open();
  await harness.trade(98, 'ETH/USDT');
  await harness.pass(4000);
  harness.state = 'live';
  await harness.pass(2000);
  expect(harness.alerts).toMatchObject([
    { rule_id: 1, price: 101, late: true },
    { rule_id: 2, price: 101, late: true },
  ]);
});

test('6.4 a gap of the stream is evaluated before what is live, and nothing fires twice', async () => {
  const harness = await openHarness();
  await harness.arm(cross(100));
  await harness.trade([99, 101]);
  harness.isStreaming = false;
  await harness.trade([99, 100, 98]);
  harness.isStreaming = true;
  await harness.trade([99, 102]);
  await harness.pass(1000);
  expect(harness.alerts.map(({ price, late }) => [price, late])).toEqual([
    [101, false],
    [100, true],
    [102, false],
  ]);
});

test('6.5 a kill at any moment of the disk loses no fire and doubles none on record', async () => {
  let kills = 0;
  for (let stop = 0; stop < 60; stop++) {
    const harness = await openHarness();
    await harness.arm(cross(100));
    await harness.trade(99);
    await harness.pass(61_000);
    harness.disk.stopAt(harness.disk.calls + stop);
    await harness.trade([100, 98, 101, 97]);
    await harness.pass(100);
    harness.kill();
    harness.disk.restart();
    await harness.trade([103, 96]);
    await harness.open();
    await harness.trade(95);
    await harness.pass(1000);
    const { items } = await harness.ask('list_alerts', {});
    expect(items.map(({ price }) => price)).toEqual([103, 101, 100]);
    kills++;
  }
  expect(kills).toBe(60);
});

test('6.7 deleting a rule keeps its history', async () => {
  const harness = await openHarness();
  const { rule_id: id } = await harness.arm(cross(100));
  await harness.trade([99, 100]);
  await harness.ask('delete_alert_rule', { id });
  await harness.trade([99, 100]);
  expect(await harness.ask('list_alerts', { symbol: 'btcusdt' })).toMatchObject({
    items: [{ rule_id: id }],
  });
  await expect(harness.ask('get_alert_rule', { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a rule that is wrong is refused with field and reason', async () => {
  const harness = await openHarness();
  const refused: [object, RegExp][] = [
    [{ condition: { type: 'price_cross', price: -1, direction: 'up' } }, /^condition.price: /],
    [{ ...cross(1), symbol: { watchlist: 'none' } }, /^symbol: there is no group "none"/],
    [{ ...cross(1), position_id: 7 }, /^position_id: there is no open position 7/],
    [{ condition: { type: 'funding', flips: true } }, /^condition: BTC\/USDT has no funding/],
    [{ ...cross(1), symbol: 'NO/PE' }, /There is no symbol NO\/PE/],
  ];
  for (const [draft, reason] of refused) {
    await expect(harness.arm(draft as Parameters<typeof harness.arm>[0])).rejects.toThrow(reason);
  }
  expect((await harness.ask('list_alert_rules', {})).items).toEqual([]);
});

test('alerts are read one by one and all at once, which holds over a restart', async () => {
  const harness = await openHarness();
  await harness.arm(cross(100, 'any'));
  await harness.trade([99, 100, 98, 101, 97]);
  expect(await harness.ask('read_alert', { id: 2 })).toMatchObject({ alert_id: 2, read: true });
  await harness.close();
  await harness.open();
  const unread = async () =>
    (await harness.ask('list_alerts', { unread: true })).items.map(({ alert_id }) => alert_id);
  expect(await unread()).toEqual([4, 3, 1]);
  expect(await harness.ask('read_all_alerts', {})).toEqual({ read: 3 });
  await harness.close();
  await harness.open();
  expect(await unread()).toEqual([]);
  const page = await harness.ask('list_alerts', { limit: 2, before: 4 });
  expect(page).toMatchObject({ items: [{ alert_id: 3 }, { alert_id: 2 }], next: '2' });
});

test('a change that says only how to tell goes on, one of the condition begins afresh', async () => {
  const harness = await openHarness();
  const { rule_id: id } = await harness.arm({ ...cross(100), mode: 'once' });
  await harness.trade([99, 100]);
  const renamed = await harness.ask('patch_alert_rule', {
    id,
    name: 'hundred',
    severity: 'critical',
  });
  expect(renamed).toMatchObject({ name: 'hundred', reason: 'fired' });
  await harness.ask('patch_alert_rule', { id, condition: cross(101).condition, name: null });
  await harness.trade([100.5, 101]);
  expect(harness.alerts.map(({ price }) => price)).toEqual([100, 101]);
});

test('what is known of one market does not count in another', async () => {
  const harness = await openHarness();
  await harness.arm(cross(100));
  await harness.trade([90]);
  await harness.close();
  harness.market = 'another';
  harness.exchange.trades = [];
  await harness.open();
  await harness.trade([120, 99]);
  expect(harness.alerts).toEqual([]);
  await harness.trade(100);
  expect(harness.alerts).toHaveLength(1);
});

test('6.4 the best of a position outlives a kill together with the fires since it', async () => {
  const harness = await openHarness();
  const { position_id } = await harness.ask('create_position', {
    ...{ symbol: BTC, side: 'long', quantity: 1, entry_price: 1000 },
  });
  await harness.trade(1000);
  await harness.arm({ position_id, condition: { type: 'drawdown', percent: 5 } });
  await harness.arm(cross(1100));
  // The peak is known to memory alone when the crossing is recorded.
  await harness.trade([1100, 1090]);
  await harness.pass(1000);
  harness.kill();
  await harness.open();
  await harness.trade([1060, 1045]);
  await harness.pass(1000);
  expect(harness.alerts.map(({ alert_type, price }) => [alert_type, price])).toEqual([
    ['PRICE_CROSS', 1100],
    ['DRAWDOWN', 1045],
  ]);
});
