import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { useScreen } from './support/screen';

const screen = useScreen('layout');
const PATIENCE = 20_000;

const widthOf = (page: Page, testId: string) =>
  page.getByTestId(testId).evaluate((element) => (element as HTMLElement).offsetWidth);

/** A page that scrolls sideways, or a part of it that lies outside the window. */
const overhang = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

test('panes are resized by keyboard, put away and brought back, and remembered', async () => {
  const page = await screen.open({ dock: 'right' });
  await vi.waitFor(async () => expect(await widthOf(page, 'dock')).toBe(400), PATIENCE);
  const edge = page.getByRole('separator', { name: 'Width of the panel' });
  await edge.focus();
  for (const key of ['ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
  await vi.waitFor(async () => expect(await widthOf(page, 'dock')).toBe(448), PATIENCE);
  await page.getByRole('separator', { name: 'Width of the watchlist' }).focus();
  await page.keyboard.press('ArrowLeft');
  await vi.waitFor(async () => expect(await widthOf(page, 'watchlist-pane')).toBe(344), PATIENCE);

  await page.reload();
  await page.getByTestId('watchlist-row').first().waitFor();
  await vi.waitFor(async () => {
    expect([await widthOf(page, 'dock'), await widthOf(page, 'watchlist-pane')]).toEqual([
      448, 344,
    ]);
  }, PATIENCE);
  await edge.dblclick();
  await vi.waitFor(async () => expect(await widthOf(page, 'dock')).toBe(400), PATIENCE);
  await page.keyboard.press('Control+b');
  await page.getByTestId('watchlist-pane').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+j');
  await vi.waitFor(async () => expect(await widthOf(page, 'dock')).toBeLessThan(60), PATIENCE);
  await page.keyboard.press('Control+b');
  await page.getByTestId('watchlist-pane').waitFor();
});

test('nothing scrolls sideways, from a phone to a large window', async () => {
  const page = await screen.open({ dock: 'right' });
  for (const [width, height] of [
    [1920, 1080],
    [1180, 800],
    [900, 600],
    [760, 700],
    [390, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await vi.waitFor(async () => expect(await overhang(page), `${width}`).toBe(0), PATIENCE);
  }
});

test('where the watchlist has no pane it is a drawer that gives the focus back', async () => {
  const page = await screen.open({ dock: 'right' });
  await page.setViewportSize({ width: 780, height: 700 });
  await page.getByTestId('watchlist-pane').waitFor({ state: 'detached' });
  await page.getByTestId('watchlist-toggle').click();
  const drawer = page.getByTestId('drawer');
  await drawer.locator('[data-symbol="ETH/USDT"] button').first().click();
  await drawer.waitFor({ state: 'detached' });
  await page.getByTestId('symbol-header').getByText('ETH').waitFor();
});

test('four charts share the symbol, or each keeps its own, also after a reload', async () => {
  const page = await screen.open({ dock: 'right' });
  await page.getByTestId('layout-menu').click();
  await page.getByRole('menuitemradio', { name: 'Four charts' }).click();
  const cells = page.getByTestId('chart-cell');
  const shown = (symbol: string) =>
    cells.getByTestId('symbol-header').filter({ has: page.getByTitle(symbol) });
  await vi.waitFor(async () => expect(await shown('BTC/USDT').count()).toBe(4), PATIENCE);
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill('no longer share symbol');
  await page.keyboard.press('Enter');
  await page.getByTestId('palette-input').waitFor({ state: 'detached' });
  await cells.nth(2).click();
  await page.keyboard.press('j');
  await vi.waitFor(async () => {
    expect([await shown('BTC/USDT').count(), await shown('ETH/USDT').count()]).toEqual([3, 1]);
  }, PATIENCE);
  await page.reload();
  await vi.waitFor(async () => {
    expect([await shown('BTC/USDT').count(), await shown('ETH/USDT').count()]).toEqual([3, 1]);
  }, PATIENCE);
});

test('a chart that breaks says so in its place, the rest goes on, and it can be tried again', async () => {
  const page = await screen.open({ dock: 'right' });
  await page.getByTestId('chart').locator('canvas').first().waitFor();
  await page.evaluate(() => {
    const real = document as unknown as { createElement: (name: string) => Element };
    const create = real.createElement.bind(document);
    Object.assign(document, {
      createElement: (name: string) => {
        if (name === 'canvas') throw new Error('made to fail');
        return create(name);
      },
    });
    addEventListener('mend', () => Object.assign(document, { createElement: create }));
  });
  await page.getByTestId('layout-menu').click();
  await page.getByRole('menuitemradio', { name: 'Two charts' }).click();
  const crash = page.getByTestId('crash');
  await crash.waitFor();
  await crash.getByRole('button', { name: 'Copy details' }).waitFor();
  expect(await page.getByTestId('chart-cell').count()).toBe(2);
  const price = page.locator('[data-symbol="BTC/USDT"] [data-testid="price"]');
  const seen = new Set<string>();
  await vi.waitFor(async () => {
    seen.add(await price.innerText());
    expect(seen.size).toBeGreaterThan(1);
  }, 30_000);
  await page.evaluate(() => dispatchEvent(new Event('mend')));
  await crash.getByRole('button', { name: 'Try again' }).click();
  await crash.waitFor({ state: 'detached' });
  await vi.waitFor(async () => expect(await page.getByTestId('chart').count()).toBe(2), PATIENCE);
});
