import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeTimeOf, INTERVALS, openTimeOf, stepOpenTime } from './interval';

const at = (iso: string): number => Date.parse(iso);

test('a week opens on Monday and a month on its first day', () => {
  expect(openTimeOf('1w', at('2026-11-22T23:59:59.999Z'))).toBe(at('2026-11-16T00:00:00Z'));
  expect(openTimeOf('1w', at('2026-11-23T00:00:00Z'))).toBe(at('2026-11-23T00:00:00Z'));
  expect(openTimeOf('1M', at('2024-02-29T12:00:00Z'))).toBe(at('2024-02-01T00:00:00Z'));
  expect(closeTimeOf('1M', at('2024-02-01T00:00:00Z'))).toBe(at('2024-03-01T00:00:00Z') - 1);
});

test('every moment lies in exactly one candle, and stepping leads to its neighbors', () => {
  const moment = fc.integer({ min: at('2017-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });
  fc.assert(
    fc.property(fc.constantFrom(...INTERVALS), moment, (interval, time) => {
      const open = openTimeOf(interval, time);
      expect(open).toBeLessThanOrEqual(time);
      expect(closeTimeOf(interval, open)).toBeGreaterThanOrEqual(time);
      expect(openTimeOf(interval, open)).toBe(open);
      expect(openTimeOf(interval, open - 1)).toBe(stepOpenTime(interval, open, -1));
      expect(openTimeOf(interval, closeTimeOf(interval, open) + 1)).toBe(
        stepOpenTime(interval, open, 1),
      );
    }),
    { numRuns: 2000 },
  );
});
