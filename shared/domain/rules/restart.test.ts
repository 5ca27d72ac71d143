import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alertRule, type AlertRule } from '../alert-rule';
import { BTC, RuleRig, START } from './rule-rig';

const level = fc.integer({ min: 180, max: 220 }).map((n) => n / 2);
const span = fc.constantFrom(2, 20, 90);

const plain = fc.oneof(
  fc.record({
    type: fc.constant('price_cross'),
    price: level,
    direction: fc.constantFrom('up', 'down', 'any'),
  }),
  fc.record({ type: fc.constantFrom('price_above', 'price_below'), price: level }),
  fc.record({
    type: fc.constant('channel'),
    low: fc.constantFrom(92, 98),
    high: fc.constantFrom(99, 104),
    when: fc.constantFrom('enter', 'exit', 'inside', 'outside'),
  }),
  fc.record({
    type: fc.constant('change'),
    percent: fc.integer({ min: 1, max: 6 }),
    window_s: span,
    direction: fc.constantFrom('up', 'down', 'any'),
  }),
  fc.record({
    type: fc.constant('trailing'),
    amount: fc.integer({ min: 1, max: 6 }),
    from: fc.constantFrom('high', 'low'),
  }),
  fc.record({ type: fc.constant('step'), every_percent: fc.constantFrom(0.5, 1, 7) }),
  fc.record({
    type: fc.constantFrom('pnl_percent', 'pnl_amount'),
    value: fc.integer({ min: 1, max: 6 }),
    direction: fc.constantFrom('up', 'down'),
  }),
  fc.record({ type: fc.constant('drawdown'), percent: fc.integer({ min: 1, max: 6 }) }),
);
const parts = fc.array(plain, { minLength: 2, maxLength: 4 });
const within_s = fc.constantFrom(undefined, 5, 60);
const composite = fc.record({
  type: fc.constantFrom('all', 'any'),
  conditions: parts,
  within_s,
});
const nested = fc.record({
  type: fc.constantFrom('all', 'any'),
  conditions: fc.array(fc.oneof(plain, composite), { minLength: 2, maxLength: 3 }),
  within_s,
});

const rule = fc
  .record(
    {
      condition: fc.oneof(plain, composite, nested),
      mode: fc.constantFrom('once', 'every_time', 'once_per_minute', 'once_per_bar'),
      for_s: span,
      hysteresis_percent: fc.constantFrom(0.5, 2),
      cooldown_s: span,
      active_hours: fc.constant({ zone: 'Asia/Bangkok', from: '07:01', to: '07:20' }),
    },
    { requiredKeys: ['condition', 'mode'] },
  )
  .map((draft): AlertRule => alertRule.parse({ ...draft, position_id: 7, severity: 'info' }));

const script = fc.record({
  trades: fc.array(
    fc.record({ price: level, gap: fc.oneof(fc.constant(0), fc.integer({ max: 40_000, min: 1 })) }),
    { minLength: 5, maxLength: 60 },
  ),
  rules: fc.array(rule, { minLength: 1, maxLength: 6 }),
  restarts: fc.array(fc.nat(60), { minLength: 1, maxLength: 4 }),
  clock: fc.array(fc.nat(60), { maxLength: 4 }),
});

type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

/** Plays a script twice, in the second rig with the restarts; nothing may tell the two apart. */
function playTwice({ trades, rules, restarts, clock }: Script): number {
  const [steady, restarted] = [new RuleRig(), new RuleRig()];
  for (const rig of [steady, restarted]) {
    rig.positions.add({ id: 7, entryPrice: 100 });
    rig.positions.best.set(7, 105);
    rig.trade(100);
    for (const each of rules) rig.arm(each);
    for (const [index, { price, gap }] of trades.entries()) {
      if (rig === restarted && restarts.includes(index)) rig.restart();
      if (clock.includes(index)) rig.pass(1000);
      rig.trade(price, gap);
    }
  }
  expect(restarted.fires).toEqual(steady.fires);
  expect(restarted.engine.save()).toEqual(steady.engine.save());
  return steady.fires.length;
}

test('whatever the rules are, an engine saved and restored in the middle gives the same fires and goes on alike', () => {
  let fires = 0;
  fc.assert(
    fc.property(script, (each) => {
      fires += playTwice(each);
    }),
    { numRuns: 80 },
  );
  expect(fires).toBeGreaterThan(100);
});

