import { expect, test } from 'vitest';
import { type AlertHarness, BTC, openHarness } from './alert-harness';

const ETH = 'ETH/USDT';

const told = (harness: AlertHarness) =>
  harness.alerts.map(({ symbol, price }) => [symbol, price] as const);

test.each(['constructor', 'toString', 'hasOwnProperty'])(
  'a group called %s can go: its rules rest, others are made, and the program starts again',
  async (name) => {
    const harness = await openHarness();
    const put = (groups: Record<string, string[]>) =>
      harness.run.watchlist.put({ symbols: [BTC, ETH], groups });
    const condition = { type: 'price_cross', price: 100, direction: 'up' };
    await put({ [name]: [BTC] });
    const { rule_id: id } = await harness.arm({ symbol: { watchlist: name }, condition });
    await put({});
    await harness.arm({ symbol: ETH, condition });
    await harness.trade([99, 101]);
    expect(told(harness)).toEqual([]);
    await harness.close();
    await harness.open();
    expect(await harness.ask('get_alert_rule', { id })).toMatchObject({ watches: [] });
    await harness.trade([99, 102], ETH);
    expect(told(harness)).toEqual([[ETH, 102]]);
    await put({ [name]: [BTC] });
    await harness.trade([99, 103]);
    expect(told(harness)).toEqual([
      [ETH, 102],
      [BTC, 103],
    ]);
  },
);

test.each(['__proto__', 'constructor', 'no such'])(
  'a rule on a group called %s that there is not is refused, and uses up no number',
  async (name) => {
    const harness = await openHarness();
    const condition = { type: 'price_above', price: 100 };
    await expect(harness.arm({ symbol: { watchlist: name }, condition })).rejects.toMatchObject({
      code: 'INVALID',
    });
    expect(await harness.arm({ condition })).toMatchObject({ rule_id: 1 });
  },
);

test('what was known of a symbol and cannot be read any more costs no rule and no other symbol', async () => {
  const harness = await openHarness();
  const condition = { type: 'price_cross', price: 100, direction: 'up' };
  await harness.arm({ condition });
  await harness.arm({ symbol: ETH, condition });
  await harness.trade(99);
  await harness.trade(99, ETH);
  await harness.pass(60_000);
  const { store } = harness.run;
  await store.update(({ alerts }) => {
    const broken = { ...alerts.symbols[ETH]!, state: { book: {}, watches: {} } };
    return { alerts: { ...alerts, symbols: { ...alerts.symbols, [ETH]: broken } } };
  });
  harness.kill();
  await harness.open();
  await harness.trade([101]);
  await harness.trade([99, 102], ETH);
  expect(told(harness)).toEqual([
    [BTC, 101],
    [ETH, 102],
  ]);
});

test.each([
  ['a step below the tick size', { type: 'step', every_amount: 0.001 }, 'every_amount', '0.01'],
  ['a step of a millionth', { type: 'step', every_amount: 0.05 }, 'every_amount', '0.1'],
  ['a step of nearly nothing', { type: 'step', every_percent: 1e-7 }, 'every_percent', '0.001'],
  [
    'a fall of all there is',
    { type: 'change', percent: 100, window_s: 60, direction: 'down' },
    ...(['percent', 'no price falls further'] as const),
  ],
])('%s is refused by its field, with what would do', async (_name, condition, field, words) => {
  const harness = await openHarness();
  harness.run.marketData.watch(BTC);
  await harness.trade(10_000);
  await expect(harness.arm({ condition })).rejects.toMatchObject({
    code: 'INVALID',
    message: expect.stringContaining(words) as string,
    details: [{ field: `condition.${field}` }],
  });
});

test('a step of the tick size and a rise by more than all there is are fine', async () => {
  const harness = await openHarness();
  harness.run.marketData.watch(BTC);
  await harness.trade(10);
  await harness.arm({ condition: { type: 'step', every_amount: 0.01 } });
  await harness.arm({ condition: { type: 'step', every_percent: 0.001 } });
  const rise = { type: 'change', percent: 150, window_s: 60, direction: 'any' };
  expect(await harness.arm({ condition: rise })).toMatchObject({ rule_id: 3 });
});
