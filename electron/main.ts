import { writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, dialog, powerMonitor, type BrowserWindow, type WebContents } from 'electron';
import { createApp, type App } from './app';
import { systemClock } from './services/clock';
import { readConfig, type Config } from './services/config';
import { checkDataDir, checkTokenFile } from './services/data-dir';
import { Endpoint } from './services/endpoint/endpoint';
import { createLogger } from './services/logger';
import { LastStop } from './services/last-stop';
import { lockOwner } from './services/store/instance-lock';
import { answerAtOnce } from './services/usage';
import { watchGraphics } from './shell/gpu-guard';
import { IpcEndpoint } from './shell/ipc-endpoint';
import { ownArguments } from './shell/own-arguments';
import { PageGuard } from './shell/page-guard';
import { registerPageScheme, servePage } from './shell/page-protocol';
import { lockDown } from './shell/security';
import { TickerWindow } from './shell/ticker-window';
import { openWindow } from './shell/window';

const pageDir = resolve(import.meta.dirname, '../renderer');
const preload = resolve(import.meta.dirname, '../preload/preload.cjs');

const lastStop = new LastStop({
  clock: systemClock,
  say: (line) => void writeSync(2, line),
  end: ({ text, code }) => {
    // Started from an icon there is no terminal to read it in.
    if (app.isPackaged) dialog.showErrorBox('Tickwatch has to end', text);
    app.exit(code);
  },
});

/**
 * Refuses what would end the services anyway, before Electron writes anything.
 * @throws {AppError} `INVALID`.
 */
async function checkSurroundings({ dataDir, tokenFile, host, port, given }: Config): Promise<void> {
  checkDataDir(dataDir);
  if (tokenFile !== null) checkTokenFile(tokenFile, dataDir);
  // A port nobody asked for by a flag is no reason not to watch prices. One that is asked for may be
  // our own first instance's, which is to come to the front then.
  if (port === 0 || !given.includes('port') || lockOwner(dataDir) !== null) return;
  const probe = await Endpoint.bind({ host, port, isPrivate: false });
  await probe.close();
}

/** The first instance on a data folder runs; any later one only brings its window to the front. */
function claimInstance(config: Config): boolean {
  if (!app.commandLine.hasSwitch('user-data-dir')) {
    app.setPath('userData', join(config.dataDir, 'chromium'));
  }
  return app.requestSingleInstanceLock();
}

async function run(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel);
  const services = createApp(config, {
    clock: systemClock,
    logger,
    random: Math.random,
    version: __APP_VERSION__,
    replayProgram: new URL('./replay.js', import.meta.url),
    pageDir,
    hasWindow: true,
  });
  lastStop.guard(() => services.stop());
  let ipc: IpcEndpoint | null = null;
  const isStopping = quitCleanly(services, () => {
    logger.info('Stopping');
    ipc?.stop();
  });
  await app.whenReady();
  const serve = (contents: WebContents): void => {
    new PageGuard(contents, { clock: systemClock, logger });
    ipc?.serve(contents);
  };
  const ticker = new TickerWindow(preload, serve);
  lockDown((features) => ticker.open(features));
  servePage(pageDir);
  const running = await services.start();
  if (isStopping()) return;
  powerMonitor.on('suspend', () => running.awakening.sleep());
  powerMonitor.on('resume', () => running.awakening.wake('The machine has slept'));
  ipc = new IpcEndpoint(running, systemClock);
  const window = openWindow(preload);
  watchGraphics({ clock: systemClock, logger });
  serve(window.webContents);
  window.on('closed', () => ticker.close());
  app.on('second-instance', () => focus(window));
}

function focus(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/**
 * From here on every way to end the program stops the services first, also while they start.
 * @returns Whether it is ending.
 */
function quitCleanly(services: App, onQuit: () => void): () => boolean {
  let isStopping = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (isStopping) return;
    isStopping = true;
    onQuit();
    services.stop().then(() => app.exit(0), lastStop.fail);
  });
  app.on('window-all-closed', () => app.quit());
  // A terminal and npm both pass Ctrl-C on: the second of a kind must not cut the first one short.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
  return () => isStopping;
}

process.on('uncaughtException', lastStop.fail);
process.on('unhandledRejection', lastStop.fail);
// Without the OS sandbox (tests as root) Electron must not be told to insist on it.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerPageScheme();
try {
  const argv = ownArguments(process.argv, app.isPackaged);
  const words = answerAtOnce(argv, __APP_VERSION__);
  if (words === null) {
    const config = readConfig(argv, process.env);
    // Electron becomes ready only when this module has ended: the folder is named in time.
    await checkSurroundings(config);
    if (claimInstance(config)) run(config).catch(lastStop.fail);
    else app.exit(0);
  } else {
    writeSync(1, words);
    app.exit(0);
  }
} catch (error) {
  lastStop.fail(error);
}
