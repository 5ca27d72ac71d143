import { expect, test } from 'vitest';
import { klinesOf } from './kline-rows';

const MINUTE = 60_000;
const NOW = 100 * MINUTE + 5000;
const TERMS = { interval: '1m', now: NOW, latest: NOW + 2000 } as const;

type Row = Parameters<typeof klinesOf>[0][number];

const row = (minute: number, prices: [number, number, number] = [100, 101, 99]): Row => {
  const [open, high, low] = prices;
  const openTime = minute * MINUTE;
  return [openTime, open, high, low, open, 1, openTime + MINUTE - 1];
};

function read(rows: Row[]): { minutes: number[]; bad: number } {
  let bad = 0;
  const klines = klinesOf(rows, TERMS, (count) => (bad += count));
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
  const offGrid: Row = [97 * MINUTE + 1234, 1, 1, 1, 1, 1, 98 * MINUTE];
  const inverted = row(98, [100, 1, 500]);
  const rows = [offGrid, inverted, row(99), row(100), row(110), row(68_000_000)];
  expect(read(rows)).toEqual({ minutes: [99, 100], bad: 4 });
});

test('a candle is closed when the venue’s clock has passed its end', () => {
  const klines = klinesOf([row(99), row(100)], TERMS, () => undefined);
  expect(klines.map(({ isClosed }) => isClosed)).toEqual([true, false]);
});