const ruleAt7 = (draft: object): AlertRule =>
  alertRule.parse({ position_id: 7, severity: 'info', ...draft });
const tape = (...pairs: (readonly [price: number, gap: number])[]) =>
  pairs.map(([price, gap]) => ({ price, gap }));

test('a crossing back and the end of the wait for the first one may come in any order at one price', () => {
  const any = { type: 'price_cross', price: 90, direction: 'any' };
  const up = { type: 'price_cross', price: 90, direction: 'up' };
  playTwice({
    trades: tape([90, 1], [90.5, 1], [90, 1], [90, 1], [90, 998], [90, 0], [90, 0]),
    rules: [
      ruleAt7({ condition: any, mode: 'once', for_s: 2 }),
      ruleAt7({ condition: up, mode: 'once' }),
    ],
    restarts: [1],
    clock: [2],
  });
});

test('a wait for `for_s` and a wait for the next bar go on side by side', () => {
  const conditions = [
    { type: 'pnl_percent', value: 1, direction: 'down' },
    { type: 'channel', low: 92, high: 99, when: 'outside' },
  ];
  const trades = tape([92, 19_580], [90, 39_420], [90, 1], [90, 0], [90, 1], [90, 31_384]);
  const condition = { type: 'any', conditions };
  const rules = [ruleAt7({ condition, mode: 'once_per_bar', for_s: 2 })];
  trades.push(...tape([90, 16_370], [90.5, 11_244]));
  expect(playTwice({ trades, rules, restarts: [2, 0], clock: [0] })).toBe(3);
});

test('a part of `any` that crosses again does not put off the fire of the next bar', () => {
  const conditions = [
    { type: 'price_above', price: 90 },
    { type: 'change', percent: 1, window_s: 2, direction: 'up' },
    { type: 'price_cross', price: 90, direction: 'up' },
  ];
  const trades = tape([90, 39_192], [90.5, 22_871], [90, 6490], [90, 19_140], [90, 24_138]);
  trades.push(...tape([90, 0], [90, 0], [90.5, 7169]));
  const condition = { type: 'any', conditions };
  const rules = [ruleAt7({ condition, mode: 'once_per_minute', for_s: 2 })];
  expect(playTwice({ trades, rules, restarts: [2, 0], clock: [] })).toBe(3);
});

test('an event within a composite that lasts fires when `for_s` is over, unless it is taken back', () => {
  const cross = { type: 'price_cross', price: 100, direction: 'up' };
  const low = { type: 'price_below', price: 80 };
  const high = { type: 'price_above', price: 99 };
  for (const condition of [
    { type: 'any', conditions: [low, cross] },
    { type: 'all', conditions: [high, cross] },
  ]) {
    const rig = new RuleRig();
    rig.trade(98);
    rig.arm({ condition, for_s: 3 });
    expect(rig.trade([101, 99.5, 99.5, 99.5, 99.5])).toEqual([]);
    rig.trade(101);
    const since = rig.time;
    rig.restart();
    rig.trade([102, 103, 104, 105]);
    expect(rig.fires.map(({ occurredAt }) => occurredAt - since)).toEqual([3000]);
  }
});

test('`new_extreme` misses nothing in the first candle after a restart, before its candles are fetched', () => {
  const rig = new RuleRig();
  rig.trade(100);
  rig.arm({ condition: { type: 'new_extreme', bars: 1, interval: '1m', side: 'high' } });
  rig.close(START - 60_000, { high: 105 });
  rig.trade(104);
  rig.restart();
  expect(rig.engine.lookbacks()).toMatchObject([
    { symbol: BTC, interval: '1m', bars: 1, isCold: true },
  ]);
  expect(rig.trade([105, 105.5, 106])).toMatchObject([{ price: 105.5, level: 105 }]);
});

test('back-cast: history through a fresh engine gives the fires that were seen live, and says late', () => {
  fc.assert(
    fc.property(script, ({ trades, rules }) => {
      const [live, back] = [new RuleRig(), new RuleRig()];
      for (const rig of [live, back]) {
        rig.positions.add({ id: 7, entryPrice: 100 });
        rig.trade(100);
        for (const each of rules) rig.arm(each);
        const origin = rig === live ? 'live' : 'backfill';
        for (const { price, gap } of trades) rig.tradeOnce(price, gap, BTC, origin);
      }
      expect(back.fires).toEqual(live.fires.map((fire) => ({ ...fire, late: true })));
    }),
    { numRuns: 40 },
  );
});
