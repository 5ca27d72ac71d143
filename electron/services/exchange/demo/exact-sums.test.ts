import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ExactSum } from './candle-sum';
import { decimalText } from './decimal-text';
import { stableExp } from './stable-exp';

it('sums stay exact far beyond 2^53', () => {
  const amount = fc.integer({ min: 0, max: 2 ** 46 });
  fc.assert(
    fc.property(fc.array(fc.tuple(amount, amount), { maxLength: 50 }), (pairs) => {
      const sum = new ExactSum();
      const later = new ExactSum();
      for (const [a, b] of pairs) {
        sum.addProduct(a, b);
        later.add(a);
      }
      sum.merge(later);
      const exact = pairs.reduce((total, [a, b]) => total + BigInt(a) * BigInt(b) + BigInt(a), 0n);
      expect(sum.toBigInt()).toBe(exact);
    }),
    { seed: 1 },
  );
});

it.each([
  [4_500_050, 2, '45000.50000000'],
  [7, 8, '0.00000007'],
  [12, 0, '12.00000000'],
  [-150, 2, '-1.50000000'],
  [0, 2, '0.00000000'],
  [123_456_789_012n, 10, '12.34567890'],
  [99n, 11, '0.00000000'],
])('%s with %s decimals reads %s', (units, decimals, text) => {
  expect(decimalText(units, decimals)).toBe(text);
});

it('e^x is right to 14 digits', () => {
  for (let x = -12; x <= 12; x += 0.37) {
    expect(Math.abs(stableExp(x) / Math.exp(x) - 1)).toBeLessThan(1e-14);
  }
});
