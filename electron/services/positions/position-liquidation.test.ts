import { beforeEach, expect, test } from 'vitest';
import { ExactPositions } from '../alerts/exact-positions';
import { FakeClock } from '../fake-clock';
import { SimulatedDisk } from '../store/simulated-disk';
import { PositionHarness } from './position-harness';
import { storedPosition } from './position-schema';

const CONTRACT = { symbol: 'BTC/USDT:USDT', side: 'long', quantity: 1, entry_price: 45_000 };

let harness: PositionHarness;
let parts: Awaited<ReturnType<PositionHarness['open']>>;

beforeEach(async () => {
  harness = new PositionHarness(new SimulatedDisk());
  parts = await harness.open();
});

const create = (more: object) => harness.ask('create_position', { ...CONTRACT, ...more });

test.each([
  ['long', 40_662.650_602_409_64],
  ['short', 49_302.788_844_621_515],
] as const)(
  'a %s is liquidated where its margin has shrunk to what is to be kept',
  async (side, at) => {
    const position = await create({ side, leverage: 10, maintenance_percent: 0.4 });
    expect(position).toMatchObject({
      margin: 4500,
      maintenance_percent: 0.4,
      maintenance_source: 'noted',
      liquidation_price: at,
    });
  },
);

test.each([
  ['the maintenance margin is not known', { leverage: 10 }, 4500],
  ['it has no leverage', { maintenance_percent: 0.4 }, null],
  ['it is no contract', { symbol: 'BTC/USDT', leverage: 10, maintenance_percent: 0.4 }, null],
])('nothing is guessed when %s', async (_name, more, margin) => {
  expect(await create(more)).toMatchObject({ margin, liquidation_price: null });
});

test('what is noted later moves the estimate, outlives a restart, and ends with the position', async () => {
  const { position_id: id } = await create({ leverage: 10 });
  await harness.ask('patch_position', { id, maintenance_percent: 0.4 });
  harness.disk.restart();
  harness = new PositionHarness(harness.disk, new FakeClock());
  await harness.open();
  expect(await harness.ask('get_position', { id })).toMatchObject({
    liquidation_price: 40_662.650_602_409_64,
  });
  const closed = await harness.ask('close_position', { id, price: 45_100 });
  expect(closed).toMatchObject({ margin: null, liquidation_price: null });
});

test('alert rules see the same estimate', async () => {
  const { position_id: id } = await create({ leverage: 10, maintenance_percent: 0.4 });
  const rules = new ExactPositions({
    all: () => parts.positions.all(),
    find: (each) => parts.positions.find(each),
    bestOf: () => 0,
    equity: () => null,
  });
  expect(rules.liquidationPrice(id)).toBe(40_662.650_602_409_64);
  await harness.ask('patch_position', { id, maintenance_percent: null });
  expect(rules.liquidationPrice(id)).toBeNull();
});

test('a file from before the maintenance margin was noted is read', async () => {
  await create({ leverage: 10 });
  const [kept] = Object.values(parts.store.state.positions.open);
  const older = structuredClone(kept) as { notes: { maintenancePercent?: unknown } };
  delete older.notes.maintenancePercent;
  expect(storedPosition.parse(older).notes.maintenancePercent).toBeNull();
});
