import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { electronBinary } from '../build/electron-binary.mjs';
import { ask, look, startDesktop, type Desktop } from './support/desktop';
import { repository } from './support/headless';
import {
  openBus,
  openNotifications,
  openSilentNotifications,
  openTray,
} from './support/session-bus';
import { tempFolder } from './support/temp-folder';

const PATIENCE = { timeout: 20_000, interval: 100 };
/** Fires at once: no price is below it. */
const AT_ONCE = { type: 'price_above', price: 1 };

interface Home extends Desktop {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The app on a bus of its own; what a desktop has is opened on it first. */
async function startAtHome(address: string, flags: readonly string[] = []): Promise<Home> {
  const folder = await tempFolder();
  const env = {
    ...{ DBUS_SESSION_BUS_ADDRESS: address, XDG_CURRENT_DESKTOP: 'KDE' },
    XDG_CONFIG_HOME: join(folder, 'config'),
  };
  const desktop = await startDesktop(['--demo', '--data-dir', join(folder, 'data'), ...flags], env);
  onTestFinished(() => desktop.app.close());
  await desktop.window.getByTestId('connection-state').waitFor({ state: 'attached' });
  return { ...desktop, folder, env };
}

const fire = (window: Page, rule: object = {}): Promise<unknown> =>
  ask(window, 'create_alert_rule', {
    ...{ symbol: 'BTC/USDT', condition: AT_ONCE, mode: 'once', severity: 'critical' },
    ...{ channels: ['desktop'], ...rule },
  });

const isVisible = (app: ElectronApplication): Promise<boolean> =>
  look(() =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true),
  );

const onLinux = test.runIf(process.platform === 'linux');

onLinux('the tray tells the state, and its menu mutes, shows alerts and quits', async () => {
  const address = await openBus();
  const tray = await openTray(address);
  const { app, window } = await startAtHome(address);
  await vi.waitFor(async () => expect(await tray.tooltip()).toMatch(/^Tickwatch · Live/), PATIENCE);
  const live = await tray.picture();
  await fire(window, { message: 'to the <moon>', channels: [] });
  await vi.waitFor(async () => {
    expect(await tray.tooltip()).toContain('Unread critical alerts: 1');
    expect((await tray.labels()).join()).toContain('to the <moon>');
    expect(await tray.picture()).not.toBe(live);
  }, PATIENCE);
  await tray.choose('Mute for an hour');
  await vi.waitFor(async () => {
    expect(await ask(window, 'get_settings', {})).toMatchObject({
      alerts: { snoozed_until: expect.stringContaining('T') as string },
    });
    expect(await tray.labels()).toContain('Turn alerts on');
  }, PATIENCE);
  await ask(window, 'patch_settings', { desktop: { close_to_tray: true } });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await vi.waitFor(async () => expect(await isVisible(app)).toBe(false), PATIENCE);
  await tray.choose('●');
  await vi.waitFor(async () => expect(await isVisible(app)).toBe(true), PATIENCE);
  await window.locator('[data-testid="alert-row"][aria-selected="true"]').waitFor();
  // To look at it is to read it.
  await vi.waitFor(async () => expect(await tray.picture()).toBe(live), PATIENCE);
  const ended = app.waitForEvent('close');
  // It leaves the bus before it has answered.
  await tray.choose('Quit').catch(() => undefined);
  await ended;
});

onLinux(
  'an alert is a notification: urgent, harmless, and a click on it shows the alert',
  async () => {
    const address = await openBus();
    const desktop = await openNotifications(address);
    const { app, window } = await startAtHome(address, ['--hidden']);
    expect(await isVisible(app)).toBe(false);
    await fire(window, { message: 'a <b>bold</b> & wild tale' });
    await vi.waitFor(() => expect(desktop.shown).not.toEqual([]), PATIENCE);
    expect(desktop.shown[0]).toMatchObject({ urgency: 2, timeout: 0 });
    const { alert_id: id } = (
      (await ask(window, 'list_alerts', {})) as {
        items: [{ alert_id: number }];
      }
    ).items[0];
    desktop.click(desktop.shown[0]?.id ?? 0);
    await window.locator(`[data-alert="${id}"][aria-selected="true"]`).waitFor();
    expect(await isVisible(app)).toBe(true);
    await vi.waitFor(async () => {
      const { items } = (await ask(window, 'list_deliveries', { id })) as { items: object[] };
      // A reminder may still be on its way: it is dropped when its turn comes.
      expect(items).toContainEqual(
        expect.objectContaining({ channel: 'desktop', status: 'acknowledged' }),
      );
    }, PATIENCE);
  },
);

