import { expect, test } from 'vitest';
import { Sequence } from './sequence';

test('numbers grow by one and never pass what is durably reserved', async () => {
  let durable = 0;
  const sequence = new Sequence(0, (highest) => {
    durable = highest;
    return Promise.resolve();
  });
  await sequence.start();
  for (let expected = 1; expected <= 300_000; expected++) {
    const given = sequence.next();
    if (given !== expected || given > durable) throw new Error(`${given} of ${durable}`);
    if (expected % 10_000 === 0) await Promise.resolve();
  }
  expect(sequence.current).toBe(300_000);
});

test('after a crash the counter goes on above everything that was given out', async () => {
  let durable = 0;
  const reserve = (highest: number): Promise<void> => {
    durable = highest;
    return Promise.resolve();
  };
  const before = new Sequence(durable, reserve);
  await before.start();
  const last = Array.from({ length: 70_000 }, () => before.next()).at(-1) ?? 0;
  const after = new Sequence(durable, reserve);
  await after.start();
  expect(after.next()).toBeGreaterThan(last);
});

test('a store that fails is asked again and stops nothing', async () => {
  let calls = 0;
  const sequence = new Sequence(0, () =>
    ++calls === 2 ? Promise.reject(new Error('disk full')) : Promise.resolve(),
  );
  await sequence.start();
  for (let i = 0; i < 90_000; i++) {
    sequence.next();
    if (i % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(calls).toBe(3);
});
