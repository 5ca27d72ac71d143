import { describe, expect, test } from 'vitest';
import { adxFold } from './adx';
import { atrFold } from './atr';
import { bollingerFold } from './bollinger';
import { donchianFold } from './donchian';
import { emaFold } from './ema';
import type { Bar, Fold } from './fold';
import { macdFold } from './macd';
import { momentumFold } from './momentum';
import { rsiFold } from './rsi';
import { smaFold } from './sma';
import { supertrendFold } from './supertrend';

/** All lines of a run, from the first candle that has any, rounded as the references are. */
function linesOf<State>(fold: Fold<State>, bars: readonly Bar[], decimals = 3) {
  const lines: Record<string, number[]> = {};
  let state = fold.start;
  for (const bar of bars) {
    state = fold.next(state, bar);
    for (const [name, value] of Object.entries(fold.read(state) ?? {})) {
      (lines[name] ??= []).push(Number(value.toFixed(decimals)));
    }
  }
  return lines;
}

/** @see https://github.com/TulipCharts/tulipindicators/blob/v0.8.0/tests/untest.txt */
describe('as in the tests of Tulip Indicators', () => {
  const high = [
    82.15, 81.89, 83.03, 83.3, 83.85, 83.9, 83.33, 84.3, 84.84, 85, 85.9, 86.58, 86.98, 88, 87.87,
  ];
  const low = [
    81.29, 80.64, 81.31, 82.65, 83.07, 83.11, 82.49, 82.3, 84.15, 84.11, 84.03, 85.39, 85.76, 87.17,
    87.01,
  ];
  const close = [
    81.59, 81.06, 82.87, 83, 83.61, 83.15, 82.84, 83.99, 84.55, 84.36, 85.53, 86.54, 86.89, 87.77,
    87.29,
  ];
  const bars = close.map((it, at) => ({ close: it, high: high[at]!, low: low[at]! }));

  test('simple average', () => {
    expect(linesOf(smaFold(5), bars)['sma']).toEqual([
      82.426, 82.738, 83.094, 83.318, 83.628, 83.778, 84.254, 84.994, 85.574, 86.218, 86.804,
    ]);
  });

  test('exponential average, from its fifth value on', () => {
    expect(linesOf(emaFold(5), bars)['ema']).toEqual([
      82.714, 82.859, 82.853, 83.232, 83.671, 83.901, 84.444, 85.143, 85.725, 86.407, 86.701,
    ]);
  });

  test('MACD', () => {
    expect(linesOf(macdFold({ fast: 2, slow: 5, signal: 9 }), bars)).toEqual({
      macd: [0.618, 0.351, 0.111, 0.416, 0.578, 0.422, 0.684, 0.927, 0.891, 0.979, 0.621],
      signal: [0.618, 0.564, 0.474, 0.462, 0.485, 0.473, 0.515, 0.597, 0.656, 0.721, 0.701],
      histogram: [0, -0.213, -0.363, -0.046, 0.093, -0.05, 0.169, 0.329, 0.235, 0.258, -0.08],
    });
  });

  test('RSI', () => {
    expect(linesOf(rsiFold(5), bars)['rsi']).toEqual([
      72.034, 64.927, 75.936, 79.796, 74.713, 83.033, 87.478, 88.755, 91.483, 78.498,
    ]);
  });

  test('average true range', () => {
    expect(linesOf(atrFold(5), bars)['atr']).toEqual([
      1.116, 1.051, 1.009, 1.207, 1.136, 1.086, 1.243, 1.233, 1.23, 1.206, 1.137,
    ]);
  });

  test('ADX, and the directional indicators from where there is an ADX', () => {
    expect(linesOf(adxFold(5), bars)).toEqual({
      adx: [41.384, 44.288, 49.422, 54.918, 59.987, 65.292, 67.355],
      plus_di: [40.268, 36.416, 40.072, 43.468, 41.298, 50.793, 42.981],
      minus_di: [12.451, 10.299, 7.084, 5.675, 4.522, 3.673, 5.97],
    });
  });

  test('Bollinger bands', () => {
    expect(linesOf(bollingerFold(5, 2), bars)).toEqual({
      lower: [80.53, 80.987, 82.533, 82.472, 82.418, 82.435, 82.511, 83.143, 83.536, 83.87, 85.289],
      middle: [
        82.426, 82.738, 83.094, 83.318, 83.628, 83.778, 84.254, 84.994, 85.574, 86.218, 86.804,
      ],
      upper: [
        84.322, 84.489, 83.655, 84.164, 84.838, 85.121, 85.997, 86.845, 87.612, 88.566, 88.319,
      ],
    });
  });

  test('Donchian channel, of closes: the highest and lowest of five', () => {
    const flat = close.map((it) => ({ close: it, high: it, low: it }));
    const { upper, lower } = linesOf(donchianFold(5), flat);
    expect(upper).toEqual([
      83.61, 83.61, 83.61, 83.99, 84.55, 84.55, 85.53, 86.54, 86.89, 87.77, 87.77,
    ]);
    expect(lower).toEqual([
      81.06, 81.06, 82.84, 82.84, 82.84, 82.84, 82.84, 83.99, 84.36, 84.36, 85.53,
    ]);
  });
});

