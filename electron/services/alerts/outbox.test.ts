import { expect, test } from 'vitest';
import type { DeliveryAnswer } from '../channels/channel';
import { type AlertHarness, BTC, openHarness } from './alert-harness';
import { FakeChannels } from './fake-channels';

const HOUR = 3_600_000;
const DOWN: DeliveryAnswer = {
  ...{ kind: 'failed', reason: 'It is down.' },
  ...{ isPermanent: false, retryAfterMs: null },
};
const cross = (price: number, more: object = {}) => ({
  condition: { type: 'price_cross', price, direction: 'up' },
  channels: ['telegram'],
  ...more,
});

async function opened(): Promise<{ harness: AlertHarness; channels: FakeChannels }> {
  const channels = new FakeChannels();
  return { harness: await openHarness({ channels }), channels };
}

const deliveriesOf = async (harness: AlertHarness, id: number) =>
  (await harness.ask('list_deliveries', { id })).items;

/** Lets a rule fire so often, a second apart. */
async function fire(harness: AlertHarness, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await harness.trade([99, 100], BTC, 500);
  // What is known of a symbol's first trade is saved at that time, and a fire waits for its turn.
  await harness.settle();
}

test('fault 53: a channel that is down keeps no other one waiting, and gets its message when it is back', async () => {
  const { harness, channels } = await opened();
  await harness.arm(cross(100, { channels: ['telegram', 'webhook'] }));
  channels.answers.set('telegram', DOWN);
  await fire(harness, 1);
  expect(channels.of('webhook')).toHaveLength(1);
  expect(await deliveriesOf(harness, 1)).toMatchObject([
    { channel: 'telegram', status: 'queued', reason: 'It is down.', tries: 1 },
    { channel: 'webhook', status: 'accepted' },
  ]);
  for (let n = 0; n < 400; n++) await harness.pass(9000);
  const tries = channels.of('telegram').length;
  expect(tries).toBeGreaterThan(9);
  expect(tries).toBeLessThan(20);
  channels.answers.delete('telegram');
  for (let n = 0; n < 100; n++) await harness.pass(9000);
  expect(new Set(channels.of('telegram').map((each) => each.idempotencyKey)).size).toBe(1);
  expect(await deliveriesOf(harness, 1)).toMatchObject([
    { channel: 'telegram', status: 'accepted' },
    { channel: 'webhook', status: 'accepted' },
  ]);
});

test('what cannot be sent for 24 h is given up visibly; what is refused for good at once', async () => {
  const { harness, channels } = await opened();
  await harness.arm(cross(100, { channels: ['telegram', 'ntfy'] }));
  channels.answers.set('telegram', DOWN);
  channels.answers.set('ntfy', { ...DOWN, reason: 'The key is wrong.', isPermanent: true });
  await fire(harness, 1);
  expect(await deliveriesOf(harness, 1)).toMatchObject([
    { channel: 'telegram', status: 'queued' },
    { channel: 'ntfy', status: 'failed', reason: 'The key is wrong.', tries: 1 },
  ]);
  // A day has many ticks: those who have nothing to do with it rest.
  const { marketData, klines, alertService, parts } = harness.run;
  for (const each of [alertService, parts.feed, parts.portfolio, klines, marketData]) each.stop();
  await harness.pass(24 * HOUR);
  await harness.pass(1000);
  const reason = expect.stringMatching(/^given up after 24 h: /) as string;
  expect(await deliveriesOf(harness, 1)).toContainEqual(
    expect.objectContaining({ channel: 'telegram', status: 'failed', reason }),
  );
  const before = channels.sent.length;
  await harness.pass(HOUR);
  expect(channels.sent).toHaveLength(before);
});

test('a target that says how long to wait is obeyed, and one that never answers is cut off', async () => {
  const { harness, channels } = await opened();
  await harness.arm(cross(100, { channels: ['telegram', 'discord'] }));
  channels.answers.set('telegram', { ...DOWN, retryAfterMs: 60_000 });
  channels.answers.set('discord', null);
  await fire(harness, 1);
  for (let n = 0; n < 59; n++) await harness.pass(1000);
  expect(channels.of('telegram')).toHaveLength(1);
  expect(await deliveriesOf(harness, 1)).toContainEqual(
    expect.objectContaining({ channel: 'discord', reason: 'No answer in time.' }),
  );
  await harness.pass(2000);
  expect(channels.of('telegram')).toHaveLength(2);
});

test('fault 25: what fires at one moment is one message with a list, and what is critical pierces', async () => {
  const { harness, channels } = await opened();
  await harness.trade(50);
  for (let price = 100; price < 140; price++) await harness.arm(cross(price));
  await harness.arm(cross(120.5, { severity: 'critical' }));
  await harness.trade([50, 200]);
  await harness.pass(250);
  expect(channels.sent.map(({ severity, alertIds }) => [severity, alertIds.length])).toEqual([
    ['critical', 1],
    ['info', 40],
  ]);
  const list = channels.sent[1];
  expect(list).toMatchObject({ title: '40 alerts', price: null, symbol: BTC });
  expect(list?.lines).toHaveLength(31);
  expect(list?.lines.at(-1)).toBe('and 10 more');
});

