import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { complaintsOf } from './support/chromium';
import { useScreen } from './support/screen';

const screen = useScreen('chart');
const WAIT = { timeout: 25_000, interval: 200 };

interface PositionBody {
  readonly position_id: number;
  readonly profit_target_percent: number | null;
}

/** The chart once it shows candles and their figures. */
async function openChart(): Promise<Page> {
  const page = await screen.open();
  await page.locator('[data-status="ready"]').first().waitFor({ timeout: 25_000 });
  await page.getByTestId('legend').first().waitFor({ timeout: 25_000 });
  return page;
}

async function livePrice(): Promise<number> {
  return vi.waitFor(async () => {
    const { items } = await screen.call<{ items: { close: number }[] }>(
      'GET',
      '/klines?symbol=BTC/USDT&interval=1m&limit=1',
    );
    expect(items[0]?.close).toBeGreaterThan(0);
    return items[0]?.close ?? 0;
  }, WAIT);
}

/** The middle of the chart, px. */
async function middleOf(page: Page) {
  const box = await page.getByTestId('chart').boundingBox();
  expect(box).not.toBeNull();
  return { x: (box?.x ?? 0) + (box?.width ?? 0) / 3, y: (box?.y ?? 0) + (box?.height ?? 0) / 3 };
}

test('a target is dragged to another price, given up with Escape, and put back by undo', async () => {
  const price = await livePrice();
  const position = await screen.call<PositionBody>('POST', '/positions', {
    ...{ symbol: 'BTC/USDT', side: 'long', quantity: 0.5, entry_price: price * 0.999 },
    profit_target_percent: 0.3,
  });
  const path = `/positions/${position.position_id}`;
  const targetNow = async () =>
    (await screen.call<PositionBody>('GET', path)).profit_target_percent ?? 0;
  const page = await openChart();
  const handle = page.getByTestId('position-handle');
  await handle.waitFor({ state: 'attached', timeout: 25_000 });

  await handle.focus();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Escape');
  expect(await targetNow()).toBe(0.3);

  await page.keyboard.press('PageUp');
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => expect(await targetNow()).toBeGreaterThan(0.3), WAIT);
  await page.getByRole('button', { name: 'Undo' }).click();
  await vi.waitFor(async () => expect(await targetNow()).toBe(0.3), WAIT);

  const box = await handle.boundingBox();
  const [x, y] = [(box?.x ?? 0) + 200, (box?.y ?? 0) + 4];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 12, { steps: 4 });
  await page.mouse.up();
  await vi.waitFor(async () => expect(await targetNow()).not.toBe(0.3), WAIT);
  await screen.call('DELETE', path);
});

test('an alert is made where the chart is clicked, and by key at the crosshair', async () => {
  const page = await openChart();
  const complaints = complaintsOf(page);
  const { x, y } = await middleOf(page);
  await page.mouse.click(x, y, { button: 'right' });
  const item = page.getByTestId('chart-menu').getByText(/^Alert at/);
  const [, price = ''] = /Alert at ([\d,.]+)/.exec(await item.innerText()) ?? [];
  await item.click();
  const field = page.getByRole('dialog').getByRole('textbox').first();
  await vi.waitFor(
    async () => expect(Number(await field.inputValue())).toBe(Number(price.replaceAll(',', ''))),
    WAIT,
  );
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached', timeout: 25_000 });

  await page.mouse.move(5, 5);
  await page.getByTestId('chart').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('a');
  await vi.waitFor(async () => expect(Number(await field.inputValue())).toBeGreaterThan(0), WAIT);
  // What is there is chosen, so that typing another price begins anew.
  await page.keyboard.type('123.45');
  expect(await field.inputValue()).toBe('123.45');
  expect(complaints).toEqual([]);
});

test('the chart is saved as a picture that is named after what it shows', async () => {
  const page = await openChart();
  await page.getByRole('button', { name: 'Options of the chart' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 25_000 }),
    page.getByRole('menuitem', { name: 'Save as a picture' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^tickwatch-chart-BTC-USDT-15m-[\d-]+\.png$/);
  const file = await readFile(await download.path());
  expect(file.subarray(1, 4).toString()).toBe('PNG');
  // Width and height stand in the head of the file.
  expect(file.readUInt32BE(16)).toBeGreaterThan(600);
  expect(file.readUInt32BE(20)).toBeGreaterThan(200);
});

test('the legend tells an average as it is worked out by hand, and keeps it for the next visit', async () => {
  const page = await openChart();
  await page.getByTestId('studies').click();
  await page.locator('[data-testid="study"][data-study="ema"]').check();
  const fields = page.getByRole('dialog').getByRole('textbox');
  await fields.first().fill('1');
  await fields.first().press('Tab');
  await page.getByRole('alert').getByText('2').waitFor({ timeout: 25_000 });
  await fields.first().fill('10');
  await fields.first().press('Tab');
  await page.keyboard.press('Escape');
  await page.mouse.move(5, 5);
  await page.getByTestId('chart').focus();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowLeft');
  const shown = page.locator('[data-study="ema"] [data-line="ema"]');
  const figure = (text: string) => Number(text.replaceAll(',', ''));
  const close = await page.getByTestId('legend').locator('dd').nth(3).innerText();
  const { items } = await screen.call<{ items: { close: number }[] }>(
    'GET',
    '/klines?symbol=BTC/USDT&interval=15m&limit=500',
  );
  const at = items.findLastIndex((one) => one.close.toFixed(2) === close.replaceAll(',', ''));
  expect(at).toBeGreaterThan(400);
  const closes = items.slice(0, at + 1).map((one) => one.close);
  const ema = closes.reduce((mean, one) => mean + (2 / 11) * (one - mean));
  expect(figure(await shown.innerText())).toBeCloseTo(ema, 1);
  await page.reload();
  await page.locator('[data-testid="study-legend"][data-study="ema"]').waitFor({ timeout: 25_000 });
});
