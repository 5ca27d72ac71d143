import { expect, test } from 'vitest';
import { roundHalfAwayFromZero } from './rounding';

test.each([
  [2.345, 2, 2.35],
  [-2.345, 2, -2.35],
  [1.005, 2, 1.01],
  [2.2738636, 2, 2.27],
  [0.5, 0, 1],
  [1e-9, 2, 0],
  [-1e-9, 2, 0],
  [1.5e-7, 7, 2e-7],
  [1e21, 2, 1e21],
])('%d rounded to %d decimals is %d', (value, decimals, expected) => {
  expect(roundHalfAwayFromZero(value, decimals)).toBe(expected);
});
