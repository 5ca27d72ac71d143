import { expect, test } from 'vitest';
import { Rig, tradeOf, upTo } from './sequencer-rig';

test('a trade is not lost when history trails the stream by more than a few seconds', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.lag = 20;
  rig.happen(5, (id) => id > 11);
  await rig.pass(60_000);
  expect(rig.ids).toEqual(upTo(10));
  expect(rig.sequencer.isFilling).toBe(true);
  expect(rig.asked.length).toBeLessThan(25);
  rig.lag = 0;
  await rig.settle();
  expect(rig.ids).toEqual(upTo(15));
  expect(rig.sequencer.stats.missing).toBe(0);
});

test('a hole is believed only when history has shown it twice, some seconds apart', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.holes.add(11);
  rig.happen(3, (id) => id > 11);
  await rig.pass(1500);
  expect(rig.ids).toEqual(upTo(10));
  rig.holes.clear();
  await rig.settle();
  expect(rig.ids).toEqual(upTo(13));
  expect(rig.sequencer.stats.missing).toBe(0);
});

test('a trade received live is delivered although history does not have it', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.holes.add(12);
  rig.newest = 13;
  for (const id of [12, 13]) rig.sequencer.live(tradeOf(id));
  await rig.settle();
  expect(rig.ids).toEqual(upTo(13));
  expect(rig.sequencer.stats.missing).toBe(0);
});

test('a check while the answer is under way asks once more', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.sequencer.check();
  await Promise.resolve();
  expect(rig.asked).toEqual([11]);
  rig.happen(5, () => false);
  rig.sequencer.check();
  await rig.settle();
  expect(rig.asked).toEqual([11, 11]);
  expect(rig.ids).toEqual(upTo(15));
});

test('an id far ahead that history does not have is dropped, and real trades go on', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.sequencer.live({ ...tradeOf(900_000), time: 101 });
  for (let n = 0; n < 40; n++) {
    rig.happen(10);
    await rig.pass(250);
  }
  expect(rig.ids).toEqual(upTo(410));
  expect(rig.sequencer.isFilling).toBe(false);
  expect(rig.asked.length).toBeLessThan(12);
  expect(rig.sequencer.stats).toMatchObject({ strays: 1, missing: 0, duplicates: 0 });
});

test('an id far ahead in a quiet market never becomes the price', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.sequencer.live({ ...tradeOf(900_000), time: 101 });
  await rig.settle();
  rig.happen(2);
  expect(rig.ids).toEqual(upTo(12));
  expect(rig.sequencer.stats.strays).toBe(1);
});

test('a double with a much later time is no renumbering, and replays nothing', async () => {
  const rig = new Rig();
  rig.happen(500);
  rig.sequencer.live({ ...tradeOf(1), time: 500 * 10 + 11_000 });
  await rig.settle();
  rig.happen(1);
  await rig.settle();
  expect(rig.ids).toEqual(upTo(501));
  expect(rig.sequencer.stats.duplicates).toBe(1);
});

test('a renumbering is known by its first trade once history has it at that time', async () => {
  const rig = new Rig();
  rig.happen(500);
  rig.newest = 1;
  rig.shiftMs = 30_000;
  rig.sequencer.live({ ...tradeOf(1), time: 30_010 });
  expect(rig.ids).toEqual(upTo(500));
  await rig.settle();
  expect(rig.ids).toEqual([...upTo(500), 1]);
});

test('history that repeats itself is asked again with growing patience', async () => {
  const rig = new Rig();
  rig.happen(2000);
  rig.isStuck = true;
  rig.happen(2, (id) => id > 2001);
  await rig.pass(60_000);
  expect(rig.asked.length).toBeLessThan(15);
  rig.isStuck = false;
  await rig.settle();
  expect(rig.ids).toEqual(upTo(2002));
});

test('a time of 0 does not make a long gap begin in 1970', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.sequencer.live({ ...tradeOf(11), time: 0 });
  rig.newest = 11;
  rig.oldest = 12;
  rig.happen(100_000, () => false);
  rig.sequencer.check();
  await rig.settle();
  expect(rig.bridgedFrom[0]).toBeGreaterThanOrEqual(100);
});

const MINUTE = 60_000;

/** A stream that lost trade 11, and a history that ends before it. */
function behind(): Rig {
  const rig = new Rig();
  rig.happen(10);
  rig.lag = 2;
  rig.happen(2, (id) => id > 11);
  return rig;
}

test('history that has been silent for half an hour costs no trade once it speaks again', async () => {
  const rig = behind();
  await rig.pass(29 * MINUTE);
  expect(rig.ids).toEqual(upTo(10));
  rig.lag = 0;
  await rig.pass(30_000);
  expect(rig.ids).toEqual(upTo(12));
  expect(rig.sequencer.stats.missing).toBe(0);
});

test('history that stays silent is asked less and less, and given up after half an hour', async () => {
  const rig = behind();
  await rig.pass(29 * MINUTE);
  expect(rig.asked.length).toBeLessThan(100);
  expect(rig.sequencer.stats.missing).toBe(0);
  await rig.pass(2 * MINUTE);
  expect(rig.ids).toEqual([...upTo(10), 12]);
  expect(rig.sequencer.stats.missing).toBe(1);
});

test('history that fails now and then is not counted as silent', async () => {
  const rig = behind();
  for (let n = 0; n < 4; n++) {
    await rig.pass(20 * MINUTE);
    rig.isDown = true;
    await rig.pass(MINUTE);
    rig.isDown = false;
  }
  expect(rig.sequencer.stats.missing).toBe(0);
  rig.lag = 0;
  await rig.pass(MINUTE);
  expect(rig.ids).toEqual(upTo(12));
});

test('ten thousand trades wait for one, and no more', async () => {
  const rig = behind();
  await rig.pass(MINUTE);
  rig.lag = 11_000;
  rig.happen(9000);
  await rig.pass(MINUTE);
  expect(rig.ids).toEqual(upTo(10));
  rig.happen(1000);
  await rig.pass(MINUTE);
  expect(rig.ids).toEqual([...upTo(10), ...upTo(10_012).slice(11)]);
  expect(rig.sequencer.stats.missing).toBe(1);
});

test('history counts as behind after ten seconds without anything new, until it has brought it', async () => {
  const rig = behind();
  await rig.pass(9000);
  expect(rig.sequencer.isBehind).toBe(false);
  await rig.pass(3000);
  expect(rig.sequencer.isBehind).toBe(true);
  rig.lag = 0;
  await rig.settle();
  expect(rig.sequencer.isBehind).toBe(false);
});
