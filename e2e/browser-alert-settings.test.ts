import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StandIn } from '../electron/services/channels/channel-harness';
import { complaintsOf } from './support/chromium';
import { useScreen } from './support/screen';

type Body = Record<string, unknown>;

const screen = useScreen('alerts');
let standIn: StandIn;
let page: Page;
let complaints: string[];

beforeEach(async () => {
  standIn = await StandIn.open();
  page = await screen.open({ tab: 'Alerts' });
  complaints = complaintsOf(page);
});
afterEach(async () => {
  await standIn.close();
  expect(complaints).toEqual([]);
});

const call = (method: string, path: string, body?: object): Promise<Body> =>
  screen.call<Body>(method, path, body);
const arm = async (condition: object, more: object = {}): Promise<number> => {
  const rule = { symbol: 'BTC/USDT', condition, mode: 'once', severity: 'warning', ...more };
  return Number((await call('POST', '/alert-rules', rule))['rule_id']);
};
const livePrice = (): Promise<number> =>
  vi.waitFor(async () => {
    const price = await call('GET', '/prices/BTC-USDT');
    expect(price['status']).toBe('live');
    return Number(price['price']);
  }, 15_000);

/** The row of the newest alert, once it is that of a rule. */
async function rowOf(rule: number) {
  const id = await vi.waitFor(async () => {
    const items = (await call('GET', '/alerts'))['items'] as Record<string, unknown>[];
    const alert = items.find(({ rule_id }) => rule_id === rule);
    expect(alert).toBeDefined();
    return Number(alert?.['alert_id']);
  }, 15_000);
  const row = page.locator(`[data-alert="${id}"]`);
  await row.waitFor();
  return row;
}

test('a channel is set up, its error said exactly, and a rule is delivered by it', async () => {
  await page.getByTestId('channels-open').click();
  const card = page.locator('[data-channel="webhook"]');
  await card.locator('.open').click();
  await card.getByLabel('Address', { exact: true }).fill(`${standIn.url}/hook/canary-0123456789`);
  await card.getByText('More settings').click();
  standIn.answerWith(400, { message: 'no such hook' });
  await card.getByTestId('test').click();
  // Plain http into the own network has to be allowed first.
  await card.getByText(/allow_private/).waitFor();
  await card.getByLabel('Allow plain http and my own network').check();
  await card.getByTestId('test').click();
  await card
    .getByTestId('test-result')
    .getByText(/does not take the message \(400/)
    .waitFor();
  standIn.answerWith(200, {});
  await card.getByTestId('test').click();
  await card.getByText('The test has arrived.').waitFor();
  expect(await card.getAttribute('data-state')).toBe('ready');
  expect(await card.innerHTML()).not.toContain('canary-0123456789');
  await page.keyboard.press('Escape');
  const price = await livePrice();
  const rule = await arm({ type: 'price_above', price: price / 2 }, { channels: ['webhook'] });
  const row = await rowOf(rule);
  await vi.waitFor(() => expect(standIn.lastBody()).toMatchObject({ type: 'alert' }), 10_000);
  await row.getByTestId('alert-detail').click();
  await page.getByText('Arrived', { exact: true }).waitFor();
});

test('quiet hours and mute hold alerts back, and say so', async () => {
  await page.getByTestId('alert-settings-open').click();
  await page.getByLabel('Keep quiet at certain hours').check();
  await page.getByLabel('From', { exact: true }).fill('00:00');
  await page.getByLabel('From', { exact: true }).blur();
  await page.getByLabel('To', { exact: true }).fill('23:59');
  await page.getByLabel('To', { exact: true }).blur();
  await vi.waitFor(async () => {
    const { alerts } = (await call('GET', '/settings')) as { alerts: { quiet_hours: object } };
    expect(alerts.quiet_hours).toMatchObject({ from: '00:00', to: '23:59' });
  });
  await page.keyboard.press('Escape');
  const price = await livePrice();
  const more = { channels: ['webhook'] };
  const quiet = await rowOf(await arm({ type: 'price_above', price: price / 2 }, more));
  await quiet.getByTestId('alert-detail').click();
  await page.getByText('Quiet hours').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('mute-menu').click();
  await page.getByRole('menuitem', { name: /For an hour/ }).click();
  await page.getByTestId('muted').waitFor();
  const muted = await rowOf(await arm({ type: 'price_above', price: price / 3 }, more));
  await muted.getByTestId('alert-detail').click();
  await page.getByText('Snoozed').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('muted').click();
  await page.getByTestId('mute-menu').waitFor();
  expect(standIn.received).toEqual([]);
  await call('PATCH', '/settings', { alerts: { quiet_hours: null } });
});

test('a line on the chart is moved by pointer and by key, and put back', async () => {
  const price = await livePrice();
  const level = Number((price * 1.002).toFixed(2));
  const rule = await arm({ type: 'price_cross', price: level, direction: 'up' });
  const levelNow = async () =>
    ((await call('GET', `/alert-rules/${rule}`)) as { condition: { price: number } }).condition
      .price;
  const handle = page.locator(`[data-testid="rule-handle"][data-rule="${rule}"]`);
  await handle.waitFor({ state: 'attached' });
  await handle.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  expect(await levelNow()).toBe(level);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => expect(await levelNow()).toBeCloseTo(level + 0.01, 6));
  await page.getByRole('button', { name: 'Undo' }).click();
  await vi.waitFor(async () => expect(await levelNow()).toBe(level));
  const box = await handle.boundingBox();
  const [x, y] = [(box?.x ?? 0) + 200, (box?.y ?? 0) + 4];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 30, { steps: 3 });
  await page.mouse.up();
  await vi.waitFor(async () => expect(await levelNow()).toBeGreaterThan(level + 0.01));
  await call('DELETE', `/alert-rules/${rule}`);
});

test('a rule is tried on the past, with its fires counted and what would keep it quieter', async () => {
  const price = await livePrice();
  await page.getByTestId('new-rule').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Price', { exact: true }).fill(String(Math.round(price)));
  await dialog.getByLabel('How many days back').selectOption({ label: '7 days' });
  await dialog.getByLabel('The most alerts in any seven days').selectOption({ label: '1 a week' });
  await dialog.getByTestId('backcast-ask').click();
  await dialog.getByTestId('backcast-figures').waitFor({ timeout: 20_000 });
  expect(await dialog.getByTestId('backcast-figures').innerText()).toMatch(/Would have fired\s*\d/);
  await dialog.getByLabel('Condition', { exact: true }).selectOption('feed_stale');
  await dialog.getByText('The rule has changed since; try it again.').waitFor();
  await dialog.getByTestId('backcast-ask').click();
  await dialog.getByText('This kind of condition has no past to be tried on.').waitFor();
});
