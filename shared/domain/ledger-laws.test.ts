import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  add,
  account,
  fraction,
  negate,
  unrealized,
  type Fraction,
  type Step,
} from './ledger-oracle';
import { play } from './ledger-script';
import { Exact } from './money';
import { valuePosition, type Valuation } from './pnl';

/**
 * Random histories for each of the five laws; fast-check prints the seed of a failure. All hundred
 * thousand: `TICKWATCH_LAW_RUNS=20000 npx vitest run --project unit shared/domain/ledger-laws.test.ts`.
 */
const RUNS = { numRuns: Number(process.env['TICKWATCH_LAW_RUNS'] ?? 2000) };
const LIMIT = { timeout: 120_000 };

type Trade = readonly [isBuy: boolean, quantity: string, price: string];

/** 1e-12 … 9.999e15, so that amounts of all sizes meet. */
const amount = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: -12, max: 12 }));
/** Ordinary sizes close and flip each other often; wild ones strain the arithmetic. */
const quantity = fc.oneof(
  fc.integer({ min: 1, max: 7 }).map(String),
  amount.map(([digits, exponent]) => `${digits}e${exponent}`),
);
const price = amount.map(([digits, exponent]) => `${digits}e${exponent}`);
const trade: fc.Arbitrary<Trade> = fc.tuple(fc.boolean(), quantity, price);
const history = fc.array(trade, { minLength: 1, maxLength: 5 });

function stepOf([isBuy, size, at]: Trade): Step {
  const fee = { amount: '0.1', asset: 'BNB', worth: '300.5' };
  return { kind: 'fill', side: isBuy ? 'buy' : 'sell', quantity: size, price: at, fee };
}

function valuesAt(trades: readonly Trade[], at: string): Valuation[] {
  const last = Exact.of(at);
  return play(trades.map(stepOf)).map(({ position }) => valuePosition(position, last));
}

/** Unlike `sum` of the product, without any rounding: laws are laws. */
const exactSum = (amounts: readonly Exact[]): Exact =>
  amounts.reduce((total, each) => total.plus(each), Exact.zero);

/** Everything won or lost, before fees. */
function totalOf(values: readonly Valuation[]): Exact {
  return exactSum(values.flatMap((value) => [value.pnl, value.realizedPnl]));
}

function isEqual(exact: Exact, [top, bottom]: Fraction): boolean {
  const [ours, below] = fraction(exact.toText());
  return ours === top && below === bottom;
}

test('every history is accounted as the oracle does it, to the last digit', LIMIT, () => {
  fc.assert(
    fc.property(history, price, (trades, at) => {
      const oracle = account(trades.map(stepOf));
      const values = valuesAt(trades, at);
      return (
        values.length === oracle.length &&
        values.every((value, index) => {
          const position = oracle[index]!;
          return (
            isEqual(value.realizedPnl, position.realized) &&
            isEqual(value.fees, position.fees) &&
            isEqual(value.pnl, unrealized(position, at))
          );
        })
      );
    }),
    RUNS,
  );
});

test('a short earns exactly what a long of the same history loses', LIMIT, () => {
  fc.assert(
    fc.property(history, price, (trades, at) => {
      const mirrored = trades.map(([isBuy, ...rest]): Trade => [!isBuy, ...rest]);
      const [longs, shorts] = [valuesAt(trades, at), valuesAt(mirrored, at)];
      return longs.every((value, index) => {
        const mirror = shorts[index]!;
        return (
          value.pnl.plus(mirror.pnl).isZero &&
          value.realizedPnl.plus(mirror.realizedPnl).isZero &&
          value.pnlPercentage.plus(mirror.pnlPercentage).isZero &&
          value.quantity.compare(mirror.quantity) === 0
        );
      });
    }),
    RUNS,
  );
});

test('the parts add up to the cash that flowed and what the rest is worth', LIMIT, () => {
  fc.assert(
    fc.property(history, price, (trades, at) => {
      let cash: Fraction = [0n, 1n];
      for (const [isBuy, size, paid] of trades) {
        // What was bought at `paid` is worth `at` in the end, wherever it went in between.
        const [a, b] = add(fraction(at), negate(fraction(paid)));
        const [c, d] = fraction(size);
        const gain: Fraction = [a * c, b * d];
        cash = add(cash, isBuy ? gain : negate(gain));
      }
      return isEqual(totalOf(valuesAt(trades, at)), cash);
    }),
    RUNS,
  );
});

test('the order of fills of the same moment does not change the totals', LIMIT, () => {
  fc.assert(
    fc.property(history, price, fc.nat(), (trades, at, turn) => {
      const turned = [
        ...trades.slice(turn % trades.length),
        ...trades.slice(0, turn % trades.length),
      ];
      const [one, other] = [valuesAt(trades, at), valuesAt(turned.reverse(), at)];
      const fees = (values: readonly Valuation[]) => exactSum(values.map((value) => value.fees));
      return totalOf(one).compare(totalOf(other)) === 0 && fees(one).compare(fees(other)) === 0;
    }),
    RUNS,
  );
});

test('a fill in two parts is the same as the whole', LIMIT, () => {
  fc.assert(
    fc.property(history, price, fc.nat(), (trades, at, which) => {
      const parted = trades.flatMap((whole, index): Trade[] => {
        if (index !== which % trades.length) return [whole];
        const part = Exact.of(whole[1]).times(Exact.of('0.3')).toText();
        const rest = Exact.of(whole[1]).times(Exact.of('0.7')).toText();
        return [
          [whole[0], part, whole[2]],
          [whole[0], rest, whole[2]],
        ];
      });
      const [one, other] = [valuesAt(trades, at), valuesAt(parted, at)];
      return one.every((value, index) => {
        const same = other[index]!;
        return (
          value.pnl.compare(same.pnl) === 0 &&
          value.realizedPnl.compare(same.realizedPnl) === 0 &&
          value.entryPrice.compare(same.entryPrice) === 0
        );
      });
    }),
    RUNS,
  );
});

test('the laws are not empty: most histories close or flip something', () => {
  const counts = fc
    .sample(history, { numRuns: 500, seed: 7 })
    .map((trades) => play(trades.map(stepOf)).length);
  expect(counts.filter((count) => count > 1).length).toBeGreaterThan(100);
});
