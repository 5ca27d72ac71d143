import { expect, test } from 'vitest';
import { seededRandom } from '../exchange/demo/prng';
import { type AlertHarness, BTC, openHarness } from './alert-harness';
import { CandleExchange } from './candle-exchange';

const SEED = 20_261_123;
const HOUR_MS = 3_600_000;
const opened = () => openHarness({ exchange: new CandleExchange() });

/** A walk of trades, some a few ms and some a minute apart. */
async function walk(harness: AlertHarness, trades: number, random: () => number): Promise<void> {
  let price = harness.exchange.trades.at(-1)?.price ?? 1000;
  for (let n = 0; n < trades; n++) {
    price = Math.min(1015, Math.max(985, Math.round(price + (random() - 0.5) * 8)));
    await harness.trade(price, BTC, 1 + Math.floor(random() ** 3 * 40_000));
  }
}

const rule = (condition: object, more: object = {}) => ({
  ...{ symbol: BTC, condition, mode: 'every_time', severity: 'info' },
  ...more,
});
const back = (harness: AlertHarness, of: object, more: object = { days: 1 }) =>
  harness.ask('backtest_alert_rule', { rule: of, ...more });

const CONDITIONS: Readonly<Record<string, object>> = {
  cross: { type: 'price_cross', price: 1003, direction: 'any' },
  state: { type: 'price_above', price: 1005 },
  channel: { type: 'channel', low: 995, high: 1005, when: 'exit' },
  change: { type: 'change', percent: 1.2, window_s: 600, direction: 'any' },
  step: { type: 'step', every_amount: 7 },
  trailing: { type: 'trailing', percent: 1.5, from: 'high' },
  extreme: { type: 'new_extreme', bars: 5, interval: '5m', side: 'high' },
  all: {
    type: 'all',
    within_s: 120,
    conditions: [
      { type: 'price_cross', price: 1000, direction: 'any' },
      { type: 'price_above', price: 998 },
    ],
  },
};

test.each(Object.entries(CONDITIONS))(
  `a back-cast says of %s what live rules did (seed ${SEED})`,
  async (_name, condition) => {
    const harness = await opened();
    const random = seededRandom(SEED);
    // So that the symbol is watched, and its price known, before the rule is armed.
    await harness.arm({ condition: { type: 'price_above', price: 1e6 } });
    await walk(harness, 250, random);
    // Both begin at the same whole minute, at the same price.
    await harness.pass(60_000 - (harness.clock.now() % 60_000));
    const armedAt = harness.clock.now();
    await harness.arm({ condition });
    await walk(harness, 400, random);
    await harness.pass(60_000 - (harness.clock.now() % 60_000));
    // Rounded up to the whole minute at which the rule was armed.
    const days = (harness.clock.now() + 30_000 - armedAt) / 86_400_000;
    const result = await back(harness, rule(condition), { days });
    expect(result.from).toBe(new Date(armedAt).toISOString());
    expect(result.exact).toBe(true);
    expect(result.fires.map(({ occurred_at, price }) => [occurred_at, price])).toEqual(
      harness.alerts.map(({ occurred_at, price }) => [occurred_at, price]),
    );
    expect(result.count).toBeGreaterThan(0);
  },
);

test('an indicator is told by its candles alone, without a question for trades', async () => {
  const harness = await opened();
  const random = seededRandom(SEED);
  let asked = 0;
  const { exchange } = harness;
  const fetch = exchange.fetchTradesSince.bind(exchange);
  exchange.fetchTradesSince = (...question) => {
    asked++;
    return fetch(...question);
  };
  await walk(harness, 2000, random);
  asked = 0;
  const of = { type: 'indicator', indicator: 'rsi', params: { period: 5 }, interval: '1m' };
  const result = await back(harness, rule({ ...of, op: 'cross_up', value: 60 }), { days: 0.1 });
  expect(result.count).toBeGreaterThan(3);
  expect(result.exact).toBe(true);
  expect(asked).toBe(0);
});

test('what the price did after a fire is told for each time that is over', async () => {
  const harness = await opened();
  await harness.trade(100);
  await harness.pass(10 * 60_000);
  await harness.trade(110);
  await harness.pass(5 * 60_000);
  await harness.trade([121, 99]);
  await harness.pass(30 * 60_000);
  await harness.trade(132);
  await harness.pass(2 * HOUR_MS);
  const cross = rule({ type: 'price_cross', price: 105, direction: 'up' }, { mode: 'once' });
  const { fires } = await back(harness, cross);
  expect(fires).toMatchObject([
    {
      ...{ price: 110, mfe: 20, mae: -10 },
      outcome: { '15m': { mfe: 10, mae: -10 }, '1h': { mfe: 20, mae: -10 }, '4h': null },
    },
  ]);
});

test('a pause and a way back are proposed that keep the busiest week quiet enough', async () => {
  const harness = await opened();
  await walk(harness, 2000, seededRandom(SEED));
  const cross = rule({ type: 'price_cross', price: 1003, direction: 'any' });
  const { count, proposal } = await back(harness, cross, { days: 1, max_per_week: 5 });
  expect(count).toBeGreaterThan(5);
  const cooldown = proposal?.cooldown_s ?? 0;
  const calmer = await back(harness, { ...cross, cooldown_s: cooldown }, { days: 1 });
  expect(calmer.busiest_week).toBeLessThanOrEqual(5);
  const wide = { ...cross, hysteresis_percent: proposal?.hysteresis_percent ?? undefined };
  expect((await back(harness, wide, { days: 1 })).busiest_week).toBeLessThanOrEqual(5);
});

test('where single trades are too old the candles decide, and it is said', async () => {
  const harness = await opened();
  await walk(harness, 600, seededRandom(SEED));
  harness.exchange.history = () => ({ intervals: ['1m'], tradesReachMs: 0 });
  const cross = rule({ type: 'price_cross', price: 1003, direction: 'any' });
  const result = await back(harness, cross);
  expect(result.exact).toBe(false);
  expect(result.fires.every(({ exact }) => !exact)).toBe(true);
  expect(result.count).toBeGreaterThan(0);
});

test('what has no past is refused by name', async () => {
  const harness = await opened();
  await harness.trade(100);
  const of = rule({ type: 'feed_stale', after_s: 10 });
  await expect(back(harness, of)).rejects.toThrow(/feed_stale/);
});

test('a client that asks again ends what it asked before, and may end that too', async () => {
  const harness = await opened();
  await harness.trade([100, 110]);
  await harness.pass(120_000);
  const service = harness.run.backCasts;
  const client = {};
  const stored = await harness.arm({ condition: { type: 'step', every_amount: 5 } });
  const order = { rule: harness.run.rules.get(stored.rule_id).rule, days: 1, maxPerWeek: null };
  const first = service.cast(order, client, () => undefined);
  const second = service.cast(order, client, () => undefined);
  await expect(first).rejects.toThrow(/ended/);
  expect(service.cancel(client)).toBe(true);
  await expect(second).rejects.toThrow(/ended/);
  expect(service.cancel(client)).toBe(false);
});
