import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '../exchange/demo/prng';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { SimulatedDisk } from './simulated-disk';
import { seal } from './state-envelope';
import { emptyState, SCHEMA_VERSION } from './state-schema';
import { StateStore } from './state-store';

const SEED = 20_260_101;
const DIR = '/data';
const FILE = `${DIR}/state.json`;

const diskWith = async (
  files: Readonly<Record<string, string | Buffer>>,
): Promise<SimulatedDisk> => {
  const disk = new SimulatedDisk();
  await disk.makeFolder(DIR);
  await disk.makeFolder(`${DIR}/backups`);
  for (const [path, data] of Object.entries(files)) {
    await (await disk.create(path)).write(Buffer.from(data), 0);
  }
  return disk;
};
const opened = (fs: SimulatedDisk): Promise<StateStore> =>
  StateStore.open({
    fs,
    dataDir: DIR,
    clock: new FakeClock(),
    logger: silentLogger,
    random: () => 0,
  });
const listing = (...symbols: string[]) => ({ watchlist: { symbols, groups: {} } });
const kinds = (store: StateStore): string[] => store.notices.list().map(({ kind }) => kind);
const asides = async (disk: SimulatedDisk): Promise<string[]> =>
  (await disk.list(DIR)).filter((name) => name.includes('.corrupt-'));
const golden = (name: string): string =>
  readFileSync(join(import.meta.dirname, `golden/state-v${name}.json`), 'utf8');

/** Two generations on a disk: 5 symbols, then 6. */
async function twoGenerations(): Promise<SimulatedDisk> {
  const disk = await diskWith({});
  const store = await opened(disk);
  await store.update(() => listing('A/B', 'C/D', 'E/F', 'G/H', 'I/J'));
  await store.update(() => listing('A/B', 'C/D', 'E/F', 'G/H', 'I/J', 'K/L'));
  return disk;
}

const DAMAGES: readonly ((data: Buffer, random: () => number) => Buffer)[] = [
  (data, random) => data.subarray(0, Math.floor(random() * data.length)),
  (data, random) => {
    const at = Math.floor(random() * data.length);
    data[at] = data[at]! ^ (1 << Math.floor(random() * 8));
    return data;
  },
  (data, random) => {
    const at = Math.floor(random() * data.length);
    return data.fill(0, at, Math.min(data.length, at + 1 + Math.floor(random() * 200)));
  },
  (data) => Buffer.concat([data, data]),
  (data, random) => Buffer.concat([data, data.subarray(Math.floor(random() * data.length))]),
  (data, random) => {
    const at = Math.floor(random() * (data.length - 1));
    return Buffer.concat([data.subarray(0, at), data.subarray(at + 1)]);
  },
  (data) => Buffer.concat([Buffer.from('\uFEFF'), data]),
  () => Buffer.alloc(0),
  () => Buffer.from('null'),
];

/** A thousand damages in parts, so that none of them takes long. */
const SEEDS = Array.from({ length: 10 }, (_, part) => SEED + part);

test.each(SEEDS)(
  'fault 42: of 100 damages (seed %i) every one is found, recovered and told',
  async (seed) => {
    const random = seededRandom(seed);
    const original = await twoGenerations();
    const [whole, previous] = [await original.read(FILE), await original.read(`${FILE}.bak`)];
    for (let round = 0; round < 100; round++) {
      const disk = await diskWith({ [FILE]: whole, [`${FILE}.bak`]: previous });
      const damage = DAMAGES[round % DAMAGES.length]!;
      disk.damage(FILE, (data) => damage(data, random));
      const damaged = await disk.read(FILE);
      if (damaged.equals(whole)) continue;
      const store = await opened(disk);
      expect(store.state.watchlist.symbols, `round ${round}`).toHaveLength(5);
      expect(kinds(store)).toEqual(['recovered']);
      const [aside] = await asides(disk);
      expect(damaged.equals(await disk.read(`${DIR}/${aside!}`))).toBe(true);
      expect(store.isContinuous).toBe(false);
    }
  },
);

