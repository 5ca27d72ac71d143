import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { complaintsOf } from './support/chromium';
import { useScreen } from './support/screen';

const screen = useScreen('look');
const PATIENCE = { timeout: 20_000 };

// Each takes seconds; on a machine that does much else at once it may take a minute.
vi.setConfig({ testTimeout: 180_000 });

const rootOf = (page: Page): Promise<Record<string, string | undefined>> =>
  page.evaluate(() => Object.fromEntries(Object.entries(document.documentElement.dataset)));
const openSettings = async (page: Page): Promise<void> => {
  await page.getByTestId('settings-open').click();
  await page.getByTestId('settings-search').waitFor(PATIENCE);
};

test('the first start asks for language, looks and symbols, and does not come again', async () => {
  const page = await screen.open({ isFirst: true, width: 390, height: 800 });
  const complaints = complaintsOf(page);
  const welcome = page.getByTestId('welcome');
  await welcome.getByText('Demo market').waitFor(PATIENCE);
  await welcome.getByText('Red up').click();
  await welcome.getByText('ไทย').click();
  await welcome.getByText('ตลาดสมมติ (demo)').waitFor(PATIENCE);
  await page.getByTestId('welcome-next').click();
  const search = page.getByTestId('welcome-search');
  await search.fill('link');
  const choice = welcome.getByRole('checkbox', { name: 'LINK/USDT', exact: true });
  await choice.waitFor(PATIENCE);
  await choice.check();
  await page.getByTestId('welcome-next').click();
  await page.getByTestId('welcome-test').click();
  // A server has no desktop to show it on.
  await welcome.locator('.bad').getByText(/./).waitFor(PATIENCE);
  await page.getByTestId('welcome-next').click();
  await welcome.waitFor({ state: 'detached', ...PATIENCE });
  const added = page.locator('[data-testid="watchlist-row"][data-symbol="LINK/USDT"]');
  await added.waitFor({ state: 'attached', ...PATIENCE });
  await page.reload();
  await page
    .getByTestId('watchlist-row')
    .first()
    .waitFor({ state: 'attached', ...PATIENCE });
  expect(await rootOf(page)).toMatchObject({ palette: 'red-up' });
  expect(await welcome.count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('the looks stand before anything is painted', async () => {
  const page = await screen.open();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.evaluate(() => {
    localStorage.setItem('tickwatch.theme', 'light');
    localStorage.setItem('tickwatch.density', 'compact');
  });
  await page.addInitScript(() => {
    new MutationObserver(() => {
      const root = document.documentElement;
      if (root.dataset['theme'] && !root.dataset['themedAt']) {
        root.dataset['themedAt'] = String(performance.now());
      }
    }).observe(document, { attributes: true, subtree: true });
  });
  await page.reload();
  await page
    .getByTestId('watchlist-row')
    .first()
    .waitFor({ state: 'attached', ...PATIENCE });
  const root = await rootOf(page);
  expect(root).toMatchObject({ theme: 'light', density: 'compact' });
  const painted = await vi.waitFor(async () => {
    const [first] = await page.evaluate(() =>
      performance.getEntriesByName('first-paint').map(({ startTime }) => startTime),
    );
    expect(first).toBeDefined();
    return first ?? 0;
  }, 20_000);
  expect(Number(root['themedAt'])).toBeLessThanOrEqual(painted);
});

test('a setting is found in the other language, changed, put back, and undone', async () => {
  const page = await screen.open();
  await openSettings(page);
  await page.keyboard.press('/');
  await page.keyboard.type('ความแน่น');
  await page
    .getByTestId('settings-found')
    .getByRole('button', { name: /Density/ })
    .click();
  const row = page.getByTestId('setting-density');
  await row.getByText('Compact', { exact: true }).click();
  await vi.waitFor(async () => {
    expect(await rootOf(page)).toMatchObject({ density: 'compact' });
  }, 20_000);
  await row.getByTestId('reset').click();
  await row.getByTestId('reset').waitFor({ state: 'detached', ...PATIENCE });
  expect(await rootOf(page)).toMatchObject({ density: 'comfortable' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await row.getByTestId('reset').waitFor(PATIENCE);
  expect(await rootOf(page)).toMatchObject({ density: 'compact' });
  // The arrow keys lead through the sections.
  await page.getByRole('tab', { name: 'Appearance' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByText('Sound in this window').waitFor(PATIENCE);
});

test('settings travel as a file, without secrets and with a look at what would change', async () => {
  const page = await screen.open();
  await openSettings(page);
  const file = page.getByTestId('settings-file');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    file.getByRole('button', { name: 'Export' }).click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  expect(JSON.parse(text)).toMatchObject({
    format: 'tickwatch-settings',
    page: { theme: 'system' },
  });
  expect(text).not.toMatch(/token|secret|port/);
  const pick = (content: string) =>
    file.locator('input[type="file"]').setInputFiles({
      name: 'settings.json',
      mimeType: 'application/json',
      buffer: Buffer.from(content),
    });
  await pick('{}');
  await file.getByRole('alert').waitFor(PATIENCE);
  await pick(text.replace('"flood_limit": 10', '"flood_limit": 3').replace('"system"', '"light"'));
  await file.getByText('Alerts: 1').waitFor(PATIENCE);
  await file.getByRole('button', { name: 'Import', exact: true }).click();
  await vi.waitFor(async () => {
    const { alerts } = await screen.call<{ alerts: object }>('GET', '/settings');
    expect(alerts).toMatchObject({ flood_limit: 3 });
  }, 20_000);
  await vi.waitFor(
    async () => expect(await rootOf(page)).toMatchObject({ theme: 'light' }),
    20_000,
  );
});

test('the glossary opens from the cheat sheet, and is searched in both languages', async () => {
  const page = await screen.open();
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Glossary' }).click();
  const words = page.getByTestId('glossary');
  await words.getByText('Drawdown', { exact: true }).waitFor(PATIENCE);
  await page.getByLabel('Search a word').fill('มาร์จิน');
  await words.getByText('Margin', { exact: true }).waitFor(PATIENCE);
  await words.getByText('Drawdown', { exact: true }).waitFor({ state: 'detached', ...PATIENCE });
});
