import { writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, dialog, powerMonitor } from 'electron';
import { readAppLink } from '../shared/domain/app-link';
import { createApp, type Running } from './app';
import { NativeDesktop } from './services/channels/native-desktop';
import { probeNotifications } from './services/channels/notification-probe';
import { SoundChannel, soundOf } from './services/channels/sound-channel';
import { systemClock } from './services/clock';
import { noteCrash } from './services/crash-log';
import { readConfig, type Config } from './services/config';
import { checkDataDir, checkTokenFile } from './services/data-dir';
import { Endpoint } from './services/endpoint/endpoint';
import { createLogger, type Logger } from './services/logger';
import { LastStop } from './services/last-stop';
import { lockOwner } from './services/store/instance-lock';
import { answerAtOnce } from './services/usage';
import { claimLinks } from './shell/app-links';
import { AppUpdates } from './shell/app-updates';
import { HIDDEN } from './shell/autostart';
import { CleanQuit } from './shell/clean-quit';
import { watchGraphics } from './shell/gpu-guard';
import { IpcEndpoint } from './shell/ipc-endpoint';
import { nativeNotifier } from './shell/native-notifications';
import { ownArguments } from './shell/own-arguments';
import { PageGuard } from './shell/page-guard';
import { registerPageScheme, servePage } from './shell/page-protocol';
import { Presence } from './shell/presence';
import { startCommand } from './shell/start-command';
import { restartArguments } from './shell/restart';
import { lockDown } from './shell/security';
import { languageOf, textOf } from './shell/texts';
import { Windows } from './shell/windows';

const pageDir = resolve(import.meta.dirname, '../renderer');
const preload = resolve(import.meta.dirname, '../preload/preload.cjs');

interface DesktopParts {
  readonly presence: Presence;
  readonly windows: Windows;
  readonly running: Running;
  readonly local: ReturnType<typeof openLocal>;
}

const lastStop = new LastStop({
  clock: systemClock,
  say: (line) => void writeSync(2, line),
  end: ({ text, code }) => {
    const args = code === 1 && restartArguments(process.argv.slice(1), systemClock.now());
    if (args) app.relaunch({ args });
    // Started from an icon there is no terminal to read it in.
    else if (app.isPackaged)
      dialog.showErrorBox(textOf(languageOf(null, app.getLocale()), 'end.title'), text);
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
  let windows: Windows | null = null;
  const presence = new Presence({
    ...{ clock: systemClock, logger, command: startCommand(), windows: () => windows },
  });
  const local = openLocal({ logger, presence, windows: () => windows });
  const quit = new CleanQuit(lastStop.fail);
  const services = createApp(config, {
    clock: systemClock,
    logger,
    random: Math.random,
    version: __APP_VERSION__,
    replayProgram: new URL('./replay.js', import.meta.url),
    pageDir,
    hasWindow: true,
    localChannels: local,
    desktop: presence,
    updateSource: new AppUpdates({ clock: systemClock, logger, quit }),
  });
  lastStop.guard(
    () => services.stop(),
    (text) => noteCrash(config.dataDir, { at: systemClock.now(), version: __APP_VERSION__, text }),
  );
  let ipc: IpcEndpoint | null = null;
  quit.guard(services, () => {
    logger.info('Stopping');
    presence.stop();
    ipc?.stop();
  });
  await app.whenReady();
  lockDown((features) => windows?.openTicker(features));
  servePage(pageDir);
  const running = await services.start();
  if (quit.isStopping) return;
  powerMonitor.on('suspend', () => running.awakening.sleep());
  powerMonitor.on('resume', () => running.awakening.wake('The machine has slept'));
  const endpoint = new IpcEndpoint(running, systemClock);
  ipc = endpoint;
  windows = new Windows({
    preload,
    serve(contents) {
      new PageGuard(contents, { clock: systemClock, logger });
      endpoint.serve(contents);
    },
    onClosing: () => presence.closing(),
  });
  watchGraphics({ clock: systemClock, logger, say: (key) => textOf(presence.language, key) });
  await openDesktop({ presence, windows, running, local });
}

interface LocalParts {
  readonly logger: Logger;
  readonly presence: Presence;
  readonly windows: () => Windows | null;
}

/** The ways by which this machine reaches the one who sits at it. */
function openLocal({ logger, presence, windows }: LocalParts) {
  const { platform } = process;
  const probe = async () => (platform === 'linux' ? probeNotifications() : 'there');
  const desktop = new NativeDesktop({
    ...{ clock: systemClock, logger, platform, notifier: nativeNotifier(probe) },
    onClick: (target) => presence.show(target),
    onUnseen: (delivery) => {
      const isCritical = delivery.severity === 'critical';
      windows()?.attract(isCritical);
      if (isCritical) windows()?.command({ kind: 'sound', sound: soundOf(delivery) });
    },
  });
  return { desktop, sound: new SoundChannel((asked) => windows()?.command(asked) ?? false) };
}

/** What the desktop shows first, and how it is called afterwards. */
async function openDesktop({ presence, windows, running, local }: DesktopParts): Promise<void> {
  claimLinks();
  const isHidden = process.argv.includes(HIDDEN);
  windows.openMain(isHidden);
  running.hub.attach({
    deliver: (_rooms, { type, data }) => {
      if (type === 'alerts_read') local.desktop.forget(data.alert_ids);
    },
  });
  app.on('second-instance', (_event, argv) => {
    if (!argv.includes(HIDDEN)) presence.open(argv);
  });
  app.on('activate', () => presence.show(null));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    presence.open([url]);
  });
  await presence.start(running);
  if (process.argv.some((word) => readAppLink(word) !== null)) presence.open(process.argv);
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
