import { beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import type { Backups } from './backups';
import { SimulatedDisk } from './simulated-disk';
import { StateStore } from './state-store';

const DIR = '/data';
const FILE = `${DIR}/state.json`;
const HOUR_MS = 3_600_000;
let disk: SimulatedDisk;
let clock: FakeClock;
let store: StateStore;
let backups: Backups;

beforeEach(async () => {
  disk = new SimulatedDisk();
  await disk.makeFolder(DIR);
  clock = new FakeClock(Date.UTC(2026, 0, 1, 0, 30));
  store = await StateStore.open({
    ...{ fs: disk, dataDir: DIR, clock, logger: silentLogger, random: () => 0 },
  });
  backups = store.backups;
  await store.update(() => ({ seqReserved: 1 }));
});

const names = async (reason: string): Promise<string[]> =>
  (await backups.list()).filter((each) => each.reason === reason).map(({ name }) => name);

test('one an hour is kept for a day and one a day for a week', async () => {
  for (let hour = 0; hour < 24 * 10; hour++) {
    await store.update(() => ({ seqReserved: hour }));
    await backups.rotate(FILE);
    await backups.rotate(FILE);
    clock.advance(HOUR_MS);
  }
  const hourly = await names('hourly');
  expect(hourly).toHaveLength(24);
  expect([hourly[0], hourly.at(-1)]).toEqual([
    'hourly-2026-01-10T23.json',
    'hourly-2026-01-10T00.json',
  ]);
  const daily = await names('daily');
  expect(daily).toHaveLength(7);
  expect([daily[0], daily.at(-1)]).toEqual(['daily-2026-01-10.json', 'daily-2026-01-04.json']);
  expect((await backups.read(hourly[0]!)).seqReserved).toBe(239);
  expect((await backups.read(daily.at(-1)!)).seqReserved).toBe(72);
});

test('one that was asked for is kept for good', async () => {
  await backups.keep(FILE, 'before-v3');
  clock.advance(100 * 24 * HOUR_MS);
  await backups.rotate(FILE);
  expect(await names('before-v3')).toEqual(['before-v3-2026-01-01T003000.json']);
  expect((await backups.list()).at(-1)?.at).toBe(Date.UTC(2026, 0, 1, 0, 30));
});

test('rotation goes on by itself until it is ended', async () => {
  const stop = backups.start(FILE);
  clock.advance(0);
  await new Promise((done) => setImmediate(done));
  expect(await names('hourly')).toHaveLength(1);
  clock.advance(HOUR_MS);
  await new Promise((done) => setImmediate(done));
  expect(await names('hourly')).toHaveLength(2);
  await stop();
  expect(clock.pending).toBe(0);
});

test('a damaged file is no backup, and a disk that fails is no reason to stop', async () => {
  disk.damage(FILE, (data) => data.fill(0));
  await backups.rotate(FILE);
  expect(await backups.list()).toEqual([]);
  await store.update(() => ({ seqReserved: 2 }));
  disk.failAt(3, 'ENOSPC', 1000);
  const stop = backups.start(FILE);
  await stop();
  disk.heal();
  await backups.rotate(FILE);
  expect(await names('hourly')).toHaveLength(1);
});

test.each(['hourly-2026-01-01T01.json', '../state.json', 'state.json', ''])(
  'a backup called %j is not there',
  async (name) => {
    await expect(backups.read(name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  },
);

test('a backup that was damaged is refused', async () => {
  await backups.keep(FILE, 'before-v3');
  const [name] = await names('before-v3');
  disk.damage(`${DIR}/backups/${name!}`, (data) => data.subarray(0, 90));
  await expect(backups.read(name!)).rejects.toMatchObject({ code: 'INVALID' });
});
