import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { lockOwner } from '../electron/services/store/instance-lock';
import { ask, startDesktop, type Desktop } from './support/desktop';
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

/** One that has ended and that nobody has asked for yet does not count. */
function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const uptime = ({ app }: Desktop): Promise<number> =>
  app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const question = `tickwatch.request('get_health', {}).then(({ value }) => value.uptime_s)`;
    return (await contents?.executeJavaScript(question)) as number;
  });

/** Numbers of the alerts there are, newest first, by the page as it is now. */
const alertIds = ({ app }: Desktop): Promise<number[]> =>
  app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const question = `tickwatch.request('list_alerts', { limit: 1000 }).then(({ value }) =>
      value.items.map(({ alert_id }) => alert_id))`;
    return (await contents?.executeJavaScript(question)) as number[];
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

test('fault 47: alerts that fire while the page is down are all there when it is back', async () => {
  const desktop = await startDesktop(['--demo', '--data-dir', await tempFolder()]);
  await desktop.window.getByTestId('watchlist-row').first().waitFor();
  await ask(desktop.window, 'create_alert_rule', {
    ...{ symbol: 'BTC/USDT', condition: { type: 'step', every_amount: 1 } },
    ...{ mode: 'every_time', severity: 'info', channels: [] },
  });
  for (let crash = 0; crash < 3; crash++) await crashPage(desktop);
  await vi.waitFor(async () => expect(await isDrawn(desktop)).toBe(true), 10_000);
  const told = await vi.waitFor(async () => {
    const ids = await alertIds(desktop);
    expect(ids.length).toBeGreaterThan(1);
    return ids;
  }, 20_000);
  // No number is missing between the first and the last.
  expect((told[0] ?? 0) - (told.at(-1) ?? 0)).toBe(told.length - 1);
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

test.runIf(process.platform === 'linux')(
  'fault 49: after a fault of the program itself it stops, keeps the fault, and is started again once',
  async () => {
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
    const kept = await readFile(join(folder, 'crash.log'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({
      text: expect.stringContaining('a fault of the') as string,
    });
    expect((await readFile(join(folder, 'state.json'), 'utf8')).length).toBeGreaterThan(0);
    // Who was started again holds the folder now.
    const pid = await vi.waitFor(() => {
      const holder = lockOwner(folder);
      if (holder === null || holder === child.pid) throw new Error('Nobody is there.');
      return holder;
    }, 30_000);
    process.kill(pid);
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 20_000);
    expect(await readdir(folder)).not.toContain('instance.lock');
  },
);
