import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { complaintsOf, launchChromium } from './support/chromium';
import { startHeadless, type Headless } from './support/headless';
import { dockBelow } from './support/screen';
import { tempFolder } from './support/temp-folder';
import { skipWelcome } from './support/welcome';

let browser: Browser;
let server: Headless;

beforeAll(async () => void (browser = await launchChromium()));
afterAll(() => browser.close());
afterEach(async () => void (await server.end('SIGKILL')));

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await response.json()) as T;
}

/** One symbol on the longest candles, with all its history. */
async function openSignals(): Promise<Page> {
  server = await startHeadless(['--demo=signals', '--data-dir', await tempFolder()]);
  await vi.waitFor(async () => {
    const answer = await call<{ symbols?: string[] }>('PUT', '/watchlist', {
      symbols: ['BTCUSDT'],
    });
    expect(answer.symbols).toEqual(['BTC/USDT']);
  }, 15_000);
  await call('PATCH', '/settings', { signals: { intervals: ['1d'] } });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await dockBelow(context);
  await skipWelcome(context);
  const page = await context.newPage();
  await page.goto(`${server.url}/#token=${server.token}`);
  await vi.waitFor(
    async () => {
      const { items } = await call<{ items: { status: string }[] }>('GET', '/signals');
      expect(items.map(({ status }) => status)).toEqual(['current']);
    },
    { timeout: 30_000, interval: 250 },
  );
  return page;
}

test('a signal is seen in the list, the head and the tab, its record opens, and a reversal can be told', async () => {
  const page = await openSignals();
  const complaints = complaintsOf(page);
  await page.locator('[data-testid="row-signal"][data-signal]').waitFor();
  await page.getByTestId('signal-chip').waitFor();
  await page.getByRole('button', { name: '1d', exact: true }).first().click();
  await page.getByRole('tab', { name: 'Signals' }).click();
  const row = page.locator('[data-testid="signal-row"][data-symbol="BTC/USDT"]');
  expect(await row.getAttribute('data-interval')).toBe('1d');
  expect(await page.getByTestId('turn').count()).toBe(1);
  await row.getByRole('button', { name: 'Record of BTC/USDT on 1d' }).click();
  const record = page.getByTestId('record');
  await record.getByTestId('record-call').first().waitFor();
  expect(await record.getByTestId('reliability').locator('circle').count()).toBeGreaterThan(0);
  expect(await record.getByTestId('record-words').innerText()).toMatch(
    /Calls at \d+–\d+%: \d+, of which \d+% reached their target first/,
  );
  expect(await record.getByTestId('record-fault').count()).toBe(0);
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await row.getByTestId('signal-alert').click();
  await dialog.waitFor();
  await dialog.locator('button[type="submit"]').click();
  await dialog.waitFor({ state: 'detached' });
  const { items } = await call<{ items: object[] }>('GET', '/alert-rules');
  expect(items).toMatchObject([
    { symbol: 'BTC/USDT', condition: { type: 'signal_reversal', interval: '1d' } },
  ]);
  expect(complaints).toEqual([]);
  await page.context().close();
});
