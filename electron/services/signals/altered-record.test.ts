import { beforeAll, expect, test } from 'vitest';
import { randomWalk } from '../../../shared/domain/signals/random-walk';
import { Random } from '../exchange/demo/prng';
import { encodeLine } from '../store/history-lines';
import type { SimulatedDisk } from '../store/simulated-disk';
import type { HistoryRecord } from '../store/state-schema';
import { HISTORY, newDisk, openBook, play } from './book-harness';

const CANDLES = randomWalk(new Random(7), {
  ...{ interval: '1h', count: 900, drift: 0, volatility: 0.01, start: Date.UTC(2024, 0, 1) },
});

interface Written extends HistoryRecord {
  readonly entry: { readonly number: number };
}

let file = '';
let written: readonly Written[] = [];

beforeAll(async () => {
  const { disk, name } = await diskWithRecord();
  file = name;
  const text = (await disk.read(file)).toString();
  written = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line.slice(line.indexOf('{'))) as Written);
  expect(written.length).toBeGreaterThan(10);
});

async function diskWithRecord() {
  const disk = await newDisk();
  const { keeper, store, histories, commit } = await openBook(disk);
  play(keeper, CANDLES);
  await commit();
  await histories.close();
  await new Promise((done) => setImmediate(done));
  // Until then the state has what its history has, too, and would put it right.
  await store.update(() => ({}));
  const names = await disk.list(HISTORY);
  const name = `${HISTORY}/${names.find((each) => each.startsWith('signals-')) ?? ''}`;
  return { disk, name };
}

/** What the start says of a record whose file holds other lines, their checksums right. */
async function faultOf(lines: readonly HistoryRecord[]) {
  const { disk } = await diskWithRecord();
  await overwrite(disk, Buffer.concat(lines.map(encodeLine)));
  const { record, store } = await openBook(disk);
  const notices = store.notices.list().map(({ kind }) => kind);
  return { fault: record.fault, isTold: notices.includes('record_altered') };
}

async function overwrite(disk: SimulatedDisk, data: Buffer): Promise<void> {
  await disk.remove(file);
  const handle = await disk.create(file);
  await handle.write(data, 0);
  await handle.sync();
  await handle.close();
}

const named = (number: number, kind: string) => ({ fault: { number, kind }, isTold: true });

test('a record that nobody has touched is found whole', async () => {
  expect(await faultOf(written)).toEqual({ fault: null, isTold: false });
});

test('an entry that was changed is named, though the checksum of its line was made to fit', async () => {
  const lines = written.map((it) =>
    it.entry.number === 5 ? { ...it, entry: { ...it.entry, timestamp: 1 } } : it,
  );
  expect(await faultOf(lines)).toEqual(named(5, 'altered'));
});

test('that two entries changed places is named', async () => {
  const lines = written.map((it, at) => {
    const other = at === 4 ? written[5] : at === 5 ? written[4] : it;
    return { ...it, entry: other?.entry ?? it.entry };
  });
  expect(await faultOf(lines)).toEqual(named(6, 'missing'));
});

test('an end that was cut off is named', async () => {
  expect(await faultOf(written.slice(0, -3))).toEqual(named(written.length - 2, 'missing'));
});

test('an entry that was taken out is named', async () => {
  expect(await faultOf(written.filter((_, at) => at !== 6))).toEqual(named(7, 'missing'));
});

test('an entry put in the place of another, later in the file, is named', async () => {
  const last = written.at(-1)!;
  const forged = { ...last, id: last.id + 1, entry: { ...last.entry, timestamp: 1 } };
  expect(await faultOf([...written, forged])).toEqual(named(written.length, 'altered'));
});
