import { beforeEach, expect, test } from 'vitest';
import { ExactPositions } from '../alerts/exact-positions';
import { FakeClock } from '../fake-clock';
import { PositionHarness } from './position-harness';
import { SimulatedDisk } from '../store/simulated-disk';

const BTC = 'BTC/USDT';
const ETH = 'ETH/USDT';

let harness: PositionHarness;

beforeEach(async () => {
  // Ten seconds before midnight.
  harness = new PositionHarness(
    new SimulatedDisk(),
    new FakeClock(Date.UTC(2026, 0, 1, 23, 59, 50)),
  );
  await harness.open();
});

const create = (symbol: string, side: string, entry_price: number) =>
  harness.ask('create_position', { symbol, side, entry_price, quantity: 1 });
const portfolio = () => harness.ask('get_portfolio', {});
const told = () =>
  harness.heard.flatMap((each) => (each.type === 'portfolio_update' ? [each.data] : []));

test('equity, exposure and profit of today follow the positions, by the trader’s own day', async () => {
  await harness.ask('add_transfer', { amount: 100_000 });
  await create(BTC, 'long', 44_000);
  await create(ETH, 'short', 3000);
  harness.trade(BTC, 44_000);
  harness.trade(ETH, 3000);
  harness.clock.advance(1000);
  harness.trade(BTC, 45_000);
  harness.clock.advance(300_000);
  expect(await portfolio()).toMatchObject({ equity: 101_000, pnl_today: 1000 });
  harness.trade(ETH, 3100);
  harness.clock.advance(30_000);
  expect(await portfolio()).toMatchObject({
    equity: 100_900,
    unrealized_pnl: 900,
    pnl_today: 900,
    exposure: { long: 45_000, short: 3100, gross: 48_100, net: 41_900 },
    exposure_by_symbol: { [BTC]: { net: 45_000 }, [ETH]: { net: -3100 } },
    unpriced: [],
  });
  await harness.ask('patch_portfolio', { day_zone: 'Asia/Bangkok', day_starts_at: '07:05' });
  expect(await portfolio()).toMatchObject({ day_starts_at: '07:05', pnl_today: -100 });
});

test('it is told at most once a second, only when it changed, and never from a stale price', async () => {
  await create(BTC, 'long', 44_000);
  for (let n = 1; n <= 20; n++) {
    harness.trade(BTC, 44_000 + n);
    harness.clock.advance(100);
  }
  expect(told().map(({ equity }) => equity)).toEqual([10, 20]);
  harness.clock.advance(5000);
  expect(told()).toHaveLength(2);
  harness.state = 'stale';
  harness.trade(BTC, 50_000);
  harness.clock.advance(5000);
  expect(told()).toHaveLength(2);
  expect(await portfolio()).toMatchObject({ not_live: [BTC], unrealized_pnl: 6000 });
});

test('money put in is no profit, and a day or zone that does not exist is refused', async () => {
  await create(BTC, 'long', 44_000);
  harness.trade(BTC, 44_100);
  harness.clock.advance(1000);
  harness.clock.advance(1);
  await harness.ask('add_transfer', { amount: 500 });
  expect(await portfolio()).toMatchObject({ equity: 600, pnl_today: 0 });
  const reply = await harness.reply('patch_portfolio', { day_zone: 'Mars/Base' });
  expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID' } });
  expect(await portfolio()).toMatchObject({ day_zone: 'UTC' });
});

test('the journal evaluates closed positions, by symbol and tag', async () => {
  for (const [price, tag] of [
    [45_000, 'good'],
    [43_500, 'bad'],
    [46_000, 'good'],
  ] as const) {
    const { position_id: id } = await create(BTC, 'long', 44_000);
    await harness.ask('patch_position', { id, tags: [tag] });
    await harness.ask('close_position', { id, price });
  }
  await create(BTC, 'long', 44_000);
  const journal = await harness.ask('get_journal', {});
  expect(journal.all).toMatchObject([
    { count: 3, wins: 2, losses: 1, net: 2500, profit_factor: 6 },
  ]);
  expect(journal.by_tag['good']).toMatchObject([{ count: 2, win_rate: 100 }]);
  expect((await harness.ask('get_journal', { tag: 'bad' })).all).toMatchObject([{ net: -500 }]);
});

test('what the portfolio was worth outlives a restart', async () => {
  await create(BTC, 'long', 44_000);
  for (const price of [45_000, 44_200]) {
    harness.trade(BTC, price);
    harness.clock.advance(300_000);
  }
  await harness.ask('patch_portfolio', { day_starts_at: '00:00' });
  harness.disk.restart();
  harness = new PositionHarness(harness.disk, harness.clock);
  await harness.open();
  expect((await portfolio()).drawdown).toMatchObject({ peak: 1000, deepest: 800 });
});

