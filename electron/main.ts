import { writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import { createApp, isCallerFault, type App } from './app';
import { systemClock } from './services/clock';
import { readConfig, type Config } from './services/config';
import { checkDataDir } from './services/data-dir';
import { createLogger } from './services/logger';
import { IpcEndpoint } from './shell/ipc-endpoint';
import { ownArguments } from './shell/own-arguments';
import { registerPageScheme, servePage } from './shell/page-protocol';
import { lockDown } from './shell/security';
import { openWindow } from './shell/window';

const pageDir = resolve(import.meta.dirname, '../renderer');
const preload = resolve(import.meta.dirname, '../preload/preload.cjs');

/** Ends the program with one line for people, in a box too where there is no terminal to read it in. */
function fail(error: unknown): void {
  const isOurs = isCallerFault(error);
  const text = isOurs ? error.message : error instanceof Error ? error.stack : String(error);
  writeSync(2, `tickwatch: ${text ?? 'unknown error'}\n`);
  if (app.isPackaged) dialog.showErrorBox('Tickwatch cannot start', text ?? 'unknown error');
  app.exit(isOurs ? 2 : 1);
}

/** The first instance on a data folder runs; any later one only brings its window to the front. */
function claimInstance(config: Config): boolean {
  if (!app.commandLine.hasSwitch('user-data-dir')) {
    app.setPath('userData', join(config.dataDir, 'chromium'));
  }
  return app.requestSingleInstanceLock();
}

async function run(config: Config): Promise<void> {
  await app.whenReady();
  lockDown();
  servePage(pageDir);
  const services = createApp(config, {
    clock: systemClock,
    logger: createLogger(config.logLevel),
    random: Math.random,
    version: __APP_VERSION__,
    pageDir,
  });
  const running = await services.start();
  const ipc = new IpcEndpoint(running, systemClock);
  const window = openWindow(preload);
  ipc.serve(window.webContents);
  app.on('second-instance', () => focus(window));
  quitCleanly(services, ipc);
}

function focus(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function quitCleanly(services: App, ipc: IpcEndpoint): void {
  let isStopping = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (isStopping) return;
    isStopping = true;
    ipc.stop();
    services.stop().then(() => app.exit(0), fail);
  });
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.quit());
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
// Without the OS sandbox (tests as root) Electron must not be told to insist on it.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerPageScheme();
try {
  const config = readConfig(ownArguments(process.argv, app.isPackaged), process.env);
  checkDataDir(config.dataDir);
  if (claimInstance(config)) run(config).catch(fail);
  else app.exit(0);
} catch (error) {
  fail(error);
}
