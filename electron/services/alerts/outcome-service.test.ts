import { expect, test } from 'vitest';
import { type AlertHarness, BTC, openHarness } from './alert-harness';
import { CandleExchange } from './candle-exchange';
import { FakeChannels } from './fake-channels';

const MINUTE = 60_000;
const cross = (more: object = {}) => ({
  ...{ condition: { type: 'price_cross', price: 105, direction: 'up' }, ...more },
});

async function passMinutes(harness: AlertHarness, minutes: number): Promise<void> {
  for (let n = 0; n < minutes; n++) await harness.pass(MINUTE);
}
const opened = () => openHarness({ exchange: new CandleExchange() });

/** A fire at 110, then 121 and 99 within a quarter of an hour, 132 within one. */
async function fire(harness: AlertHarness): Promise<void> {
  await harness.trade([100, 110]);
  await harness.trade(121, BTC, 5 * MINUTE);
  await harness.trade(99, BTC, MINUTE);
  await harness.trade(132, BTC, 30 * MINUTE);
}

const outcomes = async (harness: AlertHarness) =>
  (await harness.ask('list_alerts', {})).items.map(({ outcome }) => outcome);

const QUARTER = { mfe: 10, mae: -10 };
const HOUR = { mfe: 20, mae: -10 };

test('what the price did after an alert is told as each time is over, and kept', async () => {
  const harness = await opened();
  await harness.arm(cross({ mode: 'once' }));
  await harness.trade([100, 110]);
  await passMinutes(harness, 10);
  expect(await outcomes(harness)).toEqual([null]);
  await harness.trade([121, 99]);
  await passMinutes(harness, 10);
  expect(await outcomes(harness)).toEqual([{ '15m': QUARTER, '1h': null, '4h': null }]);
  await harness.trade(132);
  await passMinutes(harness, 60);
  expect(await outcomes(harness)).toEqual([{ '15m': QUARTER, '1h': HOUR, '4h': null }]);
  const told = harness.heard.flatMap(({ type, data }) =>
    type === 'alert_detail' && data.outcome ? [data] : [],
  );
  expect(told).toMatchObject([
    { alert_id: 1, outcome: { '15m': QUARTER, '1h': null } },
    { alert_id: 1, outcome: { '15m': QUARTER, '1h': HOUR } },
  ]);
});

test('what happened while the program was closed is found out afterwards, once, and outlives it', async () => {
  const harness = await opened();
  await harness.arm(cross({ mode: 'once' }));
  await harness.trade([100, 110]);
  harness.kill();
  harness.isStreaming = false;
  await harness.trade(121, BTC, 5 * MINUTE);
  await harness.trade(99, BTC, MINUTE);
  await harness.trade(132, BTC, 30 * MINUTE);
  await harness.trade(100, BTC, 300 * MINUTE);
  await harness.open();
  await harness.pass(MINUTE);
  const whole = [{ '15m': QUARTER, '1h': HOUR, '4h': HOUR }];
  expect(await outcomes(harness)).toEqual(whole);
  const asked = (): number =>
    harness.exchange.klineCalls.filter(({ interval }) => interval === '1m').length;
  await harness.close();
  await harness.open();
  const before = asked();
  await harness.pass(MINUTE);
  expect(await outcomes(harness)).toEqual(whole);
  expect(asked()).toBe(before);
});

test('a venue that cannot be reached is asked again, and another market is not asked', async () => {
  const harness = await opened();
  await harness.arm(cross({ mode: 'once' }));
  await fire(harness);
  harness.exchange.fetchKlines = () => Promise.reject(new Error('away'));
  await harness.pass(MINUTE);
  expect(await outcomes(harness)).toEqual([null]);
  Reflect.deleteProperty(harness.exchange, 'fetchKlines');
  await passMinutes(harness, 10);
  expect(await outcomes(harness)).toMatchObject([{ '15m': QUARTER }]);
  await harness.close();
  harness.market = 'another';
  await harness.open();
  await passMinutes(harness, 30);
  expect(await outcomes(harness)).toEqual([null]);
});

test('an alert says what it is about, for screens of any language, and which sound it asks for', async () => {
  const channels = new FakeChannels();
  const harness = await openHarness({ channels });
  await harness.arm(cross({ sound: 'bell', message: 'look', channels: ['sound'] }));
  await harness.trade([100, 110]);
  expect((await harness.ask('list_alerts', {})).items).toMatchObject([
    {
      message: 'look',
      params: {
        ...{ condition: { type: 'price_cross', price: 105 }, direction: 'up', level: 105 },
        ...{ already_true: false, own_message: true, sound: 'bell' },
      },
    },
  ]);
  expect(channels.of('sound')).toMatchObject([{ sound: 'bell' }]);
});
