import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Exact, sum } from './money';

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: -12, max: 24 }))
  .map(([digits, places]) => `${digits}e${-places}`);

test.each([
  ['44000.00', '44000'],
  ['.5', '0.5'],
  ['1.', '1'],
  ['-0', '0'],
  ['+1e-7', '0.0000001'],
  ['12E3', '12000'],
])('%s is read as %s', (text, expected) => {
  expect(Exact.parse(text)?.toText()).toBe(expected);
});

test.each(['', '.', '-', '1,5', '1 000', '0x10', 'NaN', 'Infinity', '1e9999', '--1', '1/3'])(
  '%j is no decimal',
  (text) => {
    expect(Exact.parse(text)).toBeNull();
    expect(() => Exact.of(text)).toThrow(RangeError);
  },
);

test('an overlong text is no decimal, so that nobody can make the arithmetic slow', () => {
  expect(Exact.parse('9'.repeat(401))).toBeNull();
});

test('a number is what a person reads in it', () => {
  expect(Exact.of(0.1).plus(Exact.of(0.2)).toText()).toBe('0.3');
  expect(Exact.of(1e-7).toText()).toBe('0.0000001');
  expect(() => Exact.of(NaN)).toThrow(RangeError);
});

test.each([
  ['2.345', 2, '2.35'],
  ['-2.345', 2, '-2.35'],
  ['2.2738636', 2, '2.27'],
  ['-0.004', 2, '0.00'],
  ['0.5', 0, '1'],
  ['-0.5', 0, '-1'],
  ['1000000000000.005', 2, '1000000000000.01'],
])('%s with %d decimals is %s', (text, decimals, expected) => {
  expect(Exact.of(text).toFixed(decimals)).toBe(expected);
});

test('a third stays a third, in memory and in a text', () => {
  const third = Exact.one.dividedBy(Exact.of(3));
  expect(third.toText()).toBe('1/3');
  expect(Exact.fromText('-2/6')?.plus(third).isZero).toBe(true);
  expect(third.times(Exact.of(3)).toText()).toBe('1');
});

test.each(['1/0', '1/-3', 'x/3', '1/', 'abc'])('%j is no text of an exact number', (text) => {
  expect(Exact.fromText(text)).toBeNull();
});

test('division by zero is refused', () => {
  expect(() => Exact.one.dividedBy(Exact.zero)).toThrow(RangeError);
});

test('the arithmetic obeys its laws for every decimal', () => {
  fc.assert(
    fc.property(decimal, decimal, decimal, (x, y, z) => {
      const [a, b, c] = [Exact.of(x), Exact.of(y), Exact.of(z)];
      expect(a.plus(b).compare(b.plus(a))).toBe(0);
      expect(a.plus(b).minus(b).compare(a)).toBe(0);
      expect(
        a
          .plus(b)
          .times(c)
          .compare(a.times(c).plus(b.times(c))),
      ).toBe(0);
      expect(b.isZero || a.dividedBy(b).times(b).compare(a) === 0).toBe(true);
      expect(sum([a, b, c, a.plus(b).plus(c).negated()]).isZero).toBe(true);
      expect(Exact.fromText(a.toText())?.compare(a)).toBe(0);
    }),
    { numRuns: 1000 },
  );
});

test('comparison follows the numbers', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), (x, y) => {
      fc.pre(Math.abs(x) < 1e100 && (x === 0 || Math.abs(x) > 1e-100));
      expect(Exact.of(x).compare(Exact.of(y))).toBe(Math.sign(x - y) + 0);
      expect(Exact.of(x).abs().toNumber()).toBe(Math.abs(x));
      expect(Exact.of(x).sign).toBe(Math.sign(x) + 0);
    }),
    { numRuns: 1000 },
  );
});

test('the double is the nearest one, as reading the decimals gives it', () => {
  fc.assert(
    fc.property(decimal, (text) => {
      expect(Exact.of(text).toNumber()).toBe(Number(text) + 0);
    }),
    { numRuns: 2000 },
  );
  const third = Exact.one.dividedBy(Exact.of(3));
  expect(third.toNumber()).toBe(1 / 3);
});

test('a double in the middle of two goes to the even one, a hair above it goes up', () => {
  const middle = Exact.of(2 ** 53).plus(Exact.one);
  expect(middle.toNumber()).toBe(2 ** 53);
  expect(middle.plus(Exact.of('1e-300')).toNumber()).toBe(2 ** 53 + 2);
});

test('a fraction is rounded only beyond the cap', () => {
  const seventh = Exact.one.dividedBy(Exact.of(7));
  expect(seventh.capped(1, 3).toText()).toBe('1/7');
  expect(seventh.capped(0, 3).toText()).toBe('0.143');
  expect(Exact.of('0.50').capped(1, 0).toText()).toBe('0.5');
});

const fraction = fc
  .tuple(decimal, fc.bigInt({ min: 1n, max: 10n ** 40n }))
  .map(([text, divisor]) => Exact.of(text).dividedBy(Exact.of(String(divisor))));

test('a sum of fractions is within its stated error of the exact one, and the same in any order', () => {
  const shuffled = fc
    .array(fraction, { maxLength: 12 })
    .chain((each) =>
      fc.tuple(fc.constant(each), fc.shuffledSubarray(each, { minLength: each.length })),
    );
  fc.assert(
    fc.property(shuffled, ([amounts, inAnotherOrder]) => {
      const exact = amounts.reduce((total, each) => total.plus(each), Exact.zero);
      const bound = Exact.of(amounts.length).times(Exact.of('0.5e-60'));
      expect(sum(amounts).minus(exact).abs().compare(bound)).toBeLessThanOrEqual(0);
      expect(sum(inAnotherOrder).toText()).toBe(sum(amounts).toText());
    }),
    { numRuns: 500 },
  );
});

test('a sum does not grow longer with every fraction that has no end', () => {
  const parts = Array.from({ length: 2000 }, (_, n) => Exact.one.dividedBy(Exact.of(2 * n + 3)));
  expect(sum(parts).toText().length).toBeLessThan(70);
});