onLinux('the notification of an alert that has been read goes away, and no other', async () => {
  const address = await openBus();
  const desktop = await openNotifications(address);
  const { window } = await startAtHome(address, ['--hidden']);
  const shownFor = async (message: string): Promise<number> => {
    await fire(window, { message });
    return vi.waitFor(() => {
      const found = desktop.shown.find(({ body, summary }) => (body + summary).includes(message));
      if (!found) throw new Error(`nothing shown of ${message}`);
      return found.id;
    }, PATIENCE);
  };
  const first = await shownFor('first of two');
  const { items } = (await ask(window, 'list_alerts', {})) as { items: [{ alert_id: number }] };
  const second = await shownFor('second of two');
  expect(second).not.toBe(first);
  await ask(window, 'read_alert', { id: items[0].alert_id });
  await vi.waitFor(() => expect(desktop.closed).toEqual([first]), PATIENCE);
});

onLinux(
  'a second start brings a link with it: a symbol is shown, a hostile link is not',
  async () => {
    const address = await openBus();
    const { window, folder, env } = await startAtHome(address);
    const start = (link: string): Promise<unknown> => {
      const flags = ['--demo', '--port', '0', '--data-dir', join(folder, 'data'), link];
      const child = spawn(
        electronBinary(),
        ['--no-sandbox', '--disable-gpu', repository, ...flags],
        {
          env: { ...process.env, ...env },
          stdio: 'ignore',
        },
      );
      return new Promise((done) => child.once('exit', done));
    };
    const row = window.locator('[data-testid="watchlist-row"][data-symbol="ETH/USDT"]');
    await row.waitFor();
    await window.getByTestId('welcome-skip').click();
    expect(await start('tickwatch://symbol/%3Cimg%20src=x%3E')).toBe(0);
    expect(await start('tickwatch://symbol/ethusdt')).toBe(0);
    await row.locator('[aria-current="true"]').waitFor();
  },
);

onLinux('what is chosen for the desktop is done, and what is taken is said', async () => {
  const address = await openBus();
  const { app, window, env } = await startAtHome(address);
  const file = join(env['XDG_CONFIG_HOME'] ?? '', 'autostart/tickwatch.desktop');
  await ask(window, 'patch_settings', {
    desktop: { start_at_login: 'hidden', hotkey: 'F9', keep_awake: 'always' },
  });
  expect(await readFile(file, 'utf8')).toMatch(/^Exec=.*"--data-dir" .*"--hidden"$/m);
  const hasKeys = look(() =>
    app.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('F9')),
  );
  expect(await hasKeys).toBe(true);
  const isKeptAwake = (): Promise<boolean> =>
    look(() => app.evaluate(({ powerSaveBlocker }) => powerSaveBlocker.isStarted(0)));
  expect(await isKeptAwake()).toBe(true);
  await ask(window, 'patch_settings', {
    desktop: { start_at_login: 'off', keep_awake: 'critical' },
  });
  await expect(readFile(file)).rejects.toThrow('ENOENT');
  expect(await isKeptAwake()).toBe(false);
});

onLinux(
  'fault 51: a silent desktop holds nothing up, and the window is noticed instead',
  async () => {
    const address = await openBus();
    const asked = await openSilentNotifications(address);
    const { app, window } = await startAtHome(address, ['--hidden']);
    await fire(window);
    await vi.waitFor(async () => expect(await isVisible(app)).toBe(true), PATIENCE);
    const { items } = (await ask(window, 'list_alerts', {})) as { items: [{ alert_id: number }] };
    await vi.waitFor(async () => {
      expect(await ask(window, 'list_deliveries', { id: items[0].alert_id })).toMatchObject({
        items: [{ channel: 'desktop', status: 'queued', reason: expect.any(String) as string }],
      });
    }, PATIENCE);
    await window.getByTestId('critical-banner').waitFor();
    // Electron would wait for the answers to any of its own questions with everything at a stand.
    expect(new Set(asked)).toEqual(new Set(['GetServerInformation']));
  },
);
