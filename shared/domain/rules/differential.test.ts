import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alertRule, type AlertRule } from '../alert-rule';
import type { Kline } from '../kline';
import type { Fire } from './fire';
import { Oracle, type OracleTrade } from './oracle';
import { BTC, RuleRig } from './rule-rig';

/** Prices lie close together, so that levels are met exactly and often. */
const price = fc.integer({ min: 9_000, max: 11_000 }).map((n) => Math.round(n / 50) * 50);
const level = price.map((n) => n / 100);
const trade = fc.record({
  cents: price,
  gap: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30_000 })),
});

const condition = fc.oneof(
  fc.record({
    type: fc.constant('price_cross'),
    price: level,
    direction: fc.constantFrom('up', 'down', 'any'),
  }),
  fc.record({ type: fc.constantFrom('price_above', 'price_below'), price: level }),
  fc.record({
    type: fc.constant('channel'),
    low: fc.constantFrom(92, 95.5, 98),
    high: fc.constantFrom(99, 102, 105.5),
    when: fc.constantFrom('enter', 'exit', 'inside', 'outside'),
  }),
  fc.record({
    type: fc.constant('change'),
    percent: fc.integer({ min: 1, max: 9 }),
    window_s: fc.constantFrom(10, 45, 300),
    direction: fc.constantFrom('up', 'down', 'any'),
  }),
  fc.record({
    type: fc.constant('change'),
    amount: fc.integer({ min: 1, max: 9 }),
    window_s: fc.constantFrom(10, 45, 300),
    direction: fc.constantFrom('up', 'down', 'any'),
  }),
  fc.record({
    type: fc.constant('trailing'),
    percent: fc.integer({ min: 1, max: 9 }),
    from: fc.constantFrom('high', 'low'),
  }),
  fc.record({ type: fc.constant('step'), every_amount: fc.constantFrom(0.5, 1, 2.5, 7) }),
);

const rule = fc
  .record(
    {
      condition,
      mode: fc.constantFrom('once', 'every_time', 'once_per_minute', 'once_per_bar'),
      bar: fc.constantFrom('1m', '5m'),
      cooldown_s: fc.constantFrom(1, 30, 120),
    },
    { requiredKeys: ['condition', 'mode', 'bar'] },
  )
  .map((draft): AlertRule => alertRule.parse({ ...draft, symbol: BTC, severity: 'info' }));

const script = fc.record({
  trades: fc.array(trade, { minLength: 2, maxLength: 120 }),
  rules: fc.array(fc.record({ rule, armedAfter: fc.nat(40) }), { minLength: 1, maxLength: 12 }),
  restarts: fc.array(fc.nat(120), { maxLength: 3 }),
});

/** The engine's fires as pairs of rule and time. */
const keysOf = (fires: readonly Fire[]) =>
  fires.map(({ ruleId, occurredAt }) => `${ruleId}@${occurredAt}`).sort();

test('every fire is the one that a plain look over the whole tape gives, restarts in the middle or not', () => {
  fc.assert(
    fc.property(script, ({ trades, rules, restarts }) => {
      const rig = new RuleRig();
      const tape: OracleTrade[] = [];
      const armed: { rule: AlertRule; id: number; at: number }[] = [];
      for (const [index, { cents, gap }] of trades.entries()) {
        for (const { rule: each, armedAfter } of rules) {
          // Never before the first trade: without a price, states and steps begin with the next.
          if (Math.max(1, armedAfter) === index) {
            armed.push({ rule: each, id: rig.arm(each), at: index });
          }
        }
        if (restarts.includes(index)) rig.restart();
        rig.trade(cents / 100, gap);
        tape.push({ cents, time: rig.time });
      }
      const expected = armed.flatMap(({ rule: each, id, at }) =>
        new Oracle(each, tape, at).fires().map(({ time }) => `${id}@${time}`),
      );
      expect(keysOf(rig.fires)).toEqual(expected.sort());
    }),
    { numRuns: 400 },
  );
});

const sparingCondition = fc.oneof(
  condition.filter(({ type }) => type !== 'change'),
  fc.record({
    type: fc.constant('change'),
    amount: fc.constantFrom(0.2, 0.4, 0.6),
    window_s: fc.constantFrom(0.5, 2, 3),
    direction: fc.constantFrom('up', 'down', 'any'),
  }),
  fc.record({ type: fc.constant('drawdown'), percent: fc.constantFrom(0.1, 0.5, 1) }),
  fc.record({ type: fc.constant('liquidation_distance'), percent: fc.constantFrom(9.5, 10) }),
);

/** Small steps, seven trades a second. */
const calmScript = fc.record({
  trades: fc
    .array(fc.integer({ min: -12, max: 12 }), { minLength: 20, maxLength: 200 })
    .map((steps) => {
      let cents = 10_025;
      return steps.map((step) => ({ cents: (cents += step) }));
    }),
  rules: fc.array(sparingCondition, { minLength: 1, maxLength: 3 }),
});

test('a bar of which nobody wants the trades can be passed over: the fires are the same', () => {
  let passed = 0;
  fc.assert(
    fc.property(calmScript, ({ trades, rules }) => {
      const [whole, sparing] = [new RuleRig(), new RuleRig()];
      for (const rig of [whole, sparing]) {
        rig.positions.add({ id: 7, entryPrice: 100, liquidationPrice: 90 });
        rig.positions.best.set(7, 100.5);
        rig.trade(trades[0]!.cents / 100);
        for (const each of rules) rig.arm({ position_id: 7, condition: each });
        rig.trade(100.25);
      }
      const bars = barsOf(trades);
      const first = whole.time - (whole.time % 1000) + 1000;
      for (const [index, prices] of bars.entries()) {
        const openTime = first + index * 1000;
        const bar = barAt(openTime, prices);
        const next = bars.slice(index + 1).flat();
        const until = first + bars.length * 1000 + 10_000;
        const ahead = { low: Math.min(...next), high: Math.max(...next), until };
        const isWanted = sparing.engine.wants(BTC, bar, '1s', ahead);
        if (!isWanted) sparing.engine.passOver(BTC, bar, '1s');
        for (const [n, price] of prices.entries()) {
          whole.time = sparing.time = openTime + n * 120 - 1;
          whole.tradeOnce(price, 1, BTC, 'backfill');
          if (isWanted) sparing.tradeOnce(price, 1, BTC, 'backfill');
        }
        if (!isWanted) passed++;
      }
      expect(keysOf(sparing.fires)).toEqual(keysOf(whole.fires));
    }),
    { numRuns: 300 },
  );
  expect(passed).toBeGreaterThan(100);
});

/** Seven trades to a bar. */
function barsOf(trades: readonly { cents: number }[]): number[][] {
  const bars: number[][] = [];
  for (let n = 1; n < trades.length; n += 7) {
    bars.push(trades.slice(n, n + 7).map(({ cents }) => cents / 100));
  }
  return bars;
}

const barAt = (openTime: number, prices: readonly number[]): Kline => ({
  openTime,
  open: prices[0]!,
  high: Math.max(...prices),
  low: Math.min(...prices),
  close: prices.at(-1)!,
  volume: prices.length,
  lastTradeId: -1,
  isClosed: true,
});
