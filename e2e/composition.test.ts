import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { createApp, type App } from '../electron/app';
import { systemClock } from '../electron/services/clock';
import { readConfig } from '../electron/services/config';
import { silentLogger } from '../electron/services/logger';
import { replayProgram } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

async function demoApp(): Promise<App> {
  const flags = ['--demo', '--port', '0', '--data-dir', await tempFolder()];
  return createApp(readConfig(flags, {}), {
    clock: systemClock,
    logger: silentLogger,
    random: Math.random,
    version: 'test',
    replayProgram,
    pageDir: null,
  });
}

/** What keeps the event loop alive; some of it is Vitest's own. */
const resources = (): string[] => process.getActiveResourcesInfo();

/** What there is more of than before. */
function added(before: readonly string[], after: readonly string[]): string[] {
  const left = [...before];
  return after.filter((name) => {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

test('started, used and stopped, the services leave no handle open', async () => {
  const before = resources();
  const app = await demoApp();
  const running = await app.start();
  const client = await SocketClient.connect(running.url, running.token);
  await vi.waitFor(async () => {
    const reply = await client.ask('subscribe_klines', { symbol: 'BTC/USDT', interval: '1m' });
    expect(reply.ok).toBe(true);
  }, 10_000);
  await vi.waitFor(() => expect(client.of('kline_update').length).toBeGreaterThan(0), 10_000);
  expect(added(before, resources())).toContain('TCPServerWrap');
  await app.stop();
  client.close();
  // Waiting has a timer of its own, so sockets are waited for and everything is counted after.
  const sockets = (): string[] => resources().filter((name) => name.includes('TCP'));
  await vi.waitFor(() => expect(sockets()).toEqual([]), 10_000);
  // The close of a file counts until the turn that brought its end is over.
  await setImmediate();
  expect(added(before, resources())).toEqual([]);
});

test('stopping twice, and stopping what never started, is harmless', async () => {
  const app = await demoApp();
  await app.stop();
  await app.start();
  await app.stop();
  await app.stop();
});
