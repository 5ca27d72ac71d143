import { expect, test } from 'vitest';
import { randomWalk } from '../../../shared/domain/signals/random-walk';
import { Random } from '../exchange/demo/prng';
import { HISTORY, newDisk, openBook, play } from './book-harness';
import type { SignalRecord } from './signal-record';

const START = Date.UTC(2024, 0, 1);
const CANDLES = randomWalk(new Random(7), {
  ...{ interval: '1h', count: 1500, drift: 0, volatility: 0.01, start: START },
});

const callsOf = (record: SignalRecord) =>
  record.calls({ symbol: 'A/USDT', interval: '1h', limit: 100_000 });

test('a book that is not saved after its entries works them out again, and they are there once', async () => {
  const disk = await newDisk();
  const first = await openBook(disk);
  play(first.keeper, CANDLES.slice(0, 600));
  await first.commit();
  const { head } = first.keeper.book;
  const ahead = play(first.keeper, CANDLES.slice(600, 1000));
  expect(ahead.length).toBeGreaterThan(5);
  expect(await first.keeper.writeAhead()).toBe(true);

  const second = await openBook(disk);
  expect(second.record.fault).toBeNull();
  expect(second.keeper.book.head).toEqual(head);
  const again = play(second.keeper, CANDLES.slice(600));
  expect(JSON.stringify(again.slice(0, ahead.length))).toBe(JSON.stringify(ahead));
  await second.commit();
  expect(second.keeper.isAhead).toBe(false);

  const third = await openBook(disk);
  expect(third.record.fault).toBeNull();
  expect(third.keeper.book.head).toEqual(second.keeper.book.head);
  const whole = await openBook(await newDisk());
  play(whole.keeper, CANDLES);
  await whole.commit();
  const hashes = (await callsOf(whole.record)).map(({ call }) => call.hash);
  expect((await callsOf(third.record)).map(({ call }) => call.hash)).toEqual(hashes);
  expect((await callsOf(second.record)).map(({ call }) => call.hash)).toEqual(hashes);
  expect(third.record.tally.claimsOf('A/USDT', '1h')).toEqual(
    whole.record.tally.claimsOf('A/USDT', '1h'),
  );
});

test('the last calls are the same from memory and from the disk, after a restart, too', async () => {
  const disk = await newDisk();
  const first = await openBook(disk);
  play(first.keeper, CANDLES.slice(0, 1200));
  await first.commit();
  const second = await openBook(disk);
  play(second.keeper, CANDLES.slice(1200));
  await second.commit();
  const third = await openBook(disk);
  const whole = await callsOf(third.record);
  const last = { symbol: 'A/USDT', limit: 12 } as const;
  expect(whole.length).toBeGreaterThan(12);
  expect(whole.slice(0, 12).some(({ resolution }) => resolution !== null)).toBe(true);
  expect(third.record.tally.recent({ ...last, limit: 101 })).toBeNull();
  for (const { record } of [second, third]) {
    expect(record.tally.recent(last)).toEqual(whole.slice(0, 12));
    expect(await record.calls({ ...last, interval: '1h' })).toEqual(whole.slice(0, 12));
    expect(await record.calls({ ...last, interval: '4h' })).toEqual([]);
  }
});

test('what could not be written ahead goes with the book', async () => {
  const disk = await newDisk();
  const first = await openBook(disk);
  const create = disk.create.bind(disk);
  const entries = play(first.keeper, CANDLES.slice(0, 800));
  disk.create = (path) =>
    path.includes('history')
      ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
      : create(path);
  expect(await first.keeper.writeAhead()).toBe(false);
  await first.commit();
  disk.create = create;
  const second = await openBook(disk);
  expect(second.record.fault).toBeNull();
  expect(second.keeper.book.head.number).toBe(entries.length);
});

test('what was saved is not passed over in favor of nothing: a lost entry is named', async () => {
  const disk = await newDisk();
  const first = await openBook(disk);
  const entries = play(first.keeper, CANDLES.slice(0, 800));
  await first.keeper.writeAhead();
  await first.commit();
  const [file = ''] = (await disk.list(HISTORY)).filter((it) => it.startsWith('signals-'));
  await disk.remove(`${HISTORY}/${file}`);
  const second = await openBook(disk);
  expect(second.record.fault).toEqual({ number: 1, kind: 'missing' });
  expect(entries.length).toBeGreaterThan(5);
});
