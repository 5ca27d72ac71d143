import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { klinesOf } from './kline-rows';
import { readKlineText } from './kline-text';

const MINUTE = 60_000;
const NOW = 100 * MINUTE + 5000;
const TERMS = { interval: '1m', now: NOW, latest: NOW + 2000 } as const;

type Row = readonly unknown[];

const row = (minute: number, prices: [number, number, number] = [100, 101, 99]): Row => {
  const [open, high, low] = prices.map(String);
  const openTime = minute * MINUTE;
  return [openTime, open, high, low, open, '1', openTime + MINUTE - 1];
};

function read(rows: Row[]): { minutes: number[]; bad: number } {
  let bad = 0;
  const klines = klinesOf(JSON.stringify(rows), TERMS, (count) => (bad += count));
  return { minutes: klines.map(({ openTime }) => openTime / MINUTE), bad };
}

test('candles of an answer that is unsorted come oldest first', () => {
  const rows = [row(98), row(96), row(97), row(99)];
  expect(read(rows)).toEqual({ minutes: [96, 97, 98, 99], bad: 0 });
});

test('of two rows with one open time one is left', () => {
  const rows = [row(97), row(98), row(98, [200, 201, 199]), row(99)];
  expect(read(rows)).toEqual({ minutes: [97, 98, 99], bad: 1 });
});

test('rows off the grid, with a high below the low, or from a time to come are left out and counted', () => {
  const offGrid: Row = [97 * MINUTE + 1234, '1', '1', '1', '1', '1', 98 * MINUTE];
  const inverted = row(98, [100, 1, 500]);
  const rows = [offGrid, inverted, row(99), row(100), row(110), row(68_000_000)];
  expect(read(rows)).toEqual({ minutes: [99, 100], bad: 4 });
});

test('a candle is closed when the venue’s clock has passed its end', () => {
  const klines = klinesOf(JSON.stringify([row(99), row(100)]), TERMS, () => undefined);
  expect(klines.map(({ isClosed }) => isClosed)).toEqual([true, false]);
});

/** What a row is, said a second time. */
const decimal = z
  .string()
  .regex(/^-?\d{1,30}(\.\d{1,30})?$/)
  .transform(Number);
const price = decimal.refine((value) => value > 0);
const volume = decimal.refine((value) => value >= 0);
const time = z.number().int().nonnegative().max(4_102_444_800_000);
const answerSchema = z.array(
  z.tuple([time, price, price, price, price, volume, time]).rest(z.unknown()),
);

const oddField = fc.oneof(
  fc.constantFrom('0', '0.0', '-0', '-1', '1e5', '1.', '.5', ' 1', '1\n', '٣', '', '0x10', 'NaN'),
  fc.constantFrom(-1, 0, 1.5, 4_102_444_800_000, 4_102_444_800_001, 2 ** 60, null, true),
  fc.constantFrom('1'.repeat(30), '1'.repeat(31), `0.${'1'.repeat(30)}`, `0.${'1'.repeat(31)}`),
  fc.constantFrom(`0.${'0'.repeat(29)}1`, '00012.50', '5.00000000'),
  fc.jsonValue({ maxDepth: 1 }),
);
const goodRow = fc.integer({ min: 0, max: 99 }).map((minute) => [...row(minute), '9.5', 812]);
const oddRow = fc.oneof(
  fc.tuple(goodRow, fc.nat(8), oddField).map(([whole, at, field]) => whole.with(at, field)),
  fc.tuple(goodRow, fc.nat(9)).map(([whole, length]) => whole.slice(0, length)),
  fc.jsonValue({ maxDepth: 1 }),
);
const answers = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(goodRow, fc.oneof(goodRow, oddRow)) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

test('what is refused, and what is read, is what the schema of an answer says', () => {
  const outcomes = { read: 0, refused: 0 };
  const isTold = fc.property(answers, (answer) => {
    const { data } = answerSchema.safeParse(answer);
    const reading = (): unknown => klinesOf(JSON.stringify(answer), TERMS, () => undefined);
    outcomes[data ? 'read' : 'refused']++;
    if (!data) {
      expect(reading).toThrow(TypeError);
      return;
    }
    const fields = new Map(data.map((it) => [it[0], it.slice(1, 6)] as const).reverse());
    const klines = klinesOf(JSON.stringify(answer), TERMS, () => undefined);
    for (const { openTime, open, high, low, close, volume: base } of klines) {
      expect([open, high, low, close, base]).toEqual(fields.get(openTime));
    }
  });
  fc.assert(isTold, { numRuns: 2000 });
  expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(200);
});

const decimals = fc.oneof(
  fc.double({ min: 1e-8, max: 1e9, noNaN: true }).map((value) => value.toFixed(8)),
  fc.tuple(fc.nat(99_999_999), fc.nat(99_999_999)).map(([whole, part]) => `${whole}.${part}`),
  fc.constantFrom('0', '0.00', '1.', '.5', '-1', '1e5', '007.5', '1'.repeat(16), '1'.repeat(40)),
);
const wholeRow = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.array(decimals, { minLength: 5, maxLength: 5 }))
  .map(([minute, [open, high, low, close, base]]) => {
    const openTime = minute * MINUTE;
    const known = [openTime, open, high, low, close, base, openTime + MINUTE - 1];
    return [...known, '98765.43210000', 812, '600.1', '400.0', '0'];
  });

/** What a text with a place of it changed is read as by the short way, and by that of `JSON.parse`. */
function readings(text: string) {
  const short = readKlineText(text, NOW);
  try {
    const { data } = answerSchema.safeParse(JSON.parse(text));
    return { short, long: data ?? null };
  } catch {
    return { short, long: null };
  }
}

test('the short way reads what Binance writes to the last bit, and nothing that is no answer', () => {
  const counts = { short: 0, none: 0 };
  const change = fc.tuple(
    fc.nat(),
    fc.constantFrom('', '0', '9', '"', ',', '.', ']', '[', '٣', ' '),
  );
  const isSame = fc.property(
    fc.array(wholeRow, { maxLength: 3 }),
    fc.option(change, { freq: 2 }),
    (rows, changed) => {
      const whole = JSON.stringify(rows);
      const at = changed ? changed[0] % whole.length : 0;
      const text = changed ? whole.slice(0, at) + changed[1] + whole.slice(at + 1) : whole;
      const { short, long } = readings(text);
      counts[short ? 'short' : 'none']++;
      // What follows the seventh field of a row is nobody's business, so that it may be no JSON.
      if (!short || !long) return;
      const fields = short.map((it) => [
        it.openTime,
        it.open,
        it.high,
        it.low,
        it.close,
        it.volume,
      ]);
      expect(fields).toEqual(long.map((it) => it.slice(0, 6)));
    },
  );
  fc.assert(isSame, { numRuns: 1500 });
  expect(Math.min(counts.short, counts.none)).toBeGreaterThan(150);
});

test('an answer that was cut off is never read the short way', () => {
  const rows = [row(97), row(98)].map((it) => [...it, '98765.43210000', 812]);
  const text = JSON.stringify(rows);
  expect(readKlineText(text, NOW)).toHaveLength(2);
  for (let end = 0; end < text.length; end++)
    expect(readKlineText(text.slice(0, end), NOW)).toBeNull();
});
