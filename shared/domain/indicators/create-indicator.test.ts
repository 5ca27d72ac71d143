import { describe, expect, test } from 'vitest';
import { alertCondition } from '../alert-conditions';
import type { AppError } from '../errors';
import type { Kline } from '../kline';
import { INDICATORS } from './catalog';
import { createIndicator, createStudy } from './create-indicator';

const kline = (close: number): Kline => ({
  ...{ openTime: 0, open: close, high: close, low: close, close },
  ...{ volume: 1, lastTradeId: -1, isClosed: true },
});

const refusals: readonly [
  string,
  { indicator: string; params?: object; output?: string },
  string,
][] = [
  ['an unknown name', { indicator: 'vwap' }, 'indicator'],
  ['a name that every object has', { indicator: 'constructor' }, 'indicator'],
  ['an unknown line', { indicator: 'macd', output: 'upper' }, 'output'],
  ['an unknown parameter', { indicator: 'rsi', params: { fast: 3 } }, 'params.fast'],
  [
    'a parameter that every object has',
    { indicator: 'rsi', params: { toString: 3 } },
    'params.toString',
  ],
  ['a length of 0', { indicator: 'rsi', params: { length: 0 } }, 'params.length'],
  ['half a candle', { indicator: 'rsi', params: { length: 2.5 } }, 'params.length'],
  ['a length beyond all history', { indicator: 'ema', params: { length: 5000 } }, 'params.length'],
  ['both names of the length', { indicator: 'ema', params: { length: 5, period: 5 } }, 'params'],
  [
    'a fast average slower than the slow one',
    { indicator: 'macd', params: { fast: 40 } },
    'params.fast',
  ],
];

describe.each(refusals)('%s', (_what, choice, field) => {
  const asked = { params: {}, ...choice } as { indicator: string; params: Record<string, number> };

  test('is refused with the name of the field', () => {
    const refuse = () => createStudy(asked);
    expect(refuse).toThrow(
      expect.objectContaining({ code: 'INVALID', info: { field } }) as AppError,
    );
  });

  test('is refused by the condition of a rule at the same field', () => {
    const rule = { type: 'indicator', interval: '1m', op: 'above' };
    const own = alertCondition.safeParse({ ...rule, ...asked, value: 1 });
    expect(own.error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
    const other = alertCondition.safeParse({ ...rule, indicator: 'close', other: asked });
    expect(other.error?.issues.map(({ path }) => path.join('.'))).toEqual([`other.${field}`]);
  });
});

test('a rule reads the first line unless it names another', () => {
  const first = createIndicator({ indicator: 'macd', params: {} });
  const signal = createIndicator({ indicator: 'macd', params: {}, output: 'signal' });
  const study = createStudy({ indicator: 'macd', params: {} });
  for (let at = 0; at < 60; at += 1) {
    const next = kline(100 + (at % 7));
    for (const line of [first, signal, study]) line.update(next);
  }
  expect(first.value).toBe(study.lines?.['macd']);
  expect(signal.value).toBe(study.lines?.['signal']);
  expect(signal.value).not.toBe(first.value);
});

test('names are read in any case, and `period` means `length`', () => {
  const rule = { type: 'indicator', interval: '1m', op: 'above', value: 1 };
  expect(alertCondition.parse({ ...rule, indicator: 'RSI' })).toMatchObject({ indicator: 'rsi' });
  const line = createIndicator({ indicator: 'sma', params: { period: 2 } });
  [1, 2, 4].forEach((close) => {
    line.update(kline(close));
  });
  expect(line.value).toBe(3);
});

test('there is a value as soon as the formula has its candles, and none before', () => {
  const line = createIndicator({ indicator: 'sma', params: { length: 3 } });
  const values = [1, 2, 3, 4].map((close) => {
    line.update(kline(close));
    return line.value;
  });
  expect(values).toEqual([null, null, 2, 3]);
});

test('what is usual lies within the limits', () => {
  for (const [indicator, { params }] of Object.entries(INDICATORS)) {
    const usual = Object.fromEntries(Object.entries(params).map(([name, it]) => [name, it.usual]));
    expect(createStudy({ indicator, params: usual }).warmUp).toBeGreaterThan(0);
  }
});