test('the curve holds a point each five minutes, with the results of the trader’s own days', async () => {
  await harness.ask('add_transfer', { amount: 100_000 });
  await create(BTC, 'long', 44_000);
  for (const price of [44_000, 45_000, 44_500]) {
    harness.trade(BTC, price);
    harness.clock.advance(300_000);
  }
  const curve = await harness.ask('get_equity', {});
  expect(curve.items.map(({ equity }) => equity)).toEqual([100_000, 101_000, 100_500]);
  expect(curve).toMatchObject({
    currency: 'USDT',
    days: [
      { to: '2026-01-02T00:00:00.000Z', pnl: 0 },
      { from: '2026-01-02T00:00:00.000Z', pnl: 500, percent: 0.5 },
    ],
  });
  const [, second] = curve.items;
  const later = await harness.ask('get_equity', { from: second!.timestamp });
  expect(later.items).toEqual(curve.items.slice(1));
  expect((await harness.ask('get_equity', { to: second!.timestamp })).items).toHaveLength(1);
});

test('totals are told in the currency of the trader’s choice, at the rate of the venue', async () => {
  const bar = { open: 40_000, high: 40_000, low: 40_000, close: 40_000, volume: 1, isClosed: true };
  harness.exchange.klines = [{ ...bar, openTime: harness.clock.now() - 60_000 }] as never;
  await create(BTC, 'long', 44_000);
  harness.trade(BTC, 48_000);
  expect(await portfolio()).toMatchObject({ currency: 'USDT', unrealized_pnl: 4000 });
  const chosen = await harness.ask('patch_portfolio', { currency: 'BTC' });
  expect(chosen).toMatchObject({ currency: 'BTC', unrealized_pnl: 0.1, unconverted: [] });
  expect((await harness.ask('get_equity', {})).items).toEqual([]);
});

test('a day of 23 hours ends when the clocks of its zone say so', async () => {
  // In New York, clocks went from 2:00 to 3:00 on March 8th, 2026.
  harness = new PositionHarness(
    new SimulatedDisk(),
    new FakeClock(Date.UTC(2026, 2, 8, 4, 59, 50)),
  );
  await harness.open();
  await harness.ask('patch_portfolio', { day_zone: 'America/New_York' });
  await create(BTC, 'long', 44_000);
  harness.trade(BTC, 44_100);
  harness.clock.advance(1000);
  // Saved with what is chosen.
  await harness.ask('patch_portfolio', { day_starts_at: '00:00' });
  const { disk } = harness;
  disk.restart();
  harness = new PositionHarness(disk, new FakeClock(Date.UTC(2026, 2, 9, 3, 59, 50)));
  await harness.open();
  harness.trade(BTC, 44_300);
  harness.clock.advance(1000);
  expect(await portfolio()).toMatchObject({ pnl_today: 200 });
  harness.clock.advance(10_000);
  expect(await portfolio()).toMatchObject({ pnl_today: 0 });
});

test('a withdrawal moves the peak at the moment it is made: it is no drawdown, to no rule', async () => {
  harness = new PositionHarness(new SimulatedDisk());
  const { portfolio: service } = await harness.open();
  await harness.ask('add_transfer', { amount: 10_000 });
  harness.clock.advance(1000);
  expect((await portfolio()).drawdown).toMatchObject({ peak: 10_000, current: 0 });
  // In the very millisecond of the last point, and a while after it.
  await harness.ask('add_transfer', { amount: -4000 });
  harness.clock.advance(1000);
  await harness.ask('add_transfer', { amount: -5000 });
  expect(await portfolio()).toMatchObject({ equity: 1000, drawdown: { peak: 1000, current: 0 } });
  const rules = new ExactPositions({
    ...{ all: () => [], find: () => undefined, bestOf: () => 0 },
    equity: () => service.equity(),
  });
  expect(rules.compareDrawdown(null, 20, BTC, 1)).toBe(-1);
  expect(told().at(-1)?.drawdown).toMatchObject({ peak: 6000 });
  await harness.ask('add_transfer', { amount: 500 });
  expect((await portfolio()).drawdown).toMatchObject({ peak: 1500 });
  harness.clock.advance(300_000);
  expect((await portfolio()).drawdown).toMatchObject({ peak: 1500, current: 0, deepest: 0 });
});
