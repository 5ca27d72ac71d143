import { expect, it } from 'vitest';
import { percentAtPrice, priceAtPercent } from './target-price';

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

it('a percent that is read off a price makes a price that a trade there reaches', () => {
  expect(percentAtPrice('long', 44_000, 44_880)).toBe(2);
  expect(percentAtPrice('short', 44_000, 44_880)).toBe(-2);
  for (const [side, entry, price] of [
    ['long', 66_120.4, 67_000],
    ['long', 66_120.4, 64_000.01],
    ['short', 0.00001198, 0.00001101],
    ['short', 3, 3.1],
  ] as const) {
    const percent = percentAtPrice(side, entry, price);
    const made = priceAtPercent(side, entry, percent) ?? NaN;
    expect(Math.abs(made - entry)).toBeLessThanOrEqual(Math.abs(price - entry));
    expect(Math.abs(made - price) / price).toBeLessThan(1e-9);
  }
});
