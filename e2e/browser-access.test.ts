import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { complaintsOf } from './support/chromium';
import { useScreen } from './support/screen';
import { SocketClient } from './support/socket-client';

const PATIENCE = { timeout: 20_000, interval: 100 };

const screen = useScreen('access');
let page: Page;
let complaints: string[];

beforeEach(async () => {
  page = await screen.open();
  complaints = complaintsOf(page);
  await page.getByTestId('settings-open').click();
});
afterEach(() => expect(complaints).toEqual([]));

const show = (section: string): Promise<void> => page.getByRole('tab', { name: section }).click();

async function makeToken(name: string): Promise<string> {
  await show('Access');
  await page.getByLabel('What it is for').fill(name);
  await page.getByTestId('token-make').click();
  const made = page.getByTestId('token-made');
  const token = await made.getByRole('textbox').inputValue();
  await made.getByTestId('token-done').click();
  await made.waitFor({ state: 'detached' });
  return token;
}

test('a token made in the settings lets a program in until it is revoked there', async () => {
  const token = await makeToken('My bot');
  expect(await page.getByRole('dialog').innerHTML()).not.toContain(token);
  const client = await SocketClient.connect(screen.server.url, token);
  const row = page.getByTestId('token').filter({ hasText: 'My bot' });
  await row.getByRole('button', { name: 'Revoke My bot' }).click();
  expect(client.socket.connected).toBe(true);
  await row.getByTestId('token-revoke').click();
  await row.getByText(/^Revoked/).waitFor();
  await vi.waitFor(() => expect(client.socket.connected).toBe(false), PATIENCE);
  client.close();
  expect(await page.getByTestId('watchlist-row').count()).toBeGreaterThan(0);
});

test('the token of the window itself is marked, and revoking it leads to the sign-in', async () => {
  const token = await makeToken('This tab');
  await page.goto('about:blank');
  await page.goto(`${screen.server.url}/#token=${token}`);
  await page.getByTestId('settings-open').click();
  await show('Access');
  const row = page.getByTestId('token').filter({ hasText: 'This tab' });
  await row.getByText('This window').waitFor();
  // It may only read.
  await row.getByRole('button', { name: 'Revoke This tab' }).click();
  await row.getByTestId('token-revoke').click();
  await page.getByText('This access token may only read.').waitFor();
  const { items } = await screen.call<{ items: { id: string; name: string }[] }>(
    ...(['GET', '/auth/tokens'] as const),
  );
  const { id } = items.find(({ name }) => name === 'This tab') ?? {};
  await screen.call('DELETE', `/auth/tokens/${id}`);
  await page.getByRole('heading', { name: 'Connect to Tickwatch' }).waitFor();
});

test('the diagnostics name who is connected, with rates, and can be copied', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const token = await makeToken('Watcher');
  const client = await SocketClient.connect(screen.server.url, token);
  await client.ask('subscribe_symbol', { symbol: 'BTC/USDT' });
  await show('Diagnostics');
  const row = page.getByTestId('connection').filter({ hasText: 'Watcher' });
  await row.getByText('websocket').waitFor();
  const sent = row.locator('td').nth(3);
  await vi.waitFor(async () => expect(await sent.innerText()).toMatch(/[1-9]/), PATIENCE);
  await page.getByTestId('copy').click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^tickwatch version=\S+ status=\w+/);
  expect(text).toMatch(/connection name=Watcher .* transport=websocket .* following=1 /);
  expect(text).not.toContain(token);
  client.close();
  await row.waitFor({ state: 'detached' });
});
