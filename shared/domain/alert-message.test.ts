import { expect, test } from 'vitest';
import type { AlertCondition } from './alert-conditions';
import { describeFire, plain, type FireFacts } from './alert-message';
import { alertRule } from './alert-rule';

const usual: FireFacts = {
  symbol: 'BTC/USDT',
  price: 45_000.5,
  level: 45_000,
  direction: 1,
  alreadyTrue: false,
};

function say(condition: AlertCondition, facts: Partial<FireFacts> = {}, message?: string): string {
  const rule = { symbol: 'BTC/USDT', condition, mode: 'once', severity: 'info', message };
  return describeFire(alertRule.parse(rule), { ...usual, ...facts });
}

test.each<[string, AlertCondition, Partial<FireFacts>?]>([
  [
    'BTC/USDT crossed up through 45000, now 45000.5',
    { type: 'price_cross', price: 45_000, direction: 'any' },
  ],
  [
    'BTC/USDT crossed down through 0.00000012, now 0.0000001',
    { type: 'price_cross', price: 1.2e-7, direction: 'down' },
    { direction: -1, price: 1e-7 },
  ],
  ['BTC/USDT is at or above 45000, now 45000.5', { type: 'price_above', price: 45_000 }],
  [
    'BTC/USDT is at or below 45000, now 45000',
    { type: 'price_below', price: 45_000 },
    { price: 45_000 },
  ],
  ['BTC/USDT left 1 to 2.5, now 45000.5', { type: 'channel', low: 1, high: 2.5, when: 'exit' }],
  [
    'BTC/USDT fell by 2.5% within 5 min, now 45000.5',
    { type: 'change', percent: 2.5, window_s: 300, direction: 'any' },
    { direction: -1 },
  ],
  [
    'BTC/USDT rose by 100 USDT within 90 s, now 45000.5',
    { type: 'change', amount: 100, window_s: 90, direction: 'up' },
  ],
  ['BTC/USDT reached the step at 45000, now 45000.5', { type: 'step', every_amount: 500 }],
  [
    'BTC/USDT reached the step at 45000.12, now 45000.5',
    { type: 'step', every_percent: 0.01 },
    { level: 45_000.123_456_789 },
  ],
  [
    'BTC/USDT fell by 10% from its high, now 45000.5',
    { type: 'trailing', percent: 10, from: 'high' },
    { direction: -1 },
  ],
  [
    'BTC/USDT made a new high of 20 × 1h, now 45000.5',
    { type: 'new_extreme', bars: 20, interval: '1h', side: 'high' },
  ],
  [
    'BTC/USDT traded 3 times its average volume of 20 × 1m, now 45000.5',
    { type: 'volume_spike', multiple: 3, bars: 20, interval: '1m' },
  ],
  [
    'BTC/USDT RSI(14) crossed up through 30 on 1h, now 45000.5',
    {
      type: 'indicator',
      indicator: 'rsi',
      params: { length: 14 },
      interval: '1h',
      op: 'cross_up',
      value: 30,
    },
  ],
  [
    'BTC/USDT EMA(12) is at or above EMA(26) on 1d, now 45000.5',
    {
      type: 'indicator',
      indicator: 'ema',
      params: { length: 12 },
      interval: '1d',
      op: 'above',
      other: { indicator: 'ema', params: { length: 26 } },
    },
  ],
  [
    'Position BTC/USDT reached profit target of 2%',
    { type: 'pnl_percent', value: 2, direction: 'up' },
  ],
  [
    'Position BTC/USDT reached stop loss of 0.3%',
    { type: 'pnl_percent', value: 0.1 + 0.2, direction: 'down' },
  ],
  [
    'Position BTC/USDT:USDT reached stop loss of 500 USDT',
    { type: 'pnl_amount', value: 500, direction: 'down' },
    { symbol: 'BTC/USDT:USDT' },
  ],
  ['Drawdown reached 5% from the best, BTC/USDT now 45000.5', { type: 'drawdown', percent: 5 }],
  [
    'Position BTC/USDT is within 2% of liquidation, now 45000.5',
    { type: 'liquidation_distance', percent: 2 },
  ],
  ['Funding of BTC/USDT is at or above 0.05%', { type: 'funding', above: 0.05 }],
  ['Funding of BTC/USDT changed its sign', { type: 'funding', flips: true }],
  ['Position BTC/USDT has been open for 24 h', { type: 'position_age', hours: 24 }],
  [
    'The signal of BTC/USDT on 15m has turned, now 45000.5',
    { type: 'signal_reversal', interval: '15m' },
  ],
  ['No fresh data of BTC/USDT for 30 s', { type: 'feed_stale', after_s: 30 }],
  ['BTC/USDT is at 45000.5', { type: 'time', every: '1h' }],
  ['It is time: BTC/USDT', { type: 'time', at: '09:30' }, { price: null }],
  [
    'BTC/USDT: all of 2 conditions hold, BTC/USDT now 45000.5',
    {
      type: 'all',
      conditions: [
        { type: 'price_above', price: 1 },
        { type: 'price_below', price: 2 },
      ],
    },
  ],
])('it says: %s', (text, condition, facts) => {
  expect(say(condition, facts)).toBe(text);
});

test('the text of a rule itself goes before any other, and still says what was already true', () => {
  const condition: AlertCondition = { type: 'price_above', price: 1 };
  expect(say(condition, {}, 'Sell half')).toBe('Sell half');
  expect(say(condition, { alreadyTrue: true }, 'Sell half')).toBe(
    'Sell half (already true when armed)',
  );
});

test('numbers carry no exponent and no binary noise', () => {
  expect([0.1 + 0.2, 1e-12, 1.5e-8, 1e21, 44_880.000000000007].map(plain)).toEqual([
    ...['0.3', '0.000000000001', '0.000000015', '1000000000000000000000', '44880'],
  ]);
});
