import { expect, test } from 'vitest';
import { alertRule, alertTypeOf } from './alert-rule';

const usual = {
  symbol: 'BTC/USDT',
  condition: { type: 'price_cross', price: 100, direction: 'any' },
  mode: 'once',
  severity: 'info',
};

/** What is wrong with a rule: field and advice. */
function faultsOf(change: object): string[] {
  const result = alertRule.safeParse({ ...usual, ...change });
  const issues = result.error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('a rule as the contract writes it is taken, with all it may have', () => {
  expect(faultsOf({})).toEqual([]);
  expect(
    faultsOf({
      name: 'Breakout',
      mode: 'once_per_bar',
      bar: '1h',
      for_s: 30,
      hysteresis_percent: 0.5,
      cooldown_s: 600,
      expires_at: '2027-01-01T00:00:00.000Z',
      active_hours: { zone: 'Asia/Bangkok', from: '22:00', to: '06:00', days: ['mon', 'fri'] },
      severity: 'critical',
      channels: ['desktop', 'sound', 'telegram', 'discord', 'ntfy', 'webhook'],
      sound: 'bell',
      message: 'Look',
    }),
  ).toEqual([]);
  for (const symbol of ['*', { watchlist: 'majors' }]) expect(faultsOf({ symbol })).toEqual([]);
});

test.each<[string, object]>([
  ['symbol: give "symbol" or "position_id"', { symbol: undefined }],
  ['symbol: give only one of "symbol" and "position_id"', { position_id: 7 }],
  ['symbol: must be a symbol, "*" or {"watchlist": name}', { symbol: 5 }],
  ['condition.price: must be a price above 0', { condition: { ...usual.condition, price: 0 } }],
  [
    'condition.percent: give "percent" or "amount"',
    { condition: { type: 'change', window_s: 60, direction: 'up' } },
  ],
  [
    'condition.amount: give only one of "percent" or "amount"',
    { condition: { type: 'trailing', percent: 1, amount: 1, from: 'low' } },
  ],
  [
    'condition.high: must be above "low"',
    { condition: { type: 'channel', low: 2, high: 2, when: 'exit' } },
  ],
  [
    'condition.percent: must be below 100: no price falls further',
    { condition: { type: 'trailing', percent: 100, from: 'high' } },
  ],
  ['condition.at: give "at" or "every"', { condition: { type: 'time' } }],
  [
    'condition.at: must be a time of day (09:30, each day) or an ISO-8601 time (once)',
    { condition: { type: 'time', at: '24:00' } },
  ],
  [
    'for_s: cannot go with "volume_spike", which is over at once',
    { for_s: 5, condition: { type: 'volume_spike', multiple: 2, bars: 5, interval: '1m' } },
  ],
  [
    'active_hours.zone: must be an IANA time zone',
    { active_hours: { zone: 'Mars/Base', from: '09:00', to: '17:00' } },
  ],
  [
    'active_hours.to: must differ from "from"; leave active_hours out for the whole day',
    { active_hours: { zone: 'UTC', from: '09:00', to: '09:00' } },
  ],
  [
    'active_hours.from: must look like 09:30',
    { active_hours: { zone: 'UTC', from: '9', to: '17:00' } },
  ],
])('a faulty rule is told what to do: %s', (fault, change) => {
  expect(faultsOf(change)).toContain(fault);
});

test('a field that nobody knows, or a wrong number of parts, is refused', () => {
  expect(faultsOf({ colour: 'red' })).toHaveLength(1);
  expect(faultsOf({ condition: { ...usual.condition, prise: 5 } })).toHaveLength(1);
  expect(faultsOf({ condition: { type: 'all', conditions: [usual.condition] } })).toHaveLength(1);
  const inner = { type: 'any', conditions: [usual.condition, usual.condition] };
  const outer = { type: 'all', conditions: [inner, usual.condition] };
  expect(faultsOf({ condition: outer })).toEqual([]);
  const tooDeep = { type: 'all', conditions: [outer, usual.condition] };
  expect(faultsOf({ condition: tooDeep })).not.toEqual([]);
});

test('numbers must be numbers: never NaN, infinite or text', () => {
  for (const price of [NaN, Infinity, '100', null]) {
    expect(faultsOf({ condition: { ...usual.condition, price } })).toHaveLength(1);
  }
});

test('the type on the wire follows from the condition and its direction', () => {
  expect(alertTypeOf({ type: 'pnl_amount', value: 1, direction: 'up' })).toBe('PROFIT_TARGET');
  expect(alertTypeOf({ type: 'pnl_percent', value: 1, direction: 'down' })).toBe('STOP_LOSS');
  const extreme = { type: 'new_extreme', bars: 5, interval: '1m' } as const;
  expect(alertTypeOf({ ...extreme, side: 'low' })).toBe('NEW_LOW');
  expect(alertTypeOf({ type: 'liquidation_distance', percent: 2 })).toBe('LIQUIDATION_NEAR');
});
