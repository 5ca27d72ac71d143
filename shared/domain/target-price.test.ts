import { expect, it } from 'vitest';
import { priceAtPercent } from './target-price';

it('lies above the entry of a long and below that of a short', () => {
  expect(priceAtPercent('long', 44_000, 2)).toBe(44_880);
  expect(priceAtPercent('short', 44_000, 2)).toBe(43_120);
  expect(priceAtPercent('short', 44_000, -2.5)).toBe(45_100);
});

it('is the decimal that a person works out', () => {
  expect(priceAtPercent('long', 0.1, 0.7)).toBe(0.1007);
});

it('is none where the price would have to fall to nothing', () => {
  expect(priceAtPercent('short', 10, 100)).toBeNull();
  expect(priceAtPercent('long', 10, -120)).toBeNull();
});
