import { describe, expect, test } from 'vitest';
import { BTC, pricesOf, RuleRig, START } from './rule-rig';

const cross = { condition: { type: 'price_cross', price: 100, direction: 'any' } };
const HOUR_MS = 3_600_000;

describe('contract §6.6: rules never stop silently', () => {
  test('A rule stops by its mode or its expiry only: a thousand fires in a second do not stop it.', () => {
    const rig = new RuleRig();
    rig.trade(99);
    rig.arm(cross);
    rig.arm({ ...cross, mode: 'once' });
    rig.arm({ ...cross, expires_at: new Date(START + HOUR_MS).toISOString() });
    for (let n = 0; n < 500; n++) rig.trade([101, 99], 1);
    rig.time = START + HOUR_MS;
    rig.trade(101);
    const count = (id: number) => rig.fires.filter(({ ruleId }) => ruleId === id).length;
    expect([1, 2, 3].map(count)).toEqual([1001, 1, 1000]);
    expect([1, 2, 3].map((id) => rig.engine.stateOf(id, rig.time)?.reason)).toEqual([
      null,
      'fired',
      'expired',
    ]);
  });

  test('A ledger that throws stops no rule, is reported, and is asked again at the next trade.', () => {
    const rig = new RuleRig();
    rig.positions.add({ id: 7, openedAt: START, entryPrice: 100, liquidationPrice: 50 });
    rig.positions.best.set(7, 100);
    rig.trade(100);
    rig.arm({ position_id: 7, condition: { type: 'pnl_amount', value: 5, direction: 'down' } });
    rig.arm({ position_id: 7, condition: { type: 'drawdown', percent: 6 } });
    rig.arm({ position_id: 7, condition: { type: 'liquidation_distance', percent: 48 } });
    rig.arm({ position_id: 7, condition: { type: 'position_age', hours: 1 } });
    rig.arm({ condition: { type: 'price_below', price: 95 } });
    rig.trade(100);
    const mend = rig.positions.fail();
    rig.time = START + HOUR_MS;
    expect(rig.trade(94).map(({ ruleId }) => ruleId)).toEqual([5]);
    expect(rig.faults.length).toBeGreaterThan(0);
    expect(rig.faults.every(({ symbol }) => symbol === BTC)).toBe(true);
    mend();
    const ids = rig.trade(94).map(({ ruleId }) => ruleId);
    expect(ids.toSorted()).toEqual([1, 2, 3, 4]);
  });

  test('A ledger that throws while rules look for positions takes none of their watches away.', () => {
    const rig = new RuleRig();
    rig.positions.add({ id: 7, entryPrice: 100 });
    rig.trade(100);
    rig.arm({ condition: { type: 'pnl_amount', value: 5, direction: 'down' } });
    rig.trade(100);
    const mend = rig.positions.fail();
    rig.engine.setGroups({}, rig.time);
    expect(rig.faults).toHaveLength(1);
    mend();
    expect(pricesOf(rig.trade(95))).toEqual([95]);
  });

  test('A position that has closed unheard yet is in the way of no rule.', () => {
    const rig = new RuleRig();
    rig.positions.add({ id: 7, entryPrice: 100 });
    rig.trade(100);
    rig.arm({ condition: { type: 'pnl_amount', value: 5, direction: 'down' } });
    rig.positions.open.delete(7);
    rig.arm({ position_id: 7, condition: { type: 'pnl_percent', value: 5, direction: 'down' } });
    expect(rig.trade(90)).toEqual([]);
    expect(rig.faults).toEqual([]);
  });

  test('A rule that cannot be armed is not armed by half.', () => {
    const rig = new RuleRig();
    rig.positions.add({ id: 7, entryPrice: 100 });
    rig.positions.fail();
    const pnl = { type: 'pnl_amount', value: 5, direction: 'down' };
    expect(() => rig.arm({ condition: pnl, position_id: 7 })).toThrow('ledger');
    expect(rig.engine.stateOf(1, rig.time)).toBeNull();
  });
});

test('an indicator that throws leaves the others of its candles alone, and is warmed up anew', () => {
  const rig = new RuleRig();
  rig.trade(100);
  const line = { type: 'indicator', interval: '1m', op: 'above', value: 109 };
  rig.arm({ condition: { ...line, indicator: 'rsi' } });
  rig.arm({ condition: { ...line, indicator: 'close' } });
  expect(rig.close(START, { close: 100 })).toEqual([]);
  expect(rig.close(START + 60_000, { close: 110 }).map(({ ruleId }) => ruleId)).toEqual([2]);
  expect(rig.faults).toHaveLength(1);
  expect(rig.engine.stateOf(1, rig.time)?.reason).toBe('warming_up');
  expect(rig.engine.lookbacks()).toContainEqual(
    expect.objectContaining({ interval: '1m', isCold: true }),
  );
});

test('a step rule fires at every step of one trade, and says so when there are too many', () => {
  const rig = new RuleRig();
  rig.trade(44_000);
  rig.arm({ condition: { type: 'step', every_amount: 0.5 } });
  expect(rig.trade(40_000)).toHaveLength(8000);
  expect(rig.faults).toEqual([]);
  expect(rig.trade(45_100)).toHaveLength(10_000);
  expect(rig.faults).toHaveLength(1);
  expect(pricesOf(rig.trade([45_100.4, 45_100.5]))).toEqual([45_100.5]);
});
