import { expect, it } from 'vitest';
import { sparklinePath } from './sparkline-path';

it('spans the box from its lowest to its highest value', () => {
  expect(sparklinePath([1, 3, 2], 10, 12)).toBe('M0.0 11.0L5.0 1.0L10.0 6.0');
});

it('draws a flat line in the middle, and nothing from a single value', () => {
  expect(sparklinePath([5, 5], 10, 12)).toBe('M0.0 6.0L10.0 6.0');
  expect(sparklinePath([5], 10, 12)).toBe('');
});
