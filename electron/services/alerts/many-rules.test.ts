import { expect, test } from 'vitest';
import { tickerOf } from '../exchange/fake-exchange';
import { SimulatedDisk } from '../store/simulated-disk';
import { openHarness } from './alert-harness';

const SYMBOLS = Array.from({ length: 20 }, (_, n) => `COIN${n}/USDT`);
const [FIRST = '', ...OTHERS] = SYMBOLS;

/** Two hundred prices on the first symbol, and rules of several kinds on all the others. */
function pack(count: number) {
  return Array.from({ length: count }, (_, n) => {
    const symbol = n < 200 ? FIRST : OTHERS[n % OTHERS.length];
    return { symbol, condition: conditionOf(n), mode: 'once', severity: 'info' };
  });
}

function conditionOf(n: number): object {
  if (n < 200) return { type: 'price_cross', price: 101 + n, direction: 'up' };
  if (n < 300) return { type: 'new_extreme', bars: 5 + (n % 7), interval: '1m', side: 'high' };
  if (n < 400) return { type: 'change', percent: 50 + n, window_s: 60, direction: 'up' };
  return { type: 'price_below', price: 99 - n / 100 };
}

test('a thousand rules on twenty symbols are armed in a second, with a few requests a symbol', async () => {
  const harness = await openHarness({ symbols: SYMBOLS });
  const { exchange, clock, disk } = harness;
  exchange.tickers = SYMBOLS.map((symbol) => tickerOf(symbol, 100, 100));
  const before = { time: clock.now(), writes: disk.calls };
  const { rule_ids: ids } = await harness.ask('create_alert_rules', { rules: pack(1000) });
  expect(clock.now() - before.time).toBeLessThanOrEqual(1000);
  // One commit, and the number of the highest rule: not one for each rule.
  expect(disk.calls - before.writes).toBeLessThan(50);
  await harness.pass(2000);
  expect(exchange.klineCalls.length).toBeLessThanOrEqual(3 * SYMBOLS.length);
  expect(exchange.tickerCalls.length).toBeLessThanOrEqual(SYMBOLS.length);
  expect(exchange.lastTradeCalls.length).toBeLessThanOrEqual(SYMBOLS.length);
  expect(ids).toEqual(Array.from({ length: 1000 }, (_, n) => n + 1));
  const { items } = await harness.ask('list_alert_rules', {});
  const blind = items.filter(({ can_fire: canFire }) => !canFire);
  // What looks back waits for candles, and a change for its first trade.
  expect(new Set(blind.map(({ condition: { type }, reason }) => `${type} ${reason}`))).toEqual(
    new Set(['new_extreme warming_up', 'change no_price']),
  );
  await harness.trade(300, FIRST);
  expect(harness.alerts.map(({ price, rule_id: id }) => [price, id])).toEqual(
    Array.from({ length: 200 }, (_, n) => [300, n + 1]),
  );
});

test('one refused rule of many leaves none of them armed, and is named', async () => {
  const harness = await openHarness({ symbols: SYMBOLS });
  const rules = [...pack(3), { ...pack(1)[0], symbol: 'NO/SUCH' }, ...pack(2)];
  await expect(harness.ask('create_alert_rules', { rules })).rejects.toMatchObject({
    code: 'UNKNOWN_SYMBOL',
    details: [{ field: 'rules.3' }],
  });
  expect((await harness.ask('list_alert_rules', {})).items).toEqual([]);
});

test('values are told from rules one by one, and none is armed', async () => {
  const harness = await openHarness({ symbols: SYMBOLS });
  const [rule] = pack(1);
  const cheap = { ...rule, condition: { type: 'price_above', price: -1 } };
  const { items } = await harness.ask('check_alert_rules', { rules: [rule, cheap, 7] });
  expect(items).toMatchObject([
    { rule, details: [] },
    { rule: null, details: [{ field: 'condition.price', message: 'must be a price above 0' }] },
    { rule: null, details: [{ field: '(all)' }] },
  ]);
  expect((await harness.ask('list_alert_rules', {})).items).toEqual([]);
});

test('of rules that the disk does not take, none is armed, now or after a restart', async () => {
  const disk = new SimulatedDisk();
  const harness = await openHarness({ disk, symbols: SYMBOLS });
  harness.exchange.tickers = SYMBOLS.map((symbol) => tickerOf(symbol, 100, 100));
  disk.failAt(1, 'ENOSPC', Number.POSITIVE_INFINITY);
  const rules = pack(300);
  await expect(harness.ask('create_alert_rules', { rules })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
  disk.heal();
  await harness.pass(60_000);
  expect(harness.run.alertService.stateOf(1)).toBeNull();
  await harness.close();
  await harness.open();
  expect((await harness.ask('list_alert_rules', {})).items).toEqual([]);
});
