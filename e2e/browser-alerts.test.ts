import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { complaintsOf } from './support/chromium';
import { useScreen } from './support/screen';

const screen = useScreen('alerts');

/** The price in the window's title, which is that of the chosen symbol. */
async function priceNow(page: Page): Promise<number> {
  return vi.waitFor(async () => {
    const price = Number(/[\d,]+\.\d+/.exec(await page.title())?.[0].replaceAll(',', ''));
    expect(price).toBeGreaterThan(0);
    return price;
  }, 15_000);
}

/** Makes an alert just above and one just below the price, each with a few keys. */
async function makeTwo(page: Page): Promise<void> {
  for (const factor of [1.000_05, 0.999_95]) {
    const level = ((await priceNow(page)) * factor).toFixed(2);
    await page.keyboard.press('a');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type(level);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
}

test('an alert made by keyboard alone fires, is counted as unread, and is read', async () => {
  const page = await screen.open({ tab: 'Alerts' });
  const complaints = complaintsOf(page);
  await page.getByText('Nothing has fired yet').waitFor();
  await page.getByTestId('chart').click();
  const row = page.getByTestId('alert-row').first();
  // The market mostly crosses one of them within moments, but it may run away from both.
  await vi.waitFor(
    async () => {
      await makeTwo(page);
      await row.waitFor({ timeout: 5000 });
    },
    { timeout: 45_000, interval: 0 },
  );
  expect(await page.title()).toMatch(/^\(\d+\) /);
  expect(await page.getByTestId('bell').getByTestId('unread').innerText()).toMatch(/^[1-9]/);
  expect(await row.innerText()).toMatch(/crossed (up|down)/);
  const id = await row.getAttribute('data-alert');
  await row.focus();
  await page.keyboard.press('e');
  const read = page.locator(`[data-alert="${id}"]`);
  await read.getByTestId('read').waitFor({ state: 'detached' });
  await page.getByText(/Rules \(/).click();
  const states = page.getByTestId('rule-state');
  await vi.waitFor(async () => expect(await states.allInnerTexts()).toContain('Done'), 10_000);
  expect(complaints).toEqual([]);
});

test('what the services refuse in a rule is said at its field, and nothing typed is lost', async () => {
  const page = await screen.open({ tab: 'Alerts' });
  await page.getByTestId('new-rule').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByTestId('rule-symbol').fill('NOSUCH/USDT');
  await dialog.getByLabel('Price', { exact: true }).fill('75000');
  await dialog.getByTestId('form-submit').click();
  await dialog.getByText('The exchange does not know this symbol.').waitFor();
  const symbol = dialog.getByTestId('rule-symbol');
  expect(await symbol.getAttribute('aria-invalid')).toBe('true');
  expect(await dialog.getByLabel('Price', { exact: true }).inputValue()).toBe('75000');
  await symbol.fill('BTC/USDT');
  await dialog.getByLabel('Condition', { exact: true }).selectOption('channel');
  await dialog.getByLabel('Lower bound').fill('80000');
  await dialog.getByLabel('Upper bound').fill('70000');
  await dialog.getByTestId('form-submit').click();
  await dialog.getByText('must be above "low"').waitFor();
  expect(await dialog.getByLabel('Upper bound').getAttribute('aria-invalid')).toBe('true');
});
