import { expect, test } from 'vitest';
import { Random } from '../../../electron/services/exchange/demo/prng';
import { randomWalk } from '../signals/random-walk';
import { bollingerFold } from './bollinger';
import { emaFold } from './ema';
import type { Fold } from './fold';
import { macdFold } from './macd';
import { Overlay } from './overlay';
import { rsiFold } from './rsi';
import { supertrendFold } from './supertrend';

const KLINES = randomWalk(new Random(4), {
  ...{ interval: '1h', count: 120, drift: 0, volatility: 0.01, start: Date.UTC(2026, 0, 1) },
});

/** What a fold says at each candle, by line; NaN where it says nothing. */
function directly<State, Name extends string>(fold: Fold<State, Name>, names: readonly Name[]) {
  let state = fold.start;
  const values = KLINES.map((kline) => {
    state = fold.next(state, kline);
    return fold.read(state);
  });
  return Object.fromEntries(names.map((name) => [name, values.map((at) => at?.[name] ?? NaN)]));
}

const MACD = { fast: 12, slow: 26, signal: 9 };
const KNOWN = [
  ['ema', { length: 20 }, directly(emaFold(20), ['ema'])],
  [
    'bollinger',
    { length: 20, deviations: 2 },
    directly(bollingerFold(20, 2), ['middle', 'upper', 'lower']),
  ],
  [
    'supertrend',
    { length: 10, multiplier: 3 },
    directly(supertrendFold(10, 3), ['supertrend', 'direction']),
  ],
  ['rsi', { length: 14 }, directly(rsiFold(14), ['rsi'])],
  ['macd', MACD, directly(macdFold(MACD), ['macd', 'signal', 'histogram'])],
] as const;

test.each(KNOWN)(
  'the lines of %s are what its fold says at each candle',
  (indicator, params, known) => {
    const overlay = new Overlay({ indicator, params });
    overlay.restart(KLINES);
    for (const [name, values] of Object.entries(known)) {
      expect(overlay.line(name)).toEqual(values);
      expect(values[0]).toBeNaN();
      expect(values.filter(Number.isFinite).length).toBeGreaterThan(80);
    }
  },
);

test.each(KNOWN)(
  '%s grown candle by candle, with looks at unfinished ones, is the same',
  (indicator, params, known) => {
    const overlay = new Overlay({ indicator, params });
    overlay.restart(KLINES.slice(0, 50));
    for (const kline of KLINES.slice(50)) {
      const { open, high, low } = kline;
      overlay.add({ high: open, low: open, close: open });
      overlay.replace({ high: high * 2, low, close: high * 2 });
      overlay.replace(kline);
    }
    for (const [name, values] of Object.entries(known)) expect(overlay.line(name)).toEqual(values);
  },
);

test('too few candles are no value, and an unknown indicator is refused', () => {
  const overlay = new Overlay({ indicator: 'ema', params: { length: 20 } });
  overlay.restart(KLINES.slice(0, 10));
  expect(overlay.line('ema')).toEqual(Array(10).fill(NaN));
  expect(overlay.line('no such line')).toEqual([]);
  expect(() => new Overlay({ indicator: 'tea leaves', params: {} })).toThrow(/indicator/);
});
