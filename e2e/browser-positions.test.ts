import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { complaintsOf } from './support/chromium';
import { useScreen } from './support/screen';

const screen = useScreen('positions');

const rows = (page: Page) => page.getByTestId('position-row');

/** A long of BTC/USDT, found by what a trader would type. */
async function addPosition(page: Page, quantity: string, price: string): Promise<void> {
  await page.getByTestId('add-position').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Symbol').fill('btcusd');
  await page.getByRole('option').getByText('BTC/USDT').first().click();
  await dialog.getByLabel('Quantity').fill(quantity);
  await dialog.getByLabel('Price', { exact: true }).fill(price);
  await dialog.getByTestId('form-submit').click();
}

test('a position is added, lives, is closed in part, deleted and brought back', async () => {
  const page = await screen.open({ height: 900 });
  const complaints = complaintsOf(page);
  await addPosition(page, '0,5', '1,000');
  await rows(page).first().waitFor();
  expect(await rows(page).count()).toBe(1);
  expect(await rows(page).innerText()).toMatch(/BTC[\s\S]*Long[\s\S]*0\.5[\s\S]*1,000/);

  const seen = new Set<string>();
  await vi.waitFor(async () => {
    seen.add(await page.getByTestId('position-pnl').innerText());
    expect(seen.size).toBeGreaterThan(2);
  }, 20_000);
  expect(await page.getByTestId('position-pnl').getAttribute('data-tone')).toBe('up');
  await page.getByTestId('portfolio-equity').first().waitFor();

  await rows(page).focus();
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('50%').click();
  await dialog.getByLabel('Price', { exact: true }).fill('3000');
  expect(await dialog.getByTestId('fill-preview').innerText()).toMatch(
    /\+500\.00 USDT[\s\S]*0\.25 BTC/,
  );
  await dialog.getByTestId('form-submit').click();
  await dialog.waitFor({ state: 'detached' });
  await vi.waitFor(async () => expect(await rows(page).innerText()).toMatch(/\b0\.25\b/), 5000);

  await rows(page).focus();
  await page.keyboard.press('Delete');
  await page.getByText('BTC/USDT Long deleted.').waitFor();
  await page.getByText('No open positions').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await vi.waitFor(async () => expect(await rows(page).innerText()).toMatch(/\b0\.25\b/), 5000);
  expect(complaints).toEqual([]);
});

test('what the services refuse is said at its field, and nothing typed is lost', async () => {
  const page = await screen.open({ height: 900 });
  await page.getByTestId('add-position').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Fee, time, tags, note').click();
  await dialog.getByLabel('Quantity').fill('2');
  await dialog.getByLabel('Price', { exact: true }).fill('100');
  await dialog.getByLabel('Fee', { exact: true }).fill('1');
  await dialog.getByLabel('Fee paid in').fill('B N B');
  await dialog.getByTestId('form-submit').click();
  const asset = dialog.getByLabel('Fee paid in');
  await vi.waitFor(async () => expect(await asset.getAttribute('aria-invalid')).toBe('true'), 5000);
  await dialog.getByText('must be the name of an asset').waitFor();
  expect(await dialog.getByLabel('Quantity').inputValue()).toBe('2');
});

test('another window sees a position come and go', async () => {
  const one = await screen.open({ height: 900 });
  const other = await screen.open({ width: 390, height: 800 });
  await other.getByRole('tab', { name: 'Positions' }).click();
  const before = await rows(one).count();
  await addPosition(one, '0.1', '50000');
  await vi.waitFor(async () => expect(await rows(other).count()).toBe(before + 1), 10_000);
  await rows(one).first().focus();
  await one.keyboard.press('Delete');
  await vi.waitFor(async () => expect(await rows(other).count()).toBe(before), 10_000);
});

test('a fill entered wrongly is corrected after a look at what it comes to, and that is undone', async () => {
  const page = await screen.open({ height: 900 });
  const complaints = complaintsOf(page);
  await addPosition(page, '0.73125', '1000');
  const row = rows(page).filter({ hasText: '0.73125' });
  await row.waitFor();
  await row.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Correct: Buy 0\.73125/ }).click();
  await dialog.getByLabel('Price', { exact: true }).fill('1100');
  await dialog.getByTestId('correction-preview').getByText('1,100').waitFor();
  await dialog.getByTestId('form-submit').click();
  await dialog.getByTestId('fill').getByText('1,100').waitFor();
  // As a hand does it: what goes before the button is up again must not close the dialog.
  await page.getByRole('button', { name: 'Undo' }).click({ delay: 100 });
  await dialog
    .getByTestId('fill')
    .getByText(/@ 1,000/)
    .waitFor();
  expect(complaints).toEqual([]);
});
