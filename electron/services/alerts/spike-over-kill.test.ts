import { expect, test } from 'vitest';
import { closeTimeOf } from '../../../shared/domain/interval';
import { seededRandom } from '../exchange/demo/prng';
import { BTC, openHarness, type AlertHarness } from './alert-harness';
import { CandleExchange, candlesOf } from './candle-exchange';

const BARS = 3;
const MULTIPLE = 2;
const SPIKE = { type: 'volume_spike', multiple: MULTIPLE, bars: BARS, interval: '1s' };

/** Ends of the candles over after a time that have so many times the volume of those before them. */
function spikes(harness: AlertHarness, from: number, until: number): number[] {
  const candles = candlesOf(harness.exchange.trades, BTC, '1s');
  return candles.flatMap(({ openTime, volume }, n) => {
    const end = closeTimeOf('1s', openTime);
    const before = candles.slice(Math.max(0, n - BARS), n);
    const sum = before.reduce((total, each) => total + each.volume, 0);
    const isSpike = before.length === BARS && sum > 0 && volume * BARS >= sum * MULTIPLE;
    return isSpike && end >= from && end < until ? [end] : [];
  });
}

async function walk(harness: AlertHarness, random: () => number, trades: number): Promise<void> {
  for (let n = 0; n < trades; n++) {
    const gapMs = 1 + Math.floor(random() ** 2 * 900);
    await harness.trade(1000 + Math.floor(random() * 5), BTC, gapMs);
  }
}

/** Sometimes nothing happens for a while. */
async function rest(harness: AlertHarness, random: () => number): Promise<void> {
  if (random() < 0.5) await harness.pass(Math.floor(random() * 3000));
}

/** Kills in the midst of candles, and what was traded until the next start is read from history. */
async function liveThroughKills(harness: AlertHarness, random: () => number): Promise<void> {
  for (let n = 0; n < 6; n++) {
    await walk(harness, random, 20 + Math.floor(random() * 20));
    await rest(harness, random);
    harness.kill();
    await walk(harness, random, Math.floor(random() * 15));
    await harness.open();
    await rest(harness, random);
  }
  await walk(harness, random, 30);
  for (let n = 0; n < 20; n++) await harness.pass(1000);
}

/** When the alerts of a rule happened, in order. */
async function toldOf(harness: AlertHarness, rule: number): Promise<number[]> {
  const query = { isUnread: false, symbol: null, limit: 1e6, before: Infinity };
  const alerts = await harness.run.alertLog.list(query);
  return alerts.flatMap((each) => (each.ruleId === rule ? [each.occurredAt] : [])).reverse();
}

test.each([8])(
  'each spike of volume since the rule was made is told once, over kills within its candles (seed %i)',
  async (seed) => {
    const random = seededRandom(seed);
    const harness = await openHarness({ exchange: new CandleExchange() });
    await harness.arm({ condition: { type: 'price_above', price: 1e6 } });
    await walk(harness, random, 30);
    const { rule_id: id } = await harness.arm({ condition: SPIKE });
    const from = harness.run.rules.get(id).armedAt;
    await liveThroughKills(harness, random);
    const until = harness.clock.now() - 5000;
    const told = (await toldOf(harness, id)).filter((time) => time < until);
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual(spikes(harness, from, until));
  },
);

test('a rule that is made after another one was let go does not tell the spikes of the time between', async () => {
  const random = seededRandom(5);
  const harness = await openHarness({ exchange: new CandleExchange() });
  await harness.arm({ condition: { type: 'price_above', price: 1e6 } });
  await walk(harness, random, 30);
  const { rule_id: first } = await harness.arm({ condition: SPIKE });
  await walk(harness, random, 10);
  await harness.ask('delete_alert_rule', { id: first });
  await walk(harness, random, 60);
  const { rule_id: id } = await harness.arm({ condition: SPIKE });
  const from = harness.run.rules.get(id).armedAt;
  for (let n = 0; n < 5; n++) await harness.pass(1000);
  await walk(harness, random, 40);
  for (let n = 0; n < 10; n++) await harness.pass(1000);
  const until = harness.clock.now() - 5000;
  const told = (await toldOf(harness, id)).filter((time) => time < until);
  expect(told.length).toBeGreaterThan(1);
  expect(told).toEqual(spikes(harness, from, until));
});
