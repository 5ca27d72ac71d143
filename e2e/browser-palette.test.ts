import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { complaintsOf } from './support/chromium';
import { useScreen } from './support/screen';

const screen = useScreen('palette');
const PATIENCE = 15_000;

const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    return element?.getAttribute('data-testid') ?? element?.tagName ?? '';
  });

test('an alert is made by keyboard alone, in few keys', async () => {
  const page = await screen.open({ dock: 'right' });
  let pressed = 0;
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      pressed += 1;
      await page.keyboard.press(key);
    }
  };
  await press('a');
  const field = page.getByRole('dialog').getByRole('textbox').first();
  await field.waitFor();
  await vi.waitFor(async () => expect(await focused(page)).toBe('INPUT'), PATIENCE);
  await press('Control+a', '9', '9', '0', '0', '0', 'Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const { items } = await screen.call<{ items: { condition: object }[] }>('GET', '/alert-rules');
  expect(items).toEqual([
    expect.objectContaining({ condition: expect.objectContaining({ price: 99_000 }) as object }),
  ]);
  expect(pressed).toBeLessThanOrEqual(8);
});

test('the palette finds, does and remembers, and gives the focus back', async () => {
  const page = await screen.open({ dock: 'right' });
  const complaints = complaintsOf(page);
  const bell = page.getByTestId('bell');
  await bell.focus();
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('palette-input').waitFor({ state: 'detached' });
  await vi.waitFor(async () => expect(await focused(page)).toBe('bell'), PATIENCE);

  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill('open ethusdt');
  await page.keyboard.press('Enter');
  await page.getByTestId('symbol-header').getByText('ETH').waitFor();
  await page.keyboard.press('Control+k');
  const first = page.getByTestId('palette-item').first();
  await vi.waitFor(
    async () => expect(await first.getAttribute('data-action')).toBe('open ETH/USDT'),
    PATIENCE,
  );
  await page.getByTestId('palette-input').fill('add a position');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Add position' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('no key of the window does anything while someone types', async () => {
  const page = await screen.open({ dock: 'right' });
  const rows = await page.getByTestId('watchlist-row').count();
  await page.keyboard.press('Control+k');
  const field = page.getByTestId('palette-input');
  await field.waitFor();
  for (const key of ['a', 'p', '?', '/', '2', 'Delete']) await page.keyboard.press(key);
  expect(await field.inputValue()).toBe('ap?/2');
  expect(await page.getByRole('dialog').count()).toBe(1);
  expect(await page.getByTestId('watchlist-row').count()).toBe(rows);
});

test('the cheat sheet names every key there is', async () => {
  const page = await screen.open({ dock: 'right' });
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.waitFor();
  const keys = await sheet.locator('kbd').allInnerTexts();
  expect(keys).toEqual(
    expect.arrayContaining(['Ctrl K', '/', 'A', 'P', 'J', 'K', 'E', '1', '9', '?', 'T', 'F6']),
  );
});

test('Tab goes through the whole window and comes back, and F6 goes from pane to pane', async () => {
  const page = await screen.open({ dock: 'right' });
  const start = page.getByTestId('watchlist-toggle');
  await start.focus();
  const seen = new Set<string>();
  let steps = 0;
  do {
    await page.keyboard.press('Tab');
    seen.add(await focused(page));
    steps += 1;
    if ((await focused(page)) === 'BODY') await page.keyboard.press('Tab');
  } while (steps < 300 && !(await start.evaluate((one) => one === document.activeElement)));
  expect(steps).toBeLessThan(300);
  expect([...seen]).toEqual(expect.arrayContaining(['palette-open', 'bell', 'dock-toggle']));
  const panes = new Set<string>();
  for (let step = 0; step < 3; step += 1) {
    await page.keyboard.press('F6');
    const pane = page.locator('[data-pane]:focus-within, [data-pane]:focus').first();
    panes.add((await pane.getAttribute('class')) ?? '');
  }
  expect(panes.size).toBe(3);
});

test('the ticker is a window beside, with the same prices and the state of the feed', async () => {
  const page = await screen.open({ dock: 'right' });
  const opened = page.waitForEvent('popup');
  await page.keyboard.press('t');
  const ticker = await opened;
  const price = ticker.locator('[data-symbol="BTC/USDT"] [data-testid="ticker-price"]');
  await price.getByText(/\d/).waitFor();
  await ticker.getByRole('heading', { name: 'Live' }).waitFor();
  await ticker.getByText('DEMO').waitFor();
  expect(await ticker.getByTestId('watchlist-row').count()).toBe(0);
  await ticker.setViewportSize({ width: 240, height: 200 });
  expect(await ticker.evaluate(() => document.documentElement.scrollWidth)).toBe(240);
});

test('what nobody expected is told once, with details to copy', async () => {
  const page = await screen.open({ dock: 'right' });
  await page.evaluate(() => {
    for (let n = 0; n < 50; n += 1) void Promise.reject(new Error('made to fail'));
  });
  const fault = page.getByTestId('fault');
  await fault.getByText('50').waitFor();
  expect(await fault.count()).toBe(1);
  await fault.getByRole('button', { name: 'Copy details' }).waitFor();
  await fault.getByRole('button', { name: 'Dismiss' }).click();
  await fault.waitFor({ state: 'detached' });
});
