import { rm } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { complaintsOf, launchChromium } from './support/chromium';
import { startHeadless, type Headless } from './support/headless';
import { makeTempFolder, tempFolder } from './support/temp-folder';
import { skipWelcome } from './support/welcome';

let browser: Browser;
let server: Headless;
let dataDir: string;

beforeAll(async () => {
  browser = await launchChromium();
  dataDir = await makeTempFolder();
  server = await startHeadless(['--demo', '--data-dir', dataDir]);
});
afterAll(async () => {
  await browser.close();
  await server.end();
  await rm(dataDir, { recursive: true });
});

async function openPage(path = `/#token=${server.token}`): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await skipWelcome(context);
  const page = await context.newPage();
  await page.goto(server.url + path);
  return page;
}

const rows = (page: Page): Promise<string[]> =>
  page
    .getByTestId('watchlist-row')
    .evaluateAll((elements) => elements.map((row) => row.getAttribute('data-symbol') ?? ''));

test('the page shows moving prices and a chart, says DEMO, and complains of nothing', async () => {
  const page = await openPage('/');
  const complaints = complaintsOf(page);
  await page.goto(`${server.url}/#token=${server.token}`);
  await page.reload();
  const price = page.locator('[data-symbol="BTC/USDT"] [data-testid="price"]');
  await price.waitFor();
  const seen = new Set<string>();
  await vi.waitFor(async () => {
    seen.add(await price.innerText());
    expect(seen.size).toBeGreaterThan(2);
  }, 20_000);
  expect(await page.getByTestId('market-mark').innerText()).toMatch(/DEMO/);
  await page.getByTestId('connection-state').getByText('Live', { exact: true }).waitFor();
  await page.locator('[data-testid="chart"] canvas').first().waitFor();
  await page.getByTestId('legend').getByText(/\d/).first().waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the token leaves the address bar at once and never travels in a URL', async () => {
  const context = await browser.newContext();
  await skipWelcome(context);
  const page = await context.newPage();
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  page.on('websocket', (socket) => urls.push(socket.url()));
  await page.goto(`${server.url}/#token=${server.token}`);
  await page.getByTestId('watchlist-row').first().waitFor();
  expect(page.url()).not.toContain(server.token);
  const requested = urls.filter((url) => new URL(url).hash === '');
  expect(requested.filter((url) => url.includes(server.token))).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  await context.close();
});

test('without a token the page asks for one, and a good one lets it in', async () => {
  const page = await openPage('/');
  const field = page.getByRole('textbox');
  await field.fill('not-a-token');
  await field.press('Enter');
  await page.getByRole('alert').waitFor();
  await field.fill(server.token);
  await field.press('Enter');
  await page.getByTestId('watchlist-row').first().waitFor();
  await page.context().close();
});

test('a link pasted into an open tab lets it in and leaves no token in the address', async () => {
  const page = await openPage('/');
  await page.getByRole('textbox').waitFor();
  await page.goto(`${server.url}/#token=${'x'.repeat(70_000)}`);
  await page.getByRole('textbox').waitFor();
  await page.goto(`${server.url}/#token=${server.token}`);
  await page.getByTestId('watchlist-row').first().waitFor();
  expect(page.url()).not.toContain(server.token);
  await page.context().close();
});

test('a symbol is found, added, removed and brought back, and the list outlives a reload', async () => {
  const page = await openPage();
  await page.getByTestId('watchlist-row').first().waitFor();
  const before = await rows(page);
  await page.keyboard.press('/');
  await page.getByTestId('search-input').fill('ltc');
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => expect(await rows(page)).toContain('LTC/USDT'), 5000);
  await page.reload();
  await vi.waitFor(async () => expect(await rows(page)).toEqual([...before, 'LTC/USDT']), 10_000);
  await page.keyboard.press(String(before.length + 1));
  await page.keyboard.press('Delete');
  await vi.waitFor(async () => expect(await rows(page)).toEqual(before), 5000);
  await page.getByRole('button', { name: 'Undo' }).click();
  await vi.waitFor(async () => expect(await rows(page)).toContain('LTC/USDT'), 5000);
  await page.keyboard.press(String(before.length + 1));
  await page.keyboard.press('Alt+ArrowUp');
  await vi.waitFor(async () => expect((await rows(page)).at(-2)).toBe('LTC/USDT'), 5000);
  await page.context().close();
});

test('a perpetual is found by keyboard and shows its mark, funding and countdown', async () => {
  const page = await openPage();
  await page.getByTestId('watchlist-row').first().waitFor();
  await page.keyboard.press('/');
  await page.getByTestId('search-input').press('Alt+v');
  await page.getByTestId('search-input').fill('btc');
  await page.keyboard.press('Enter');
  const row = page.locator('[data-symbol="BTC/USDT:USDT"]');
  await row.getByText('PERP').waitFor();
  const facts = page.getByTestId('mark-facts');
  await facts.getByText(/^[+−]?\d\.\d{4}%$/).waitFor();
  await facts
    .getByText(/^\d[\d,]*\.\d+$/)
    .first()
    .waitFor();
  await page
    .getByTestId('funding-countdown')
    .getByText(/\d\d:\d\d:\d\d/)
    .waitFor();
  await page.getByTestId('connection-state').click();
  await page.locator('[data-venue="futures"]').getByText('Live').waitFor();
  await page.keyboard.press('Escape');
  await row.getByRole('button').first().click();
  await page.keyboard.press('Delete');
  await row.waitFor({ state: 'detached' });
  await page.context().close();
});

test('a server that goes away is said to be gone, and the page recovers by itself', async () => {
  const folder = await tempFolder();
  const first = await startHeadless(['--demo', '--data-dir', folder]);
  const page = await openPage('/');
  await page.goto(`${first.url}/#token=${first.token}`);
  await page.getByTestId('watchlist-row').first().waitFor();
  await first.end('SIGKILL');
  await page.getByTestId('connection-banner').waitFor({ timeout: 15_000 });
  const { port } = new URL(first.url);
  const second = await startHeadless(['--demo', '--data-dir', folder, '--port', port]);
  await page.getByTestId('connection-banner').waitFor({ state: 'detached', timeout: 30_000 });
  await page.getByTestId('connection-state').getByText('Live', { exact: true }).waitFor();
  await page.context().close();
  await second.end();
});
