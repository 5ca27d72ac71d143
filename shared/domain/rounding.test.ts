import fc from 'fast-check';
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

test('the fast way and the way by text never differ', () => {
  const byText = (value: number): number => {
    const [whole = '', fraction = ''] = Math.abs(value).toFixed(20).split('.');
    const up = (fraction[2] ?? '0') >= '5' ? 1 : 0;
    const rounded = Number(`${BigInt(whole + fraction.slice(0, 2)) + BigInt(up)}e-2`);
    return value < 0 && rounded !== 0 ? -rounded : rounded;
  };
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
      fc.pre(Math.abs(value) > 1e-6);
      // Exact ties of the shortest text are the business of the table above.
      fc.pre(!/\.\d\d4999|\.\d\d5$/.test(String(value)));
      expect(roundHalfAwayFromZero(value, 2)).toBe(byText(value));
    }),
    { numRuns: 5000 },
  );
});
