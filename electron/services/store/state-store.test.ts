import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { StateStore } from './state-store';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

const opened = async (): Promise<StateStore> => {
  const store = new StateStore(folder, new FakeClock(), silentLogger);
  await store.load();
  return store;
};

test('what was acknowledged is there after a restart, for its owner only', async () => {
  const store = await opened();
  await store.update((state) => (state.watchlist.symbols = ['BTC/USDT']));
  expect((await opened()).state.watchlist.symbols).toEqual(['BTC/USDT']);
  expect((await stat(join(folder, 'state.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['state.json']);
});

test('changes made while a write runs are carried by the next one, none is lost', async () => {
  const store = await opened();
  await Promise.all(
    Array.from({ length: 200 }, (_, n) => store.update((state) => (state.seqReserved = n))),
  );
  expect((await opened()).state.seqReserved).toBe(199);
});

test.each(['', '{', 'null', '[]', '{"schemaVersion":1}', '\u0000\u0000'])(
  'a damaged file (%j) is set aside, not overwritten',
  async (text) => {
    await writeFile(join(folder, 'state.json'), text);
    const store = await opened();
    expect(store.state.watchlist.symbols).toBeNull();
    await store.update((state) => (state.seqReserved = 1));
    const aside = (await readdir(folder)).find((name) => name.includes('.corrupt-'));
    expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe(text);
  },
);

test('a folder that is gone is made anew by the next write', async () => {
  const store = await opened();
  await rm(folder, { recursive: true });
  await store.update((state) => (state.seqReserved = 5));
  expect((await opened()).state.seqReserved).toBe(5);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test('a write that fails is reported, and the next one tries again', async () => {
  const store = await opened();
  await rm(folder, { recursive: true });
  await writeFile(folder, 'in the way');
  await expect(store.update((state) => (state.seqReserved = 5))).rejects.toThrow('ENOTDIR');
  await rm(folder);
  await store.update((state) => (state.watchlist.symbols = []));
  expect((await opened()).state.seqReserved).toBe(5);
});
