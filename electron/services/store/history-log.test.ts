import { expect, test } from 'vitest';
import type { NoticeKind } from '../../../shared/domain/store-status';
import { seededRandom } from '../exchange/demo/prng';
import { FakeClock } from '../fake-clock';
import { HistoryLog, type Retention } from './history-log';
import { SimulatedDisk } from './simulated-disk';

const SEED = 20_260_103;
const DIR = '/data';
const FOLDER = `${DIR}/history`;
const START = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

async function freshDisk(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  await disk.makeFolder(DIR);
  return disk;
}

interface Options {
  readonly retention?: Partial<Retention>;
  readonly clock?: FakeClock;
  readonly isReadOnly?: boolean;
}

async function openLog(fs: SimulatedDisk, options: Options = {}) {
  const notices: NoticeKind[] = [];
  const { retention, clock = new FakeClock(START), isReadOnly = false } = options;
  const log = new HistoryLog({
    ...{ name: 'alerts', folder: FOLDER, fs, clock, isReadOnly },
    random: () => 0,
    retention: { records: Infinity, ageMs: Infinity, ...retention },
    segmentBytes: 300,
    onOutcome: () => undefined,
    onNotice: (kind) => notices.push(kind),
  });
  await log.open();
  return { log, notices };
}

const record = (id: number) => ({ id, at: START + id, text: `ราคา "${id}" <b>\n` });

async function idsOf(log: HistoryLog, before?: number): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of log.newestFirst(before)) ids.push(id);
  return ids;
}

const countdown = (from: number, to = 1): number[] =>
  Array.from({ length: from - to + 1 }, (_, index) => from - index);

async function filled(count: number): Promise<SimulatedDisk> {
  const disk = await freshDisk();
  const { log } = await openLog(disk);
  for (let id = 1; id <= count; id++) await log.append([record(id)]);
  return disk;
}

const files = async (disk: SimulatedDisk): Promise<string[]> =>
  (await disk.list(FOLDER)).filter((name) => name.endsWith('.log')).sort();

test('records come back newest first, whole, from any number on, also after a restart', async () => {
  const disk = await filled(40);
  const { log, notices } = await openLog(disk);
  expect(await idsOf(log)).toEqual(countdown(40));
  expect(await idsOf(log, 17)).toEqual(countdown(16));
  expect(await idsOf(log, 1)).toEqual([]);
  for await (const found of log.newestFirst(6)) {
    expect(found).toEqual(record(5));
    break;
  }
  expect((await files(disk)).length).toBeGreaterThan(5);
  expect(log.count).toBe(40);
  expect(notices).toEqual([]);
});

test('records that are there already are left out, however they are mixed with new ones', async () => {
  const disk = await filled(5);
  const { log } = await openLog(disk);
  await log.append([3, 4, 5, 6, 7].map(record));
  void log.append([6, 7, 8].map(record));
  await log.append([7, 8, 9].map(record));
  expect(await idsOf(log)).toEqual(countdown(9));
});

test('many records at once are divided among files', async () => {
  const disk = await freshDisk();
  const { log } = await openLog(disk);
  await log.append(Array.from({ length: 50 }, (_, index) => record(index + 1)));
  expect((await files(disk)).length).toBeGreaterThan(4);
  expect(await idsOf((await openLog(disk)).log)).toEqual(countdown(50));
});

test('an unfinished end is cut off at the start, with a notice, and writing goes on', async () => {
  const disk = await filled(3);
  const [file] = await files(disk);
  disk.damage(`${FOLDER}/${file!}`, (data) => data.subarray(0, data.length - 5));
  const { log, notices } = await openLog(disk);
  expect(notices).toEqual(['torn_tail']);
  expect(await idsOf(log)).toEqual([2, 1]);
  await log.append([record(3)]);
  const again = await openLog(disk);
  expect(again.notices).toEqual([]);
  expect(await idsOf(again.log)).toEqual([3, 2, 1]);
});

/** A thousand damages in parts, so that none of them takes long. */
const SEEDS = Array.from({ length: 5 }, (_, part) => SEED + part);

