import { expect, test } from 'vitest';
import { seededRandom } from '../exchange/demo/prng';
import { Rig, tradeOf, upTo } from './sequencer-rig';

test('an unbroken stream is passed on as it comes, and history is never asked', () => {
  const rig = new Rig();
  rig.happen(100);
  expect(rig.ids).toEqual(upTo(100));
  expect(rig.asked).toEqual([]);
});

test('fault 22: what the stream lost is fetched and delivered before live trades go on', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.happen(3000, () => false);
  rig.happen(5);
  await rig.settle();
  expect(rig.ids).toEqual(upTo(3015));
  expect(rig.delivered[9]).toEqual({ id: 10, origin: 'live' });
  expect(rig.delivered[10]).toEqual({ id: 11, origin: 'backfill' });
  rig.happen(1);
  expect(rig.delivered.at(-1)).toEqual({ id: 3016, origin: 'live' });
});

test('fault 20: a trade that comes twice is delivered once', async () => {
  const rig = new Rig();
  rig.happen(5);
  for (const id of [3, 4, 5]) rig.sequencer.live(tradeOf(id));
  rig.happen(1);
  await rig.settle();
  expect(rig.ids).toEqual(upTo(6));
  expect(rig.sequencer.stats.duplicates).toBe(3);
});

test('fault 21: trades out of order are put in order, with or without the help of history', async () => {
  const rig = new Rig();
  rig.happen(2);
  rig.newest = 6;
  for (const id of [4, 3, 6, 5]) rig.sequencer.live(tradeOf(id));
  await rig.settle();
  expect(rig.ids).toEqual(upTo(6));
});

test('trades lost just before silence are found by a check after the reconnect', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.happen(7, () => false);
  rig.sequencer.check();
  await rig.settle();
  expect(rig.ids).toEqual(upTo(17));
});

test('a history that is away is asked again until it answers, and nothing overtakes', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.isDown = true;
  rig.happen(50, (id) => id > 30);
  await rig.settle();
  expect(rig.ids).toEqual(upTo(10));
  rig.isDown = false;
  await rig.settle();
  expect(rig.ids).toEqual(upTo(60));
});

test('a history that trails the stream is waited for', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.lag = 30;
  rig.happen(20, (id) => id > 25);
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  expect(rig.ids).toEqual(upTo(10));
  rig.lag = 0;
  await rig.settle();
  expect(rig.ids).toEqual(upTo(30));
});

test('a hole in the exchange’s own history is counted and does not stop the tape', async () => {
  const rig = new Rig();
  rig.happen(10);
  for (const id of [12, 13]) rig.holes.add(id);
  rig.happen(5, (id) => id > 13);
  await rig.settle();
  expect(rig.ids).toEqual([...upTo(11), 14, 15]);
  expect(rig.sequencer.stats.missing).toBe(2);
});

test('more live trades than may wait are let go and fetched again, none is lost', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.isDown = true;
  rig.happen(60_000, (id) => id > 12);
  rig.isDown = false;
  await rig.settle();
  expect(rig.ids).toEqual(upTo(60_010));
});

test('a gap too long to fetch whole is crossed after its first page, and the trades that are wanted are delivered', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.wants = (id) => id % 1000 === 0;
  rig.happen(100_000, () => false);
  rig.happen(5);
  await rig.settle();
  expect(rig.bridged).toBeGreaterThan(0);
  const wanted = upTo(100_015).filter((id) => id > 1010 && id <= 100_000 && id % 1000 === 0);
  expect(rig.ids.filter((id) => id > 1010 && id <= 100_000)).toEqual(
    expect.arrayContaining(wanted),
  );
  expect(rig.ids).toEqual([...rig.ids].sort((a, b) => a - b));
  expect(rig.ids.length).toBeLessThan(1200);
  expect(rig.ids.slice(-5)).toEqual([100_011, 100_012, 100_013, 100_014, 100_015]);
  expect(rig.sequencer.stats.missing).toBe(0);
});

test('a tape that ends before the venue’s history begins is crossed, not asked for in vain', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.happen(500, () => false);
  rig.oldest = 300;
  rig.wants = (id) => id === 400;
  rig.happen(1);
  await rig.settle();
  expect(rig.sequencer.isFilling).toBe(false);
  expect(rig.bridged).toBe(1);
  expect(Math.min(...rig.asked)).toBeGreaterThanOrEqual(300);
  expect(rig.ids.slice(10, 11)).toEqual([400]);
  expect(rig.ids.slice(-2)).toEqual([510, 511]);
});

