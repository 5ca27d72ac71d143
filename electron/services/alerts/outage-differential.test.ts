import { expect, test } from 'vitest';
import { compareOverOutages } from './outage-differential';

test('6.4 over random outages, restarts and kills every rule fires as if every trade had been seen live', async () => {
  for (const seed of [1, 2]) {
    const { expected, told, late } = await compareOverOutages(seed, 8);
    expect(told, `seed ${seed}`).toEqual(expected);
    expect(told.length).toBeGreaterThan(100);
    expect(late).toBeGreaterThan(20);
  }
});