test('6.6 fault 57: above the flood limit only deliveries are summed up, the summary says so, and every fire is on record', async () => {
  const { harness, channels } = await opened();
  await harness.ask('patch_settings', { alerts: { flood_limit: 3 } });
  await harness.arm(cross(100));
  await fire(harness, 20);
  expect((await harness.ask('list_alerts', {})).items).toHaveLength(20);
  for (let n = 0; n < 70; n++) await harness.pass(1000);
  const told = channels.sent.flatMap(({ alertIds }) => alertIds);
  expect(told.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  expect(channels.sent.at(-1)).toMatchObject({
    title: 'More alerts than the flood limit allows: 17 are summed up here',
  });
});

test('quiet hours, a snooze and a mute keep still and say so; what is critical passes quiet hours', async () => {
  const { harness, channels } = await opened();
  const { rule_id: id } = await harness.arm(cross(100));
  await harness.arm(cross(100, { severity: 'critical', channels: ['discord'] }));
  const quiet = { zone: 'UTC', from: '00:00', to: '23:59' };
  await harness.ask('patch_settings', { alerts: { quiet_hours: quiet, repeat_critical_s: null } });
  await fire(harness, 1);
  await harness.ask('patch_settings', { alerts: { quiet_hours: null } });
  const until = new Date(harness.clock.now() + HOUR).toISOString();
  await harness.ask('patch_alert_rule', { id, snoozed_until: until });
  await fire(harness, 1);
  await harness.ask('patch_alert_rule', { id, snoozed_until: null, muted: true });
  await fire(harness, 1);
  await harness.ask('patch_settings', { alerts: { muted: true } });
  await fire(harness, 1);
  const reasons = [];
  for (const alert of [1, 3, 5, 7]) reasons.push(...(await deliveriesOf(harness, alert)));
  expect(reasons.map(({ status, reason }) => [status, reason])).toEqual([
    ['suppressed', 'quiet hours'],
    ['suppressed', 'snoozed'],
    ['suppressed', 'rule muted'],
    ['suppressed', 'all muted'],
  ]);
  expect(channels.of('telegram')).toEqual([]);
  expect(channels.of('discord')).toHaveLength(3);
});

test('what is critical is said again until it is read, which acknowledges it', async () => {
  const { harness, channels } = await opened();
  await harness.arm(cross(100, { severity: 'critical' }));
  await fire(harness, 1);
  for (let n = 0; n < 125; n++) await harness.pass(1000);
  expect(channels.sent.map(({ title }) => title.slice(0, 12))).toEqual([
    'BTC/USDT cro',
    'Not read yet',
    'Not read yet',
  ]);
  await harness.ask('read_alert', { id: 1 });
  for (let n = 0; n < 200; n++) await harness.pass(1000);
  expect(channels.sent).toHaveLength(3);
  expect((await deliveriesOf(harness, 1)).at(-1)).toMatchObject({ status: 'acknowledged' });
});

test('what happened while the app was closed comes as one digest, in order', async () => {
  const { harness, channels } = await opened();
  for (const price of [100, 110, 120]) await harness.arm(cross(price));
  await harness.trade(90);
  await harness.close();
  await harness.trade([100, 110, 120], BTC, 60_000);
  await harness.open();
  await harness.pass(1000);
  await harness.trade(121);
  for (let n = 0; n < 5; n++) await harness.pass(1000);
  expect(channels.sent).toMatchObject([
    { title: 'While you were away: 3 alerts', alertIds: [1, 2, 3], isLate: true },
  ]);
});

test('fault 54: a kill at any moment loses no message and repeats one only under the same key', async () => {
  for (let stop = 1; stop < 40; stop += 2) {
    const { harness, channels } = await opened();
    await harness.arm(cross(100, { mode: 'once' }));
    await harness.trade(99);
    await harness.pass(61_000);
    harness.disk.stopAt(stop);
    await harness.trade(100);
    await harness.pass(300);
    harness.kill();
    harness.disk.restart();
    await harness.open();
    await harness.trade(99);
    for (let n = 0; n < 5; n++) await harness.pass(1000);
    const keys = new Set(channels.of('telegram').map((each) => each.idempotencyKey));
    const { items } = await harness.ask('list_alerts', {});
    expect(items).toHaveLength(1);
    expect(keys).toContain([...keys].find((key) => key.startsWith(`alert-${items[0]?.alert_id}-`)));
    expect(await deliveriesOf(harness, items[0]?.alert_id ?? 0)).toMatchObject([
      { status: 'accepted' },
    ]);
  }
});
