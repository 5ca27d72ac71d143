import { beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { IdSource } from './id-source';
import { SimulatedDisk } from './simulated-disk';
import { StateStore } from './state-store';

const DIR = '/data';
let disk: SimulatedDisk;

beforeEach(async () => {
  disk = new SimulatedDisk();
  await disk.makeFolder(DIR);
});

async function opened(clock = new FakeClock()) {
  const ports = { clock, logger: silentLogger, random: () => 0 };
  const store = await StateStore.open({ ...ports, fs: disk, dataDir: DIR });
  const ids = new IdSource(store, ports);
  await ids.start();
  return { store, ids };
}

test('numbers begin at 1 and go on without a gap after a clean end, each kind by itself', async () => {
  const first = await opened();
  expect([first.ids.next('alert'), first.ids.next('alert'), first.ids.next('rule')]).toEqual([
    1, 2, 1,
  ]);
  first.ids.stop();
  await first.store.close();
  const second = await opened();
  expect([second.ids.next('alert'), second.ids.next('rule')]).toEqual([3, 2]);
});

test('no number comes twice when every process ends by a crash', async () => {
  const seen = new Set<number>();
  for (let run = 0; run < 20; run++) {
    const { ids } = await opened();
    for (let n = 0; n < 450; n++) seen.add(ids.next('alert'));
  }
  expect(seen.size).toBe(20 * 450);
});

test('thousands of numbers are given out faster than they can be reserved, none twice', async () => {
  const { ids, store } = await opened();
  const seen = new Set<number>();
  for (let n = 0; n < 5000; n++) {
    seen.add(ids.next('alert'));
    if (n % 100 === 0) await new Promise((done) => setImmediate(done));
  }
  await store.close();
  const next = await opened();
  seen.add(next.ids.next('alert'));
  expect(seen.size).toBe(5001);
});

test('after a recovery no number of before comes again', async () => {
  const { ids } = await opened();
  for (let n = 0; n < 3000; n++) {
    ids.next('alert');
    if (n % 100 === 0) await new Promise((done) => setImmediate(done));
  }
  for (const file of ['state.json', 'state.json.bak']) {
    disk.damage(`${DIR}/${file}`, (data) => data.fill(0));
  }
  const recovered = await opened();
  const next = recovered.ids.next('alert');
  expect(next).toBeGreaterThan(3000);
  expect(Number.isSafeInteger(next)).toBe(true);
});

test('a file made by hand, with numbers near the end of all, wedges nothing and repeats nothing', async () => {
  const { store } = await opened();
  await store.update(({ ids }) => ({ ids: { ...ids, alert: 9e15, position: 9e15 } }));
  await store.close();
  const seen = new Set<number>();
  for (let run = 0; run < 3; run++) {
    const { ids, store: kept } = await opened(new FakeClock(Date.UTC(2026, 0, 1) + run));
    await ids.raise({ position: Number.MAX_SAFE_INTEGER });
    for (let n = 0; n < 1200; n++) seen.add(ids.next('position'));
    await ids.provide({ alert: 2000 });
    expect(Number.isSafeInteger(ids.next('alert') + 1e12)).toBe(true);
    await kept.close();
    expect(kept.notices.list()).toEqual([]);
  }
  expect(seen.size).toBe(3 * 1200);
});
