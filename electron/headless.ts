import { writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { createApp, type App } from './app';
import { DesktopNotifications } from './services/channels/desktop-notifications';
import { systemClock } from './services/clock';
import { noteCrash } from './services/crash-log';
import { readConfig } from './services/config';
import { LastStop } from './services/last-stop';
import { createLogger, type Logger } from './services/logger';
import { answerAtOnce } from './services/usage';

const STOP_TIMEOUT_MS = 5000;

const lastStop = new LastStop({
  clock: systemClock,
  say: (line) => void writeSync(2, line),
  end: ({ code }) => process.exit(code),
});

/**
 * From here on a signal ends it cleanly, also while it still starts.
 * @returns Whether one has come.
 */
function stopOnSignals(app: App, logger: Logger): () => boolean {
  let isStopping = false;
  // A terminal and npm both pass Ctrl-C on: the second of a kind must not cut the first one short.
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    logger.info('Stopping', { signal });
    systemClock.after(STOP_TIMEOUT_MS, () => process.exit(1));
    app.stop().then(() => process.exit(0), lastStop.fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return () => isStopping;
}

async function run(argv: readonly string[]): Promise<void> {
  const words = answerAtOnce(argv, __APP_VERSION__);
  if (words !== null) {
    process.stdout.write(words);
    return;
  }
  const config = readConfig(argv, process.env);
  const logger = createLogger(config.logLevel);
  const { platform, env } = process;
  const desktop = new DesktopNotifications({ clock: systemClock, logger, platform, env });
  const app = createApp(config, {
    clock: systemClock,
    logger,
    localChannels: { desktop },
    random: Math.random,
    version: __APP_VERSION__,
    replayProgram: new URL('./replay.js', import.meta.url),
    pageDir: resolve(import.meta.dirname, '../renderer'),
  });
  lastStop.guard(
    () => app.stop(),
    (text) => noteCrash(config.dataDir, { at: systemClock.now(), version: __APP_VERSION__, text }),
  );
  const isStopping = stopOnSignals(app, logger);
  const { url, token } = await app.start();
  if (isStopping()) return;
  const ready = { ready: true, url, token, pid: process.pid, version: __APP_VERSION__ };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

process.on('uncaughtException', lastStop.fail);
process.on('unhandledRejection', lastStop.fail);
try {
  await run(process.argv.slice(2));
} catch (error) {
  lastStop.fail(error);
}
