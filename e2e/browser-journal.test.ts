import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, afterAll, expect, test, vi } from 'vitest';
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

async function call(path: string, body: object): Promise<{ position_id: number }> {
  return vi.waitFor(async () => {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBeLessThan(300);
    return (await response.json()) as { position_id: number };
  }, 15_000);
}

async function openJournal(): Promise<Page> {
  server = await startHeadless(['--demo=journal', '--data-dir', await tempFolder()]);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await dockBelow(context);
  await skipWelcome(context);
  const page = await context.newPage();
  await page.goto(`${server.url}/#token=${server.token}`);
  await page.getByRole('tab', { name: 'Journal' }).click();
  return page;
}

const csv = (...rows: string[]) => ({
  name: 'trades.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(['Date(UTC),Pair,Side,Price,Executed,Amount,Fee', ...rows].join('\n')),
});

test('a position that is closed appears in the journal with its figures, and keeps what is noted', async () => {
  const page = await openJournal();
  const complaints = complaintsOf(page);
  await page.getByText('No closed positions yet').waitFor();
  const { position_id: id } = await call('/positions', {
    ...{ symbol: 'BTC/USDT', side: 'long', quantity: 0.5, entry_price: 44_000, fee: 22 },
    opened_at: '2026-01-05T10:00:00.000Z',
  });
  await call(`/positions/${id}/close`, {
    ...{ price: 46_000, fee: 23, time: '2026-01-06T13:30:00.000Z' },
  });
  const row = page.locator(`[data-position="${id}"]`);
  // 0.5 × 2,000 less 22 and 23.
  expect(await row.getByTestId('journal-net').innerText()).toContain('+955.00');
  const few = page.getByTestId('journal-statistics');
  expect(await few.getByTestId('statistics-few').innerText()).toMatch(/too few/);
  expect(await few.locator('[data-figure="rate"]').count()).toBe(0);
  await row.getByRole('button').click();
  const detail = page.getByTestId('journal-detail');
  expect(await detail.getByTestId('detail-fees').innerText()).toBe('−45.00');
  expect(await detail.getByText('1 d 3 h').count()).toBe(1);
  expect(await detail.getByTestId('detail-entry').count()).toBe(2);
  await detail.getByTestId('journal-note').fill('Sold into strength.');
  await detail.getByTestId('journal-tag').fill('swing');
  await detail.getByTestId('journal-tag').press('Enter');
  await detail.locator('[data-testid="journal-saving"][data-state="saved"]').waitFor();
  await page.keyboard.press('Escape');
  await detail.waitFor({ state: 'detached' });
  await page.reload();
  await row.getByRole('button').click();
  expect(await detail.getByTestId('journal-note').inputValue()).toBe('Sold into strength.');
  await detail.getByText('swing').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('a file with a broken row names it and imports nothing; corrected, all of it is imported', async () => {
  const page = await openJournal();
  await page.getByRole('button', { name: 'Import trades' }).click();
  const buy = '2026-01-05 10:00:00,BTCUSDT,BUY,44000,0.5BTC,22000USDT,22USDT';
  const sell = (price: string) =>
    `2026-01-06 13:30:00,BTCUSDT,SELL,${price},0.5BTC,23000USDT,23USDT`;
  const dialog = page.getByRole('dialog');
  const file = dialog.locator('input[type="file"]');
  await file.setInputFiles(csv(buy, sell('a lot')));
  const errors = await dialog.getByTestId('import-errors').innerText();
  expect(errors).toMatch(/Line 3/);
  expect(errors).toMatch(/Price: "a lot" cannot be read/);
  expect(await dialog.getByTestId('import-commit').isDisabled()).toBe(true);
  await dialog.getByRole('button', { name: 'Choose another file' }).click();
  await file.setInputFiles(csv(buy, sell('46000')));
  await dialog.getByText('Binance spot trade history').waitFor();
  expect(await dialog.getByTestId('import-positions').innerText()).toContain('+955.00');
  await dialog.getByRole('button', { name: 'Import 2 fills' }).click();
  await dialog.getByTestId('import-done').waitFor();
  await dialog.getByRole('button', { name: 'Open the journal' }).click();
  const rows = page.getByTestId('journal-row');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(1);
  expect(await rows.getByTestId('journal-net').innerText()).toContain('+955.00');
  await page.context().close();
});

test('a copy of the state is kept, and restoring it brings back what has changed since', async () => {
  const page = await openJournal();
  const { position_id: id } = await call('/positions', {
    ...{ symbol: 'ETH/USDT', side: 'long', quantity: 1, entry_price: 2000 },
  });
  await page.getByTestId('data-open').click();
  await page.getByRole('tab', { name: 'Backups' }).click();
  await page.getByTestId('backup-make').click();
  await page.getByTestId('backup').filter({ hasText: 'Kept by hand' }).waitFor();
  await call(`/positions/${id}/fills`, { side: 'buy', price: 2200, quantity: 1 });
  await page.getByTestId('backup').filter({ hasText: 'Kept by hand' }).getByRole('button').click();
  const question = page.getByTestId('restore-question');
  expect(await question.innerText()).toMatch(/Positions and their notes\s+Will be another/);
  await question.getByTestId('restore-confirm').click();
  await page.getByText('was replaced by a backup').first().waitFor();
  const response = await fetch(`${server.url}/api/v1/positions/${id}`, {
    headers: { Authorization: `Bearer ${server.token}` },
  });
  expect(await response.json()).toMatchObject({ quantity: 1, entry_price: 2000 });
  await page.context().close();
});
