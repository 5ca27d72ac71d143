import { expect, test } from 'vitest';
import type { Trade } from '../../../shared/domain/trade';
import { Rig, tradeOf, upTo } from './sequencer-rig';

/** The trade of an id in a numbering that began anew after 500 trades, without a pause. */
const anew = (id: number): Trade => ({ ...tradeOf(id), time: 5000 + id * 10 });

/** Lets trades of the new numbering happen. */
function happenAnew(rig: Rig, fromId: number, toId: number): void {
  rig.shiftMs = 5000;
  for (let id = fromId; id <= toId; id++) {
    rig.newest = id;
    rig.sequencer.live(anew(id));
  }
}

test('a renumbering without a pause is asked about at its third trade, and no trade is lost', async () => {
  const rig = new Rig();
  rig.happen(500);
  happenAnew(rig, 1, 2);
  expect(rig.sequencer.isFilling).toBe(false);
  happenAnew(rig, 3, 3);
  expect(rig.sequencer.isFilling).toBe(true);
  happenAnew(rig, 4, 8);
  await rig.settle();
  happenAnew(rig, 9, 12);
  await rig.settle();
  expect(rig.ids).toEqual([...upTo(500), ...upTo(12)]);
  expect(rig.asked.filter((id) => id === 1)).toHaveLength(1);
  expect(rig.sequencer.stats.missing).toBe(0);
});

test('a first trade with an id far ahead of all later ones does not keep them away', async () => {
  const rig = new Rig();
  rig.sequencer.live({ ...tradeOf(900_000), time: 4990 });
  happenAnew(rig, 1, 5);
  await rig.settle();
  happenAnew(rig, 6, 9);
  await rig.settle();
  expect(rig.ids).toEqual([900_000, ...upTo(9)]);
});

test('while history does not know the new trades the price is not whole, and ten seconds of them are proof', async () => {
  const rig = new Rig();
  rig.happen(500);
  rig.isDown = true;
  for (let id = 1; id <= 999; id++) {
    happenAnew(rig, id, id);
    if (id % 100 === 0) await rig.pass(1000);
  }
  expect(rig.sequencer.isFilling).toBe(true);
  expect(rig.ids).toEqual(upTo(500));
  happenAnew(rig, 1000, 1001);
  rig.isDown = false;
  await rig.settle();
  expect(rig.ids).toEqual([...upTo(500), ...upTo(1001)]);
});

test('trades that come out of order and then again are no renumbering', async () => {
  const rig = new Rig();
  rig.happen(500);
  // Their times are later than that of trade 500, as those of one exchange may be by little.
  const doubles = [495, 496, 497, 498].map((id) => ({ ...tradeOf(id), time: 5000 + id - 490 }));
  rig.sequencer.live(doubles[0]!);
  for (const double of doubles) rig.sequencer.live(double);
  await rig.settle();
  rig.happen(2);
  await rig.settle();
  expect(rig.ids).toEqual(upTo(502));
  expect(rig.sequencer.isFilling).toBe(false);
});

test('a replay of old trades asks history nothing', () => {
  const rig = new Rig();
  rig.happen(500);
  for (let id = 400; id <= 500; id++) rig.sequencer.live(tradeOf(id));
  expect(rig.asked).toEqual([]);
  expect(rig.sequencer.stats.duplicates).toBe(101);
});

test('a history that still has the old numbering is not asked for ever, and costs no trade once it follows', async () => {
  const rig = new Rig();
  rig.happen(500);
  for (let id = 1; id <= 100; id++) {
    rig.sequencer.live(anew(id));
    await rig.pass(250);
  }
  expect(rig.asked.length).toBeLessThan(4);
  rig.newest = 100;
  happenAnew(rig, 101, 300);
  await rig.settle();
  happenAnew(rig, 301, 302);
  await rig.settle();
  expect(rig.ids).toEqual([...upTo(500), ...upTo(302)]);
});
