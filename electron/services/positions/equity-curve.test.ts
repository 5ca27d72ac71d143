import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../fake-clock';
import { SimulatedDisk } from '../store/simulated-disk';
import { seal } from '../store/state-envelope';
import { PositionHarness } from './position-harness';

const BTC = 'BTC/USDT';
const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 5, 1);
const GOLDEN = readFileSync(join(import.meta.dirname, '../store/golden/state-v2-equity.json'));

let harness: PositionHarness;
let parts: Awaited<ReturnType<PositionHarness['open']>>;

async function open(disk = new SimulatedDisk(), clock = new FakeClock(START)): Promise<void> {
  harness = new PositionHarness(disk, clock);
  parts = await harness.open();
}

/** Ends as a kill does, and starts again. */
async function restart(): Promise<void> {
  parts.portfolio.stop();
  harness.disk.restart();
  await open(harness.disk, harness.clock);
}

beforeEach(() => open());

/** A point at each price, in steps of five minutes or more. */
async function follow(prices: readonly number[], everyMs = 300_000): Promise<void> {
  for (const price of prices) {
    harness.trade(BTC, price);
    harness.clock.advance(everyMs);
    await new Promise((done) => setImmediate(done));
  }
}

const hold = () =>
  harness.ask('create_position', { symbol: BTC, side: 'long', quantity: 1, entry_price: 44_000 });
const equity = async (params: object = {}) =>
  (await harness.ask('get_equity', params)).items.map((each) => each.equity);
const stateBytes = async () => (await harness.disk.read('/data/state.json')).length;

async function oldFolder(state: Buffer): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  await disk.makeFolder('/data');
  await (await disk.create('/data/state.json')).write(state, 0);
  return disk;
}

const OLD = Array.from({ length: 12 }, (_, place) => 100_000 + place * 12.5);

test('the curve of a state of version 2 becomes a history, once, and goes on', async () => {
  await open(await oldFolder(GOLDEN), new FakeClock(START + HOUR_MS - 1000));
  expect(await equity()).toEqual(OLD);
  await restart();
  expect(await equity()).toEqual(OLD);
  harness.clock.advance(2000);
  await parts.store.update(() => ({}));
  await restart();
  expect(await equity()).toEqual([...OLD, 100_000]);
  expect(parts.store.state.pending.equity).toEqual([]);
});

test('points outlive a kill, and the state file does not grow by them', async () => {
  await hold();
  await follow([45_000, 46_000]);
  await parts.store.update(() => ({}));
  const before = await stateBytes();
  const prices = Array.from({ length: 10 }, (_, place) => 45_000 + place);
  await follow(prices);
  await parts.store.update(() => ({}));
  expect(await stateBytes()).toBeLessThan(before + 100);
  const seen = await equity();
  expect(seen).toHaveLength(12);
  await restart();
  expect(await equity()).toEqual(seen);
});

test('of the time before the last week, the last point of each of the trader’s own days is told', async () => {
  // One an hour: the day in Bangkok ends with the hour that begins at 16:00 UTC.
  const hours = Array.from({ length: 12 * 24 }, (_, hour) => ({
    ...{ time: START + hour * HOUR_MS, equity: `${100 + hour}` },
  }));
  const day = { zone: 'Asia/Bangkok', minute: 0 };
  const portfolio = { currency: 'USDT', day, transfers: [], equity: hours };
  const body = JSON.stringify({ portfolio });
  await open(await oldFolder(seal({ schemaVersion: 2, generation: 1, body })));
  const { items, days } = await harness.ask('get_equity', {});
  const old = items.slice(0, 5).map(({ timestamp }) => timestamp);
  expect(old[0]).toMatch(/^2026-06-01T16:/);
  expect(old[1]).toMatch(/^2026-06-02T16:/);
  expect(days).toHaveLength(13);
  await restart();
  expect((await harness.ask('get_equity', {})).items).toEqual(items);
});

test('another currency begins another curve, also after a restart', async () => {
  await hold();
  await follow([45_000, 46_000]);
  const bar = { open: 1, high: 1, low: 1, close: 1, volume: 1, isClosed: true };
  harness.exchange.klines = [{ ...bar, openTime: harness.clock.now() - 60_000 }] as never;
  await harness.ask('patch_portfolio', { currency: 'BTC' });
  expect(await equity()).toEqual([]);
  await follow([47_000]);
  expect(await equity()).toEqual([3000]);
  await restart();
  expect(await equity()).toEqual([3000]);
});

test('a document takes the curve along, and puts it in the place of the one that is there', async () => {
  await hold();
  await follow([45_000, 46_000, 45_500]);
  const exported = await harness.ask('export_state', {});
  await open();
  await hold();
  await follow([50_000]);
  const told = await harness.ask('import_state', exported);
  expect(told.histories['equity']).toEqual({ added: 3, kept_out: 0 });
  expect(await equity()).toEqual([1000, 2000, 1500]);
  await restart();
  expect(await equity()).toEqual([1000, 2000, 1500]);
});

test('a document of version 2 brings the curve that its state holds', async () => {
  const exported = await harness.ask('export_state', {});
  const [, body = ''] = GOLDEN.toString().split('\n');
  const { portfolio } = JSON.parse(body) as { portfolio: object };
  await harness.ask('import_state', {
    ...exported,
    ...{ schema_version: 2, state: { portfolio }, histories: {} },
  });
  expect(await equity()).toEqual(OLD);
});

test('a backup brings the curve of then back, also one of version 2', async () => {
  await open(await oldFolder(GOLDEN), new FakeClock(START + HOUR_MS));
  const [first] = (await harness.ask('list_backups', {})).items;
  expect(first).toMatchObject({ reason: 'before-v3' });
  harness.clock.advance(2000);
  const { name } = await harness.ask('create_backup', {});
  const then = await equity();
  await harness.ask('add_transfer', { amount: 5000 });
  harness.clock.advance(301_000);
  expect(await equity()).not.toEqual(then);
  await harness.ask('restore_backup', { name });
  expect(await equity()).toEqual(then);
  await harness.ask('restore_backup', { name: first!.name });
  expect(await equity()).toEqual(OLD);
  await restart();
  expect(await equity()).toEqual(OLD);
});

test('a point that cannot be is refused by its field', async () => {
  await hold();
  await follow([45_000]);
  const exported = await harness.ask('export_state', {});
  for (const worth of ['9'.repeat(3000), 'much', 7]) {
    const [point] = exported.histories['equity'] as object[];
    const histories = { ...exported.histories, equity: [{ ...point, equity: worth }] };
    const reply = await harness.reply('import_state', { ...exported, histories });
    expect(JSON.stringify(reply)).toContain('"field":"histories.equity.0');
  }
});
