import { expect, test } from 'vitest';
import { winRateRange } from './win-rate';

test.each([
  // The two roots p of (p − wins / count)² = 1.96² p (1 − p) / count.
  [6, 10, 31.27, 83.18],
  [0, 5, 0, 43.45],
  [5, 5, 56.55, 100],
  [50, 100, 40.38, 59.62],
])('%i wins of %i could come from a rate between %f and %f percent', (wins, count, low, high) => {
  const range = winRateRange(wins, count);
  expect(range.low).toBeCloseTo(low, 2);
  expect(range.high).toBeCloseTo(high, 2);
});
