import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  alertCondition,
  type AlertCondition,
  type ConditionType,
} from '../../shared/domain/alert-conditions';
import { describeFire, type FireFacts } from '../../shared/domain/alert-message';
import { fireText, type AlertParams } from './fire-text';
import { Locale } from './i18n.svelte';

const nothing = { getItem: () => null, setItem: () => undefined };
const english = new Locale(nothing, ['en']);
const thai = new Locale(nothing, ['th']);

const amount = fc.double({ min: 1e-9, max: 4e14, noNaN: true });
const percent = fc.double({ min: 0.001, max: 99, noNaN: true });
const way = fc.constantFrom('up', 'down', 'any');
const interval = fc.constantFrom('1m', '1h', '1d');
const bars = fc.integer({ min: 1, max: 1000 });
const seconds = fc.oneof(fc.integer({ min: 1, max: 86_400 }), fc.constantFrom(60, 5400, 7200, 0.5));
const moved = fc.oneof(fc.record({ percent }), fc.record({ amount }));
const rate = fc.double({ min: -100, max: 100, noNaN: true });
const line = fc.constantFrom<object>(
  { indicator: 'rsi', params: { period: 14 } },
  { indicator: 'macd', params: {}, output: 'signal' },
);
const against = fc.oneof(fc.record({ value: rate }), fc.record({ other: line }));

const of = (type: string, ...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((fields) => Object.assign({ type }, ...fields) as object);
const pnl = fc.record({ value: amount, direction: fc.constantFrom('up', 'down') });

const PLAIN: Readonly<Record<Exclude<ConditionType, 'all' | 'any'>, fc.Arbitrary<object>>> = {
  price_cross: of('price_cross', fc.record({ price: amount, direction: way })),
  price_above: of('price_above', fc.record({ price: amount })),
  price_below: of('price_below', fc.record({ price: amount })),
  channel: fc
    .constantFrom('enter', 'exit', 'inside', 'outside')
    .chain((when) => amount.map((low) => ({ type: 'channel', low, high: low * 2, when }))),
  change: of('change', moved, fc.record({ window_s: seconds, direction: way })),
  step: of('step', fc.constantFrom({ every_percent: 2 }, { every_amount: 5 })),
  trailing: of('trailing', moved, fc.record({ from: fc.constantFrom('high', 'low') })),
  new_extreme: of(
    'new_extreme',
    fc.record({ bars, interval, side: fc.constantFrom('high', 'low') }),
  ),
  volume_spike: of('volume_spike', fc.record({ multiple: percent, bars, interval })),
  indicator: of(
    'indicator',
    line,
    against,
    fc.record({ interval, op: fc.constantFrom('cross_up', 'cross_down', 'above', 'below') }),
  ),
  pnl_percent: of('pnl_percent', pnl),
  pnl_amount: of('pnl_amount', pnl),
  drawdown: of('drawdown', fc.record({ percent })),
  liquidation_distance: of('liquidation_distance', fc.record({ percent })),
  position_age: of('position_age', fc.record({ hours: percent })),
  funding: of(
    'funding',
    fc.oneof(
      fc.record({ above: rate }),
      fc.record({ below: rate }),
      fc.constant({ flips: true as const }),
    ),
  ),
  signal_reversal: of('signal_reversal', fc.record({ interval })),
  feed_stale: of('feed_stale', fc.record({ after_s: seconds })),
  time: of('time', fc.constantFrom({ at: '09:30' }, { every: '15m' })),
};
const some = fc.oneof(...Object.values(PLAIN));
const parts = fc.record({ conditions: fc.array(some, { minLength: 2, maxLength: 5 }) });
const CONDITIONS = { ...PLAIN, all: of('all', parts), any: of('any', parts) };

const facts: fc.Arbitrary<FireFacts> = fc.record({
  symbol: fc.constantFrom('BTC/USDT', 'ETH/USDT:USDT', 'A$B/C&D', ''),
  price: fc.oneof(amount, fc.constant(null)),
  level: fc.oneof(amount, fc.constant(null)),
  direction: fc.constantFrom(-1 as const, 0 as const, 1 as const),
  alreadyTrue: fc.boolean(),
});

function paramsOf(condition: AlertCondition, told: FireFacts): AlertParams {
  const direction = told.direction === 0 ? null : told.direction > 0 ? 'up' : 'down';
  const rest = { own_message: false, sound: null };
  return { condition, direction, level: told.level, already_true: told.alreadyTrue, ...rest };
}

const ruleOf = (condition: AlertCondition) =>
  ({ symbol: 'BTC/USDT', condition, mode: 'once', severity: 'info' }) as const;

it.each(Object.entries(CONDITIONS))('English says %s as its message does', (_type, arbitrary) => {
  fc.assert(
    fc.property(arbitrary, facts, (written, told) => {
      const condition = alertCondition.parse(written);
      const message = describeFire(ruleOf(condition), told);
      const params = paramsOf(condition, told);
      expect(fireText(english, { ...told, message: 'other' }, params)).toBe(message);
    }),
  );
});

it.each(Object.entries(CONDITIONS))('Thai says %s with nothing left open', (_type, arbitrary) => {
  fc.assert(
    fc.property(arbitrary, facts, (written, told) => {
      const params = paramsOf(alertCondition.parse(written), told);
      const text = fireText(thai, { ...told, message: 'other' }, params);
      expect(text).toMatch(/[\u0e00-\u0e7f]/);
      expect(text).not.toMatch(/\{\{|undefined|null|NaN/);
    }),
  );
});

it('the own message of a trader, and one of an older version, stays as it is', () => {
  const alert = { symbol: 'BTC/USDT', price: 1, message: 'Sell half' };
  const condition = { type: 'price_above', price: 1 } as const;
  const told = { ...alert, level: 1, direction: 0, alreadyTrue: true } as const;
  const own = { ...paramsOf(condition, told), own_message: true };
  expect(fireText(thai, alert, own)).toBe('Sell half');
  expect(fireText(thai, alert, null)).toBe('Sell half');
});