test('with the copy damaged too, a backup is taken; without one, both are set aside and told', async () => {
  const disk = await twoGenerations();
  const store = await opened(disk);
  await store.backups.rotate(FILE);
  for (const file of [FILE, `${FILE}.bak`]) disk.damage(file, (data) => data.fill(0));
  const recovered = await opened(disk);
  expect(recovered.state.watchlist.symbols).toHaveLength(6);
  expect(kinds(recovered)).toEqual(['recovered']);
  expect(await asides(disk)).toHaveLength(2);

  const bare = await twoGenerations();
  for (const file of [FILE, `${FILE}.bak`]) bare.damage(file, (data) => data.fill(0));
  const lost = await opened(bare);
  expect(lost.state.watchlist.symbols).toBeNull();
  expect(kinds(lost)).toEqual(['lost']);
  await lost.update(() => listing());
  expect(await asides(bare)).toHaveLength(2);
});

test.each(['', '{', 'null', '[]', '{"schemaVersion":1}', '\u0000\u0000', '0', '"x"'])(
  'a file that is %j is set aside, not overwritten',
  async (text) => {
    const disk = await diskWith({ [FILE]: text });
    const store = await opened(disk);
    expect(store.state.watchlist.symbols).toBeNull();
    await store.update(() => listing());
    const [aside] = await asides(disk);
    expect((await disk.read(`${DIR}/${aside!}`)).toString()).toBe(text);
  },
);

test('while a damaged file cannot be set aside, nothing is written over it or its copy', async () => {
  const disk = await twoGenerations();
  disk.damage(FILE, (data) => data.fill(0));
  const copy = await disk.read(`${FILE}.bak`);
  disk.failAt(3, 'EROFS');
  const store = await opened(disk);
  expect(store.state.watchlist.symbols).toHaveLength(5);
  disk.failAt(1, 'EROFS');
  await expect(store.update(() => listing())).rejects.toThrow('EROFS');
  expect(await disk.read(`${FILE}.bak`)).toEqual(copy);
  expect(await asides(disk)).toEqual([]);
  await store.update(() => listing());
  expect(await asides(disk)).toHaveLength(1);
  expect(await disk.read(`${FILE}.bak`)).toEqual(copy);
});

test('a file that is gone is recovered from the copy beside it', async () => {
  const disk = await twoGenerations();
  await disk.remove(FILE);
  const store = await opened(disk);
  expect(store.state.watchlist.symbols).toHaveLength(5);
  expect(kinds(store)).toEqual(['recovered']);
});

test('a bad sector is damage; a file that may not be read is for people', async () => {
  const disk = await twoGenerations();
  disk.failAt(2, 'EIO');
  expect((await opened(disk)).state.watchlist.symbols).toHaveLength(5);
  const other = await twoGenerations();
  other.failAt(2, 'EACCES');
  await expect(opened(other)).rejects.toThrow('EACCES');
});

const newer = seal({
  schemaVersion: SCHEMA_VERSION + 1,
  generation: 9,
  body: '{"watchlist":{"symbols":["A/B"],"groups":{}},"orchestra":[]}',
});
const extended = seal({
  schemaVersion: SCHEMA_VERSION,
  generation: 9,
  body: '{"watchlist":{"symbols":["A/B"],"groups":{}},"orchestra":[]}',
});

