import { expect, test } from 'vitest';
import { compareOverOutages } from './outage-differential';

test('6.4 over random outages, restarts and kills every rule fires as if every trade had been seen live', async () => {
  const fired = new Set<string>();
  for (const seed of [1, 2]) {
    const { expected, told, late, wronglyLate, kinds } = await compareOverOutages(seed, 4);
    expect(told, `seed ${seed}`).toEqual(expected);
    expect(wronglyLate, `seed ${seed}`).toEqual([]);
    expect(told.length).toBeGreaterThan(100);
    expect(late).toBeGreaterThan(20);
    for (const kind of kinds) fired.add(kind);
  }
  expect(fired.size).toBeGreaterThan(13);
  expect([...fired]).toEqual(expect.arrayContaining(['time', 'position_age', 'all', 'any']));
});
