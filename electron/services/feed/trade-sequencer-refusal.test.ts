import { expect, test } from 'vitest';
import { RefusedError } from '../exchange/refused-error';
import { Rig, upTo } from './sequencer-rig';

const MINUTE = 60_000;

/** A stream that lost trade 11, and a history that does not answer. */
function cutOff(): Rig {
  const rig = new Rig();
  rig.happen(10);
  rig.isDown = true;
  rig.happen(2, (id) => id > 11);
  return rig;
}

test('a history that refuses for good does not hold the price back for more than a minute or two', async () => {
  const rig = cutOff();
  rig.fault = new RefusedError('the venue refused the request (400)', '-4166 Search window');
  await rig.pass(50_000);
  expect(rig.ids).toEqual(upTo(10));
  rig.happen(3);
  await rig.pass(70_000);
  expect(rig.ids).toEqual([...upTo(10), ...upTo(15).slice(11)]);
  expect(rig.sequencer.stats.missing).toBe(1);
  expect(rig.sequencer.isFilling).toBe(false);
});

test('a refusal that ends within the minute costs no trade', async () => {
  const rig = cutOff();
  rig.fault = new RefusedError('the venue refused the request (400)', '-4166 Search window');
  await rig.pass(40_000);
  rig.isDown = false;
  await rig.settle();
  expect(rig.ids).toEqual(upTo(12));
  expect(rig.sequencer.stats.missing).toBe(0);
});

test('refusals between other faults are no refusal for good', async () => {
  const rig = cutOff();
  const refusal = new RefusedError('the venue refused the request (400)', '-4166 Search window');
  for (let n = 0; n < 20; n++) {
    rig.fault = n % 2 === 0 ? refusal : new Error('away');
    await rig.pass(31_000);
  }
  expect(rig.ids).toEqual(upTo(10));
});

test('a history that cannot be reached holds the price back for half an hour at most', async () => {
  const rig = cutOff();
  await rig.pass(29 * MINUTE);
  expect(rig.ids).toEqual(upTo(10));
  await rig.pass(2 * MINUTE);
  expect(rig.ids).toEqual([...upTo(10), 12]);
  expect(rig.sequencer.stats.missing).toBe(1);
  expect(rig.sequencer.isFilling).toBe(false);
});

test('ten thousand trades wait for a history that cannot be reached, and no more', async () => {
  const rig = cutOff();
  await rig.pass(MINUTE);
  rig.happen(9000);
  await rig.pass(MINUTE);
  expect(rig.ids).toEqual(upTo(10));
  rig.happen(1000);
  await rig.pass(MINUTE);
  expect(rig.ids).toEqual([...upTo(10), ...upTo(10_012).slice(11)]);
});

test('a lone trade far ahead does not become the price because history does not answer', async () => {
  const rig = new Rig();
  rig.happen(10);
  rig.isDown = true;
  rig.happen(5000, (id) => id === 5010);
  await rig.pass(31 * MINUTE);
  expect(rig.ids).toEqual(upTo(10));
  expect(rig.sequencer.stats).toMatchObject({ strays: 1, missing: 0 });
});
