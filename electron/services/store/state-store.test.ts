import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { SimulatedDisk } from './simulated-disk';
import type { State } from './state-schema';
import { StateStore } from './state-store';

let folder: string;
let clock: FakeClock;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-store-'));
  clock = new FakeClock();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const opened = (place: { dataDir: string; fs?: SimulatedDisk } = { dataDir: folder }) =>
  StateStore.open({ ...place, clock, logger: silentLogger, random: () => 0 });
const listing = (...symbols: string[]) => ({ watchlist: { symbols, groups: {} } });
const reserving = (seqReserved: number) => (): Partial<State> => ({ seqReserved });

test('what was acknowledged is there after a restart, for its owner only', async () => {
  const store = await opened();
  await store.update(() => listing('BTC/USDT'));
  expect((await opened()).state.watchlist.symbols).toEqual(['BTC/USDT']);
  expect((await stat(join(folder, 'state.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['state.json']);
});

test('changes made while a write runs are carried by the next one, none is lost', async () => {
  const store = await opened();
  await Promise.all(Array.from({ length: 200 }, (_, n) => store.update(reserving(n))));
  expect((await opened()).state.seqReserved).toBe(199);
  const { generation } = JSON.parse(
    (await readFile(join(folder, 'state.json'), 'utf8')).split('\n')[0]!,
  ) as { generation: number };
  expect(generation).toBe(2);
});

test('a promise stands for its own change, not for later ones that fail', async () => {
  const disk = new SimulatedDisk();
  await disk.makeFolder('/data');
  const store = await opened({ dataDir: '/data', fs: disk });
  const first = store.update(reserving(1));
  const second = expect(store.update(reserving(2))).rejects.toThrow();
  await first;
  disk.failAt(1, 'EIO', Number.POSITIVE_INFINITY);
  await second;
});

test('a lazy change is durable within a quarter of a second, many of them in one go', async () => {
  const store = await opened();
  for (let n = 1; n <= 100; n++) store.updateLazily(reserving(n));
  expect(await readdir(folder)).toEqual([]);
  clock.advance(250);
  await store.close();
  expect((await opened()).state.seqReserved).toBe(100);
  expect(await readdir(folder)).toEqual(['state.json']);
});

test('an amendment waits for the next commit', async () => {
  const store = await opened();
  store.amend(reserving(7));
  expect(clock.pending).toBe(0);
  await store.update(() => listing());
  expect((await opened()).state.seqReserved).toBe(7);
});

test('closing saves what is not saved yet, and leaves no timer', async () => {
  const store = await opened();
  store.updateLazily(reserving(3));
  await store.close();
  expect(clock.pending).toBe(0);
  expect((await opened()).state.seqReserved).toBe(3);
});

test.each([
  ['not a number', Number.NaN],
  ['infinite', Number.POSITIVE_INFINITY],
  ['a map', new Map()],
  ['a list with a hole', [undefined]],
  ['a bigint', 1n],
])('a value that is %s is refused before anything changes', async (_name, value) => {
  const store = await opened();
  const before = store.state;
  const change = () => ({ seqReserved: value }) as unknown as Partial<State>;
  await expect(store.update(change)).rejects.toThrow(TypeError);
  expect(store.state).toBe(before);
});

test('the state cannot be changed in place, where it would not be saved', async () => {
  const store = await opened();
  const symbols = ['BTC/USDT'];
  await store.update(() => listing(...symbols));
  const held = store.state.watchlist.symbols as string[];
  expect(() => held.push('ETH/USDT')).toThrow(TypeError);
});

test('only what changed is put into text anew', async () => {
  const store = await opened();
  const groups = Object.fromEntries(
    Array.from({ length: 100 }, (_, n) => [`group ${n}`, ['BTC/USDT']]),
  );
  await store.update(() => ({ watchlist: { symbols: [], groups } }));
  const stringify = vi.spyOn(JSON, 'stringify');
  await store.update(reserving(1));
  const longest = Math.max(...stringify.mock.results.map(({ value }) => String(value).length));
  stringify.mockRestore();
  expect(longest).toBeLessThan(300);
  expect((await opened()).state.watchlist.groups).toEqual(groups);
});

test('a folder deleted while it runs is made anew by the next write, with a notice', async () => {
  const store = await opened();
  const remade = vi.fn(() => Promise.resolve());
  store.onFolderRemade(remade);
  await rm(folder, { recursive: true });
  await store.update(reserving(5));
  expect((await opened()).state.seqReserved).toBe(5);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(remade).toHaveBeenCalledOnce();
  expect(store.notices.list()).toMatchObject([{ kind: 'folder_gone' }]);
});

test('a deleted folder that somebody else made anew first is noticed all the same', async () => {
  const store = await opened();
  await store.update(reserving(4));
  const remade = vi.fn(() => Promise.resolve());
  store.onFolderRemade(remade);
  await rm(folder, { recursive: true });
  await mkdir(join(folder, 'backups'), { recursive: true });
  await store.update(reserving(5));
  await store.update(reserving(6));
  expect(remade).toHaveBeenCalledOnce();
  expect(store.notices.list()).toMatchObject([{ kind: 'folder_gone' }]);
});

test('a state file that was taken away comes back without a change', async () => {
  const store = await opened();
  await store.update(reserving(5));
  await rm(join(folder, 'state.json'));
  await store.checkFolder();
  expect((await opened()).state.seqReserved).toBe(5);
  const before = await stat(join(folder, 'state.json'));
  await store.checkFolder();
  expect((await stat(join(folder, 'state.json'))).ino).toBe(before.ino);
});

test('faults 40, 41: what cannot be saved stays in memory, is said, and is saved once it can be', async () => {
  const store = await opened();
  const states: string[] = [];
  store.health.onChange(() => states.push(store.health.present.state));
  await rm(folder, { recursive: true });
  await writeFile(folder, 'in the way');
  await expect(store.update(reserving(5))).rejects.toThrow('ENOTDIR');
  expect(store.state.seqReserved).toBe(5);
  expect(store.health.present).toMatchObject({
    state: 'unsaved',
    reason: 'The data folder is gone',
  });
  await rm(folder);
  clock.advance(0);
  await vi.waitFor(() => expect(store.health.present.state).toBe('saved'));
  expect((await opened()).state.seqReserved).toBe(5);
  expect(states).toEqual(['unsaved', 'saved']);
  expect(clock.pending).toBe(1);
});

test('a notice stays over restarts until it is put away', async () => {
  const store = await opened();
  store.notices.add('lost', 'Something is lost.');
  await store.close();
  const next = await opened();
  const [notice] = next.notices.list();
  expect(notice).toMatchObject({ kind: 'lost', text: 'Something is lost.', at: clock.now() });
  next.notices.dismiss(notice!.id);
  expect(() => next.notices.dismiss(notice!.id)).toThrow('There is no notice');
  next.notices.add('lost', 'More.');
  expect(next.notices.list()[0]!.id).toBeGreaterThan(notice!.id);
  await next.close();
});
