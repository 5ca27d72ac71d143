import { writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { createApp, isCallerFault } from './app';
import { systemClock } from './services/clock';
import { readConfig, type Config } from './services/config';
import { createLogger } from './services/logger';

const STOP_TIMEOUT_MS = 5000;

/** Ends the process at once with one line for people. */
function fail(error: unknown): never {
  const isOurs = isCallerFault(error);
  const text = isOurs ? error.message : error instanceof Error ? error.stack : String(error);
  writeSync(2, `tickwatch: ${text ?? 'unknown error'}\n`);
  process.exit(isOurs ? 2 : 1);
}

async function run(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel);
  const app = createApp(config, {
    clock: systemClock,
    logger,
    random: Math.random,
    version: __APP_VERSION__,
    pageDir: resolve(import.meta.dirname, '../renderer'),
  });
  const running = await app.start();
  let isStopping = false;
  // A terminal and npm both pass Ctrl-C on: the second of a kind must not cut the first one short.
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    logger.info('Stopping', { signal });
    systemClock.after(STOP_TIMEOUT_MS, () => process.exit(1));
    app.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const { url, token } = running;
  const ready = { ready: true, url, token, pid: process.pid, version: __APP_VERSION__ };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
try {
  await run(readConfig(process.argv.slice(2), process.env));
} catch (error) {
  fail(error);
}
