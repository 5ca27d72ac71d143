import { expect, test } from 'vitest';
import { type AlertHarness, openHarness } from './alert-harness';
import { tellUntold } from './tell-alerts';

const cross = { condition: { type: 'price_cross', price: 100, direction: 'any' } };

/** After a crash, with three alerts on record of which the last came a good while later. */
async function crashed(pauseMs: number): Promise<AlertHarness> {
  const harness = await openHarness();
  await harness.arm({ ...cross, mode: 'every_time' });
  await harness.trade([90, 110, 90]);
  await harness.pass(pauseMs);
  await harness.trade([90, 110]);
  expect(harness.alerts.map(({ alert_id }) => alert_id)).toEqual([1, 2, 3]);
  harness.kill();
  await harness.open();
  harness.heard.length = 0;
  return harness;
}

test('after a crash exactly those alerts are told that are on record and were not told', async () => {
  const harness = await crashed(1000);
  await tellUntold(harness.run, new Set([2]));
  expect(harness.alerts.map(({ alert_id }) => alert_id)).toEqual([1, 3]);
  expect(harness.alerts[0]).toMatchObject({ price: 110, read: false });
});

test('alerts that nobody can have waited for are not told again', async () => {
  const harness = await crashed(120_000);
  await tellUntold(harness.run, new Set());
  expect(harness.alerts.map(({ alert_id }) => alert_id)).toEqual([3]);
});