test('a venue that numbers its trades anew is followed, not taken for repeating itself', () => {
  const rig = new Rig();
  rig.happen(5000);
  rig.sequencer.live({ ...tradeOf(1), time: 5000 * 10 + 20_000 });
  rig.sequencer.live({ ...tradeOf(2), time: 5000 * 10 + 20_010 });
  expect(rig.ids.slice(-2)).toEqual([1, 2]);
});

test('stopping in the middle delivers nothing more and leaves no timer', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.isDown = true;
  rig.happen(5, (id) => id > 12);
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  rig.sequencer.stop();
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  expect(rig.ids).toEqual(upTo(10));
  expect(rig.clock.pending).toBe(0);
});

test('over 500 random outages the tape is whole: nothing missing, doubled or out of order', async () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = seededRandom(seed);
    const rig = new Rig(random);
    rig.happen(1 + Math.floor(random() * 20));
    for (let outage = 0; outage < 5; outage++) {
      rig.isDown = random() < 0.3;
      rig.lag = random() < 0.3 ? Math.floor(random() * 50) : 0;
      const loss = random();
      rig.happen(Math.floor(random() * 2500), () => random() > loss);
      for (let n = 0; n < 5 && random() < 0.5; n++) {
        rig.sequencer.live(tradeOf(Math.max(1, rig.newest - Math.floor(random() * 60))));
      }
      if (random() < 0.5) rig.sequencer.check();
      if (random() < 0.5) await Promise.resolve();
      rig.isDown = false;
      rig.lag = 0;
      await rig.settle();
    }
    rig.happen(1);
    await rig.settle();
    const first = rig.ids[0] ?? 0;
    const whole = Array.from({ length: rig.newest - first + 1 }, (_, n) => first + n);
    expect(rig.ids, `seed ${seed}`).toEqual(whole);
  }
}, 60_000);

test('what was handed on in an earlier run is gone on from: all since then comes first, as history', async () => {
  const rig = new Rig();
  rig.happen(40, () => false);
  rig.sequencer.resume(tradeOf(30));
  rig.happen(2);
  await rig.settle();
  rig.happen(1);
  expect(rig.delivered.map(({ id }) => id)).toEqual(Array.from({ length: 13 }, (_, n) => 31 + n));
  expect(rig.delivered[0]?.origin).toBe('backfill');
  expect(rig.delivered.at(-1)?.origin).toBe('live');
});

test('a first live trade that follows on after a break ends the doubt, though history does not answer', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.isDown = true;
  rig.sequencer.check();
  await rig.pass(5000);
  expect(rig.sequencer.isFilling).toBe(true);
  rig.happen(1);
  expect(rig.sequencer.isFilling).toBe(false);
  const asked = rig.asked.length;
  await rig.pass(600_000);
  expect(rig.asked).toHaveLength(asked);
  expect(rig.ids).toEqual(upTo(11));
});

test('a gap after a doubt that a live trade ended is filled as any other', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.isDown = true;
  rig.sequencer.check();
  await rig.pass(5000);
  rig.happen(1);
  rig.happen(3, (id) => id === 14);
  expect(rig.sequencer.isFilling).toBe(true);
  expect(rig.ids).toEqual(upTo(11));
  rig.isDown = false;
  await rig.settle();
  expect(rig.ids).toEqual(upTo(14));
  expect(rig.sequencer.stats.gaps).toBe(2);
});

test('a live trade that comes again, or behind a gap, does not end the doubt after a break', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.isDown = true;
  rig.sequencer.check();
  rig.sequencer.live(tradeOf(10));
  expect(rig.sequencer.isFilling).toBe(true);
  rig.happen(2, (id) => id === 12);
  await rig.pass(5000);
  expect(rig.sequencer.isFilling).toBe(true);
  rig.sequencer.live(tradeOf(11));
  expect(rig.sequencer.isFilling).toBe(false);
  expect(rig.ids).toEqual(upTo(12));
  rig.sequencer.stop();
});