/**
 * @see https://github.com/bennycode/trading-signals/blob/main/packages/trading-signals/src/trend/SUPERTREND/SuperTrend.test.ts
 * worked out there after https://www.tradingview.com/support/solutions/43000634738-supertrend/
 */
test('Supertrend as in the tests of trading-signals', () => {
  const close = [
    81, 82, 83, 84, 85, 86, 87, 90.5, 91, 92, 82, 77, 75, 74, 73, 79, 85.5, 86, 87, 88,
  ];
  const high = [82, 83, 84, 85, 86, 87, 88, 91, 92, 93, 92, 83, 78, 76, 75, 80, 86, 87, 88, 89];
  const low = [80, 81, 82, 83, 84, 85, 86, 87, 89, 90, 81, 76, 74, 73, 72, 72, 79, 84, 85, 86];
  const bars = close.map((it, at) => ({ close: it, high: high[at]!, low: low[at]! }));
  expect(linesOf(supertrendFold(5, 2), bars, 4)).toEqual({
    supertrend: [
      89, 89, 89, 84.2, 85.46, 86.268, 95.0856, 89.1685, 85.3348, 83.1678, 81.6343, 81.6343,
      71.9341, 75.8473, 77.5778, 79.1622,
    ],
    direction: [-1, -1, -1, 1, 1, 1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1],
  });
});

test('a breakout is a close beyond the channel of the candles before, and is remembered', () => {
  const closes = [10, 11, 12, 12, 13, 12, 11, 11, 10, 11];
  const bars = closes.map((close) => ({ close, high: close + 0.5, low: close - 0.5 }));
  expect(linesOf(donchianFold(3), bars)['breakout']).toEqual([0, 0, 1, 1, -1, -1, -1, -1]);
});

test('momentum counts the usual moves of a random walk in the time', () => {
  const closes = [100, 110, 100, 110, 100, 130].map((close) => ({
    close,
    high: close,
    low: close,
  }));
  // Two returns of ±ln 1.1 and one of ln 1.3, against the move of two candles.
  const returns = [-Math.log(1.1), Math.log(1.1), -Math.log(1.1), Math.log(1.3)];
  const mean = returns.reduce((sum, it) => sum + it) / 4;
  const variance = returns.reduce((sum, it) => sum + (it - mean) ** 2, 0) / 3;
  const z = Math.log(130 / 110) / Math.sqrt(2 * variance);
  expect(linesOf(momentumFold({ length: 2, window: 4 }), closes)['momentum']?.at(-1)).toBe(
    Number(z.toFixed(3)),
  );
});

test('a candle that goes further both ways counts for the side on which it went further', () => {
  const inside = { high: 11, low: 9, close: 10 };
  const directions = (high: number, low: number) => {
    const outside = { high, low, close: 10 };
    const { plus_di, minus_di } = linesOf(adxFold(2), [inside, outside, outside], 1);
    return [plus_di, minus_di];
  };
  // 2 out of 5, both halved at the third candle, whose range of 5 has no direction.
  expect(directions(13, 8)).toEqual([[13.3], [0]]);
  expect(directions(12, 7)).toEqual([[0], [13.3]]);
});
