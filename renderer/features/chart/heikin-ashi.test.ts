import { expect, it } from 'vitest';
import { heikinAshi } from './heikin-ashi';

it('a Heikin-Ashi bar opens in the middle of the one before it and closes at the average price', () => {
  const first = heikinAshi({ open: 10, high: 14, low: 8, close: 12 }, null);
  expect(first).toEqual({ open: 11, high: 14, low: 8, close: 11 });
  const second = heikinAshi({ open: 12, high: 20, low: 12, close: 20 }, first);
  expect(second).toEqual({ open: 11, high: 20, low: 11, close: 16 });
});

it('a bar reaches as far as its own open where the candle does not', () => {
  const before = { open: 30, high: 40, low: 30, close: 40 };
  const bar = heikinAshi({ open: 20, high: 22, low: 18, close: 20 }, before);
  expect([bar.open, bar.high, bar.low]).toEqual([35, 35, 18]);
});