test.each([
  ['its version', newer],
  ['a section we do not know', extended],
  ['its version, without a checksum', Buffer.from('{"schemaVersion":9,"seqReserved":3}')],
])(
  'fault 43: a newer state, told by %s, is shown as far as it is understood and never written',
  async (_name, data) => {
    const disk = await diskWith({ [FILE]: data });
    const store = await opened(disk);
    expect(store.health.present.state).toBe('read_only');
    expect(kinds(store)).toEqual(['newer']);
    await expect(store.update(() => listing())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    store.updateLazily(() => listing());
    await store.checkFolder();
    await store.close();
    expect(await disk.read(FILE)).toEqual(data);
    expect(await disk.list(DIR)).toEqual(['state.json']);
  },
);

test('a backup in the place of a newer state is whole, and is written again', async () => {
  const disk = await twoGenerations();
  const before = await opened(disk);
  const name = await before.keepBackup('before-update');
  await before.close();
  const copy = await disk.read(`${DIR}/backups/${name}`);
  expect((await opened(await diskWith({ [FILE]: newer }))).health.present.state).toBe('read_only');
  const back = await opened(await diskWith({ [FILE]: copy, [`${FILE}.bak`]: newer }));
  expect([back.health.present.state, kinds(back)]).toEqual(['saved', []]);
  await back.update(({ watchlist }) => listing(...(watchlist.symbols ?? []), 'M/N'));
  expect(back.state.watchlist.symbols).toHaveLength(7);
  await back.close();
});

test('a section that is whole but not what it should be begins anew, the others stay', async () => {
  const data = seal({
    schemaVersion: SCHEMA_VERSION,
    generation: 9,
    body: '{"seqReserved":7,"watchlist":{"symbols":7,"groups":{}}}',
  });
  const disk = await diskWith({ [FILE]: data });
  const store = await opened(disk);
  expect(store.state.seqReserved).toBe(7);
  expect(store.state.watchlist.symbols).toBeNull();
  expect(kinds(store)).toEqual(['section_reset']);
  const [aside] = await asides(disk);
  expect(await disk.read(`${DIR}/${aside!}`)).toEqual(data);
});

test('one rule that cannot be understood is left out and told; all the others stay', async () => {
  const good = {
    ...{ id: 2, origin: 'trader', createdAt: 1, armedAt: 1, isMuted: false, snoozedUntil: null },
    rule: {
      ...{ symbol: 'A/B', mode: 'once', severity: 'info' },
      condition: { type: 'price_above', price: 1 },
    },
  };
  const rules = {
    1: { ...good, id: 1, armedAt: 9e15 },
    2: good,
    3: { ...good, id: 4 },
    5: { ...good, id: 5, rule: { ...good.rule, condition: { type: 'none' } } },
  };
  const kept = { market: 'm', last: null, excursions: {} };
  const symbols = {
    'A/B': { ...kept, state: { book: {}, watches: {} } },
    'C/D': { ...kept, state: null },
  };
  const body = JSON.stringify({ alerts: { rules, symbols, reads: { upTo: 0, ids: [] } } });
  const data = seal({ schemaVersion: SCHEMA_VERSION, generation: 9, body });
  const store = await opened(await diskWith({ [FILE]: data }));
  expect(Object.keys(store.state.alerts.rules)).toEqual(['2']);
  expect(Object.keys(store.state.alerts.symbols)).toEqual(['A/B']);
  expect(kinds(store)).toEqual(['entries_set_aside']);
  const [notice] = store.notices.list();
  for (const entry of ['rules.1', 'rules.3', 'rules.5', 'symbols.C/D']) {
    expect(notice?.text).toContain(`alerts.${entry}`);
  }
});

test.each([...Array.from({ length: SCHEMA_VERSION }, (_, index) => String(index + 1)), '2-equity'])(
  'fault 44: a state of version %s is read whole',
  async (name) => {
    const version = Number.parseInt(name, 10);
    const data = golden(name);
    const disk = await diskWith({ [FILE]: data });
    const store = await opened(disk);
    expect(store.notices.list()).toEqual([]);
    expect(store.state).toMatchObject({
      seqReserved: 1_780_272_000_100_000,
      watchlist: {
        symbols: ['BTC/USDT', 'ETH/USDT'],
        groups: { Majors: ['BTC/USDT'], 'เหรียญ ★': [] },
      },
    });
    await store.update(() => listing('A/B'));
    expect((await opened(disk)).state.watchlist.symbols).toEqual(['A/B']);
    const backups = await store.backups.list();
    expect(backups.map(({ reason }) => reason)).toEqual(
      version < SCHEMA_VERSION ? [`before-v${version + 1}`] : [],
    );
    for (const { name } of backups) {
      expect((await disk.read(`${DIR}/backups/${name}`)).toString()).toBe(data);
    }
  },
);

test('a first start has the state its schema says', () => {
  expect(emptyState().watchlist).toEqual({ symbols: null, groups: {} });
});
