import { expect, test } from 'vitest';
import { ask, startDesktop } from './support/desktop';
import { tempFolder } from './support/temp-folder';

test('the ticker stays above other windows, is locked down like the first, and goes with it', async () => {
  const { app, window } = await startDesktop(['--demo', '--data-dir', await tempFolder()]);
  await window.getByTestId('watchlist-row').first().waitFor();
  await window.getByTestId('welcome-skip').click();
  const opened = app.waitForEvent('window');
  await window.keyboard.press('t');
  const ticker = await opened;
  const price = ticker.locator('[data-symbol="BTC/USDT"] [data-testid="ticker-price"]');
  await price.getByText(/\d/).waitFor();
  await window.keyboard.press('t');
  const windows = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((one) => {
      // Electron has this method but leaves it out of its types.
      const contents = one.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration } = contents.getLastWebPreferences();
      return { isOnTop: one.isAlwaysOnTop(), sandbox, contextIsolation, nodeIntegration };
    }),
  );
  const locked = { sandbox: true, contextIsolation: true, nodeIntegration: false };
  expect(windows.sort((a, b) => Number(a.isOnTop) - Number(b.isOnTop))).toEqual([
    { isOnTop: false, ...locked },
    { isOnTop: true, ...locked },
  ]);
  await ask(window, 'patch_settings', { desktop: { close_to_tray: false } });
  const ended = app.waitForEvent('close');
  await window.close();
  await ended;
});
