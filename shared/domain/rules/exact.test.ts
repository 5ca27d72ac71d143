import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareAmountMove, comparePercentMove, nextDown, nextUp, percentMove } from './exact';

test('a price that is exactly a percentage away compares equal, whatever binary arithmetic says', () => {
  expect(comparePercentMove(1.1, 1, 10)).toBe(0);
  expect(comparePercentMove(44_880, 44_000, 2)).toBe(0);
  expect(comparePercentMove(0.000033, 0.00003, 10)).toBe(0);
  expect(comparePercentMove(95, 100, -5)).toBe(0);
  expect(comparePercentMove(94.999999, 100, -5)).toBe(-1);
});

test('a price that is exactly an amount away compares equal', () => {
  expect(0.7 - 0.6).toBeLessThan(0.1);
  expect(compareAmountMove(0.7, 0.6, 0.1)).toBe(0);
  expect(compareAmountMove(0.5, 0.6, -0.1)).toBe(0);
  expect(compareAmountMove(1e-7, 3e-8, 7e-8)).toBe(0);
});

test('moves by whole ticks compare as the whole numbers behind them do', () => {
  const tick = fc.integer({ min: 1, max: 10_000_000 });
  const places = fc.integer({ min: 0, max: 8 });
  fc.assert(
    fc.property(tick, tick, tick, places, (price, base, move, decimals) => {
      const [p, b, m] = [price, base, move].map((n) => Number(`${n}e-${decimals}`));
      expect(compareAmountMove(p!, b!, m!)).toBe(Math.sign(price - base - move));
      expect(compareAmountMove(Number(`${base + move}e-${decimals}`), b!, m!)).toBe(0);
      const hundredths = move % 10_000;
      const exact = BigInt(price) * 10_000n - BigInt(base) * BigInt(10_000 + hundredths);
      const sign = exact < 0n ? -1 : exact > 0n ? 1 : 0;
      expect(comparePercentMove(p!, b!, Number(`${hundredths}e-2`))).toBe(sign);
    }),
  );
});

test('a step by percent leaves no noise behind', () => {
  expect(percentMove(100, 10)).toBe(110);
  expect(percentMove(110, 10)).toBe(121);
});

test('the neighbors of a number have nothing between', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (value) => {
      expect(nextUp(value)).toBeGreaterThan(value);
      expect(nextDown(nextUp(value))).toBe(value);
      expect([value, nextUp(value)]).toContain((value + nextUp(value)) / 2);
    }),
  );
  expect(nextDown(1)).toBe(1 - Number.EPSILON / 2);
});
