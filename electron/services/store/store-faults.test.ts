import { expect, test } from 'vitest';
import { seededRandom } from '../exchange/demo/prng';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { Histories } from './histories';
import { SimulatedDisk } from './simulated-disk';
import { StateStore } from './state-store';

const SEED = 20_260_102;
const DIR = '/data';
const START = Date.UTC(2026, 0, 1);
const CHANGES = 6;
const CODES = ['ENOSPC', 'EIO', 'EROFS', 'EACCES'];

interface Opened {
  readonly store: StateStore;
  readonly histories: Histories;
}

/** Short history files, so that new ones are begun within a few changes. */
async function openAt(fs: SimulatedDisk, clock = new FakeClock()): Promise<Opened> {
  const ports = { fs, dataDir: DIR, clock, logger: silentLogger, random: () => 0 };
  const store = await StateStore.open(ports);
  return { store, histories: await Histories.open({ ...ports, store, segmentBytes: 100 }) };
}

/** One change of everything: the n-th symbol is listed, the n-th alert recorded. */
function change({ histories }: Opened, n: number): Promise<void> {
  const symbols = Array.from({ length: n }, (_, index) => `S${index + 1}`);
  return histories.record({ alerts: [{ id: n, at: START + n }] }, () => ({
    watchlist: { symbols, groups: {} },
  }));
}

/** How many changes are there; the state and the history must tell the same. */
async function changesIn({ store, histories }: Opened): Promise<number> {
  const symbols = store.state.watchlist.symbols ?? [];
  const alerts: number[] = [];
  for await (const { id } of histories.newestFirst('alerts')) alerts.push(id);
  expect(alerts).toEqual(symbols.map((_, index) => symbols.length - index));
  return symbols.length;
}

/** Makes changes until the machine stops. Returns how many were acknowledged. */
async function changeUntilStopped(disk: SimulatedDisk): Promise<number> {
  let acknowledged = 0;
  try {
    const opened = await openAt(disk);
    for (; acknowledged < CHANGES; acknowledged++) await change(opened, acknowledged + 1);
    await opened.histories.close();
  } catch (error) {
    expect(error).toMatchObject({ code: 'STOP' });
  }
  return acknowledged;
}

async function freshDisk(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  await disk.makeFolder(DIR);
  return disk;
}

/** Calls of a whole run. */
async function callsOfRun(): Promise<number> {
  const disk = await freshDisk();
  expect(await changeUntilStopped(disk)).toBe(CHANGES);
  return disk.calls;
}

test.each([
  ['fault 38: killed', (disk: SimulatedDisk) => disk.restart()],
  [
    `fault 39: cut from power (seed ${SEED})`,
    (disk: SimulatedDisk, random: () => number) => disk.powerCut(random),
  ],
])(
  '%s at any call, all of a change is there or nothing, and whatever was acknowledged',
  async (_name, stop) => {
    const random = seededRandom(SEED);
    const calls = await callsOfRun();
    expect(calls).toBeGreaterThan(60);
    for (let at = 1; at <= calls; at++) {
      const disk = await freshDisk();
      disk.stopAt(at);
      const acknowledged = await changeUntilStopped(disk);
      stop(disk, random);
      const reopened = await openAt(disk);
      const there = await changesIn(reopened);
      expect([acknowledged, acknowledged + 1], `stopped at call ${at}`).toContain(there);
      const kinds = reopened.store.notices.list().map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind !== 'torn_tail')).toEqual([]);
      await change(reopened, there + 1);
      await reopened.histories.close();
      await reopened.store.close();
      const names = [...(await disk.list(DIR)), ...(await disk.list(`${DIR}/history`))];
      expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
      expect(await changesIn(await openAt(disk))).toBe(there + 1);
    }
  },
);

test.each(CODES)(
  'faults 40, 41: %s at any call loses nothing and is over when the disk is',
  async (code) => {
    const calls = await callsOfRun();
    for (let at = 1; at <= calls; at++) {
      const disk = await freshDisk();
      const clock = new FakeClock();
      const opened = await openAt(disk, clock);
      await change(opened, 1);
      disk.failAt(at, code, 3);
      for (let n = 2; n <= CHANGES; n++) await change(opened, n).catch(() => undefined);
      disk.heal();
      expect(await changesIn(opened)).toBe(CHANGES);
      clock.advance(60_000);
      await opened.store.update(() => ({}));
      await opened.histories.close();
      expect(opened.store.health.present, `${code} at call ${at}`).toMatchObject({
        state: 'saved',
      });
      const reopened = await openAt(disk);
      expect(await changesIn(reopened), `${code} at call ${at}`).toBe(CHANGES);
    }
  },
);

test.each(CODES)(
  'a disk that answers nothing but %s is said within the call, and once',
  async (code) => {
    const disk = await freshDisk();
    const clock = new FakeClock();
    const opened = await openAt(disk, clock);
    await change(opened, 1);
    await opened.histories.close();
    const states: string[] = [];
    opened.store.health.onChange(() => states.push(opened.store.health.present.state));
    disk.failAt(1, code, 1_000_000);
    for (let n = 2; n <= CHANGES; n++) await expect(change(opened, n)).rejects.toThrow(code);
    expect(states).toEqual(['unsaved']);
    disk.heal();
    expect(await changesIn(opened)).toBe(CHANGES);
  },
);

test('a disk that does not answer is said after two seconds', async () => {
  const disk = await freshDisk();
  const clock = new FakeClock();
  disk.create = () => new Promise(() => undefined);
  const { store } = await openAt(disk, clock);
  void store.update(() => ({}));
  clock.advance(1999);
  expect(store.health.present.state).toBe('saved');
  clock.advance(1);
  expect(store.health.present).toMatchObject({
    state: 'unsaved',
    reason: 'The disk does not answer',
  });
});
