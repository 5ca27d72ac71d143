import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { startDesktop, type Desktop } from './support/desktop';
import { tempFolder } from './support/temp-folder';

/** Ends the process that draws the page, as a crash does; settles once the page is loaded again. */
const crashPage = ({ app }: Desktop): Promise<void> =>
  app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('did-finish-load', () => resolve());
        contents?.forcefullyCrashRenderer();
      }),
  );

/** Asks the page, past Playwright, which gives a page up that has crashed once. */
const isDrawn = ({ app }: Desktop): Promise<boolean> =>
  app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents || contents.isCrashed() || contents.isLoading()) return false;
    const question = `document.querySelector('[data-testid="price"]') !== null`;
    return (await contents.executeJavaScript(question)) as boolean;
  });

const uptime = ({ app }: Desktop): Promise<number> =>
  app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const question = `tickwatch.request('get_health', {}).then(({ value }) => value.uptime_s)`;
    return (await contents?.executeJavaScript(question)) as number;
  });

test('fault 47: a page that crashes is loaded again by itself, and the services run on', async () => {
  const desktop = await startDesktop(['--demo', '--data-dir', await tempFolder()]);
  await desktop.window.getByTestId('watchlist-row').first().waitFor();
  const before = await uptime(desktop);
  for (let crash = 0; crash < 2; crash++) {
    await crashPage(desktop);
    await vi.waitFor(async () => expect(await isDrawn(desktop)).toBe(true), 10_000);
    expect(await uptime(desktop)).toBeGreaterThan(before);
  }
  await desktop.app.close();
});

test('fault 48: without its graphics process the window goes on', async () => {
  const desktop = await startDesktop(['--demo', '--data-dir', await tempFolder()]);
  await desktop.window.getByTestId('watchlist-row').first().waitFor();
  const before = await uptime(desktop);
  const graphics = (): Promise<number | undefined> =>
    desktop.app.evaluate(({ app }) => app.getAppMetrics().find(({ type }) => type === 'GPU')?.pid);
  const pid = await graphics();
  if (pid !== undefined) {
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await graphics()).not.toBe(pid), 10_000);
  }
  await vi.waitFor(async () => expect(await isDrawn(desktop)).toBe(true), 10_000);
  expect(await uptime(desktop)).toBeGreaterThan(before);
  await desktop.app.close();
});

test('fault 49: a fault of the program itself is told, what runs is stopped, and it ends with 1', async () => {
  const folder = await tempFolder();
  const desktop = await startDesktop(['--demo', '--data-dir', folder]);
  await desktop.window.getByTestId('watchlist-row').first().waitFor();
  const child = desktop.app.process();
  let said = '';
  child.stderr?.on('data', (data: Buffer) => (said += data.toString()));
  const exited = once(child, 'exit');
  await desktop.app.evaluate(() => {
    setTimeout(() => {
      throw new Error('a fault of the program itself');
    }, 50);
  });
  expect((await exited)[0]).toBe(1);
  expect(said).toContain('a fault of the program itself');
  // The lock is let go last, after the state was saved.
  expect(await readdir(folder)).not.toContain('instance.lock');
  expect((await readFile(join(folder, 'state.json'), 'utf8')).length).toBeGreaterThan(0);
});
