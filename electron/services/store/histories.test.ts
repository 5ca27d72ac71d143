import { beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { Histories } from './histories';
import { SimulatedDisk } from './simulated-disk';
import type { HistoryName } from './state-schema';
import { StateStore } from './state-store';

const DIR = '/data';
const START = Date.UTC(2026, 0, 1);
let disk: SimulatedDisk;

beforeEach(async () => {
  disk = new SimulatedDisk();
  await disk.makeFolder(DIR);
});

async function opened() {
  const clock = new FakeClock(START);
  const ports = { fs: disk, dataDir: DIR, clock, logger: silentLogger, random: () => 0 };
  const store = await StateStore.open(ports);
  return { store, clock, histories: await Histories.open({ ...ports, store }) };
}

const record = (id: number) => ({ id, at: START + id });

async function idsOf(histories: Histories, name: HistoryName): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of histories.newestFirst(name)) ids.push(id);
  return ids;
}

test('a record is read as soon as it is recorded, and once, wherever it lies', async () => {
  const { histories } = await opened();
  const durable = histories.record({ alerts: [record(1)] });
  expect(await idsOf(histories, 'alerts')).toEqual([1]);
  await durable;
  for (let id = 2; id <= 20; id++) {
    await histories.record({ alerts: [record(id)] });
    expect((await idsOf(histories, 'alerts')).length).toBe(id);
  }
  expect(await histories.find('alerts', 7)).toEqual(record(7));
  expect(await histories.find('alerts', 21)).toBeNull();
});

test('a fire, its deliveries and the state of its rule are one commit', async () => {
  const { store, histories } = await opened();
  await histories.record({ alerts: [record(1)], deliveries: [record(1), record(2)] }, () => ({
    watchlist: { symbols: ['A/B'], groups: {} },
  }));
  await store.close();
  const next = await opened();
  expect(await idsOf(next.histories, 'alerts')).toEqual([1]);
  expect(await idsOf(next.histories, 'deliveries')).toEqual([2, 1]);
  expect(next.store.state.watchlist.symbols).toEqual(['A/B']);
});

test('the state keeps a record only until its history has it', async () => {
  const { store, histories } = await opened();
  await histories.record({ alerts: [record(1)] });
  await histories.close();
  expect(store.state.pending.alerts).toEqual([]);
});

test('numbers grow within a history; one that does not is refused before anything changes', async () => {
  const { store, histories } = await opened();
  await histories.record({ alerts: [record(5)] });
  const before = store.state;
  for (const bad of [[record(5)], [record(4)], [record(6), record(6)]]) {
    await expect(histories.record({ alerts: bad })).rejects.toThrow(RangeError);
  }
  await expect(histories.record({ alerts: [record(0)] })).rejects.toThrow();
  expect(store.state.watchlist).toBe(before.watchlist);
  expect(await idsOf(histories, 'alerts')).toEqual([5]);
  await histories.record({ signals: [record(1)] });
});

test('a history that cannot be written is kept within the state, said, and brought over later', async () => {
  const { store, clock, histories } = await opened();
  await histories.record({ alerts: [record(1)] });
  await histories.close();
  const open = disk.open.bind(disk);
  disk.open = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
  await histories.record({ alerts: [record(2)] });
  await new Promise((done) => setImmediate(done));
  expect(store.health.present).toMatchObject({ state: 'unsaved', reason: 'The disk is full' });
  expect(await idsOf(histories, 'alerts')).toEqual([2, 1]);
  const restarted = await opened();
  expect(await idsOf(restarted.histories, 'alerts')).toEqual([2, 1]);
  disk.open = open;
  clock.advance(1000);
  await new Promise((done) => setImmediate(done));
  expect(store.health.present.state).toBe('saved');
  expect(await idsOf((await opened()).histories, 'alerts')).toEqual([2, 1]);
});
