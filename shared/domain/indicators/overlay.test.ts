import { expect, test } from 'vitest';
import { Random } from '../../../electron/services/exchange/demo/prng';
import { randomWalk } from '../signals/random-walk';
import { bollingerFold } from './bollinger';
import { emaFold } from './ema';
import type { Fold } from './fold';
import { macdFold } from './macd';
import { overlayOf } from './overlay';
import { rsiFold } from './rsi';
import { supertrendFold } from './supertrend';

const KLINES = randomWalk(new Random(4), {
  ...{ interval: '1h', count: 120, drift: 0, volatility: 0.01, start: Date.UTC(2026, 0, 1) },
});

/** What a fold says at each candle, by line. */
function directly<State, Name extends string>(fold: Fold<State, Name>) {
  const lines: Record<string, { time: number; value: number }[]> = {};
  let state = fold.start;
  for (const kline of KLINES) {
    state = fold.next(state, kline);
    for (const [name, value] of Object.entries<number>(fold.read(state) ?? {})) {
      (lines[name] ??= []).push({ time: kline.openTime, value });
    }
  }
  return lines;
}

test.each([
  ['ema', { length: 20 }, directly(emaFold(20))],
  ['bollinger', { length: 20, deviations: 2 }, directly(bollingerFold(20, 2))],
  ['supertrend', { length: 10, multiplier: 3 }, directly(supertrendFold(10, 3))],
  ['rsi', { length: 14 }, directly(rsiFold(14))],
  [
    'macd',
    { fast: 12, slow: 26, signal: 9 },
    directly(macdFold({ fast: 12, slow: 26, signal: 9 })),
  ],
])('the lines of %s are what its fold says at each candle', (indicator, params, known) => {
  const lines = overlayOf(KLINES, { indicator, params });
  expect(Object.fromEntries(lines.map(({ name, points }) => [name, points]))).toEqual(known);
  for (const { points } of lines) {
    expect(points.length).toBeGreaterThan(80);
    expect(points.length).toBeLessThan(KLINES.length);
    expect(points.at(-1)?.time).toBe(KLINES.at(-1)?.openTime);
  }
});

test('too few candles make no line, and an unknown indicator is refused', () => {
  expect(overlayOf(KLINES.slice(0, 10), { indicator: 'ema', params: { length: 20 } })).toEqual([]);
  expect(() => overlayOf(KLINES, { indicator: 'tea leaves', params: {} })).toThrow(/indicator/);
});
