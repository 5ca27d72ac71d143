import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyFill, openPosition } from './ledger';
import { fillOf } from './ledger-script';
import { Exact } from './money';
import { valuePosition } from './pnl';
import { PnlMark } from './pnl-mark';
import { isReached, triggerOf, type PnlThreshold } from './pnl-trigger';
import { extendExcursion, NO_EXCURSION } from './position-excursion';
import type { Position } from './position';

const side = fc.constantFrom('buy' as const, 'sell' as const);
const amount = fc
  .tuple(fc.integer({ min: 1, max: 10 ** 8 }), fc.integer({ min: -12, max: 4 }))
  .map(([digits, exponent]) => `${digits}e${exponent}`);

/** Two entries at different prices, so that the average rarely ends. */
function averaged(of: 'buy' | 'sell', [q1, p1, q2, p2]: readonly string[]): Position {
  const first = openPosition(fillOf(of, q1!, p1!, 0), null);
  return applyFill(first, fillOf(of, q2!, p2!, 1)).position;
}

const amounts = fc.tuple(amount, amount, amount, amount);

test('the PnL of a tick is within its stated error of the exact one, whatever the sizes', () => {
  fc.assert(
    fc.property(side, amounts, amount, (of, four, text) => {
      const position = averaged(of, four);
      const mark = new PnlMark(position);
      const price = Number(text);
      const exact = valuePosition(position, Exact.of(text)).pnl;
      const error = Exact.of(mark.pnlAt(price)).minus(exact).abs();
      expect(error.compare(Exact.of(mark.errorAt(price)))).toBeLessThanOrEqual(0);
    }),
    { numRuns: 1500 },
  );
});

test('at ordinary prices that error is below a millionth of a cent', () => {
  const mark = new PnlMark(openPosition(fillOf('buy', '1', '44000', 0), null));
  expect(mark.errorAt(45000.5)).toBeLessThan(1e-8);
  expect(mark.pnlAt(45000.5)).toBe(1000.5);
  expect(mark.pnlPercentAt(44880)).toBeCloseTo(2, 10);
  expect(mark.exposureAt(45000.5)).toBe(45000.5);
});

test('a short mirrors a long on every tick', () => {
  const [long, short] = (['buy', 'sell'] as const).map(
    (of) => new PnlMark(averaged(of, ['3', '100', '7', '101'])),
  );
  expect(short!.pnlAt(99)).toBe(-long!.pnlAt(99));
  expect(short!.pnlPercentAt(99)).toBe(-long!.pnlPercentAt(99));
  expect(short!.exposureAt(99)).toBe(-990);
});

const threshold = fc.record({
  unit: fc.constantFrom('percent' as const, 'amount' as const),
  direction: fc.constantFrom('up' as const, 'down' as const),
  value: fc
    .integer({ min: 0, max: 20000 })
    .map((cents) => Exact.of(cents).dividedBy(Exact.of(100))),
});

function isReachedExactly(
  position: Position,
  { unit, direction, value }: PnlThreshold,
  at: string,
) {
  const { pnl, pnlPercentage } = valuePosition(position, Exact.of(at));
  const now = unit === 'percent' ? pnlPercentage : pnl;
  return direction === 'up' ? now.compare(value) >= 0 : now.compare(value.negated()) <= 0;
}

test('a PnL threshold as a price decides as the exact PnL does, also a hair beside it', () => {
  const cents = fc.integer({ min: 1, max: 10 ** 7 }).map((value) => `${value}e-2`);
  fc.assert(
    fc.property(side, fc.tuple(cents, cents, cents, cents), threshold, (of, four, limit) => {
      const position = averaged(of, four);
      const trigger = triggerOf(position, limit)!;
      for (const step of ['0', '0.01', '-0.01', '1e-13', '-1e-13', '50', '-50']) {
        const price = trigger.exact.plus(Exact.of(step)).toNumber();
        if (price > 0) {
          expect(isReached(trigger, price)).toBe(isReachedExactly(position, limit, String(price)));
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('2.5 % is reached at the very price and not one tick before', () => {
  const position = openPosition(fillOf('buy', '3', '0.1', 0), null);
  const trigger = triggerOf(position, {
    unit: 'percent',
    direction: 'up',
    value: Exact.of('2.5'),
  })!;
  expect(isReached(trigger, 0.1025)).toBe(true);
  expect(isReached(trigger, 0.10249999)).toBe(false);
});

test('a threshold beyond every price is never reached', () => {
  const position = openPosition(fillOf('buy', '1', '100', 0), null);
  const loss = { unit: 'percent', direction: 'down', value: Exact.of(150) } as const;
  expect(isReached(triggerOf(position, loss)!, 1e-12)).toBe(false);
});

test('a closed position has no trigger', () => {
  const opened = openPosition(fillOf('buy', '1', '100', 0), null);
  const { position } = applyFill(opened, fillOf('sell', '1', '100', 1));
  const profit = { unit: 'amount', direction: 'up', value: Exact.zero } as const;
  expect(triggerOf(position, profit)).toBeNull();
});

test('excursions keep the best and the worst with their times, realized part and fees included', () => {
  const opened = openPosition(fillOf('sell', '2', '100', 0), null);
  const { position } = applyFill(opened, fillOf('buy', '1', '90', 1));
  const mark = new PnlMark(position);
  const start = extendExcursion(NO_EXCURSION, mark, { low: 100, high: 100, time: 2 });
  expect(start).toEqual({ best: 10, bestTime: 2, worst: 0, worstTime: null });
  const wide = extendExcursion(start, mark, { low: 95, high: 115, time: 3 });
  expect(wide).toEqual({ best: 15, bestTime: 3, worst: -5, worstTime: 3 });
  expect(extendExcursion(wide, mark, { low: 99, high: 101, time: 4 })).toBe(wide);
});