test.each(SEEDS)(
  'of 200 damages (seed %i) every one is found, and only what it hit is lost',
  async (seed) => {
    const random = seededRandom(seed);
    const original = await filled(12);
    const names = await files(original);
    const contents = await Promise.all(names.map((name) => original.read(`${FOLDER}/${name}`)));
    for (let round = 0; round < 200; round++) {
      const disk = await freshDisk();
      await disk.makeFolder(FOLDER);
      for (const [index, name] of names.entries()) {
        await (await disk.create(`${FOLDER}/${name}`)).write(contents[index]!, 0);
      }
      const victim = names[Math.floor(random() * names.length)]!;
      disk.damage(`${FOLDER}/${victim}`, (data) => {
        const at = Math.floor(random() * data.length);
        if (round % 3 === 0) return data.fill(0, at, Math.min(data.length, at + 1 + (round % 100)));
        if (round % 3 === 1) return Buffer.concat([data, data]);
        data[at] = data[at]! ^ (1 << Math.floor(random() * 8));
        return data;
      });
      const { log, notices } = await openLog(disk);
      expect(notices, `round ${round}`).toHaveLength(1);
      const ids = await idsOf(log);
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
      expect(ids.length).toBeGreaterThanOrEqual(round % 3 === 1 ? 12 : 7);
      expect((await openLog(disk)).notices).toEqual([]);
    }
  },
);

test('damage is kept in a copy; when nothing may be written it is read past', async () => {
  const disk = await filled(10);
  const [file] = await files(disk);
  const path = `${FOLDER}/${file!}`;
  disk.damage(path, (data) => data.fill(0, 20, 30));
  const damaged = await disk.read(path);
  const onlyRead = await openLog(disk, { isReadOnly: true });
  expect(await idsOf(onlyRead.log)).toEqual(countdown(10, 2));
  expect(await disk.read(path)).toEqual(damaged);
  await openLog(disk);
  const aside = (await disk.list(FOLDER)).find((name) => name.includes('.corrupt-'));
  expect(await disk.read(`${FOLDER}/${aside!}`)).toEqual(damaged);
});

test('more than is to be kept is dropped, by number and by age, oldest files first', async () => {
  const disk = await filled(40);
  const few = await openLog(disk, { retention: { records: 20 } });
  for (let id = 41; id <= 60; id++) await few.log.append([record(id)]);
  const kept = await idsOf(few.log);
  expect(kept.length).toBeGreaterThanOrEqual(20);
  expect(kept.length).toBeLessThan(30);
  expect(kept).toEqual(countdown(60, 61 - kept.length));

  const clock = new FakeClock(START + 2 * DAY_MS);
  const young = await openLog(disk, { retention: { ageMs: DAY_MS }, clock });
  for (let id = 61; id <= 70; id++) {
    await young.log.append([{ ...record(id), at: clock.now() }]);
  }
  expect((await idsOf(young.log)).at(-1)).toBeGreaterThan(50);
});

test('a history deleted while it runs is told, and goes on', async () => {
  const disk = await freshDisk();
  const { log, notices } = await openLog(disk);
  for (let id = 1; id <= 3; id++) await log.append([record(id)]);
  disk.removeFolder(FOLDER);
  expect(await idsOf(log)).toEqual([]);
  await log.append([record(4)]);
  expect(notices).toEqual(['history_gone']);
  expect(await idsOf(log)).toEqual([4]);
  expect(await idsOf((await openLog(disk)).log)).toEqual([4]);
});

test('files of other histories and strangers are left alone', async () => {
  const disk = await filled(3);
  const strange = ['signals-0000000000000001.log', 'alerts-1.log', 'notes.txt'];
  for (const name of strange) await disk.create(`${FOLDER}/${name}`);
  const { log, notices } = await openLog(disk);
  expect(await idsOf(log)).toEqual([3, 2, 1]);
  expect(notices).toEqual([]);
  expect(await disk.list(FOLDER)).toEqual(expect.arrayContaining(strange));
});
