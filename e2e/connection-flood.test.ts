import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createApp, type Running } from '../electron/app';
import { systemClock } from '../electron/services/clock';
import { readConfig } from '../electron/services/config';
import { silentLogger } from '../electron/services/logger';
import { replayProgram } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

const MAX_CLIENTS = 5;
const ATTEMPTS = 300;
const SILENT = 100;
const JSON_OF_A_HUNDRED = 'Content-Type: application/json\r\nContent-Length: 100';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function startApp(): Promise<Running> {
  const argv = ['--demo=flood', '--port', '0', '--data-dir', await tempFolder()];
  const app = createApp(readConfig(argv, { TICKWATCH_MAX_CLIENTS: String(MAX_CLIENTS) }), {
    clock: systemClock,
    logger: silentLogger,
    random: Math.random,
    version: 'test',
    replayProgram,
    pageDir: null,
  });
  onTestFinished(() => app.stop());
  return app.start();
}

async function connect({ url, token }: Running): Promise<SocketClient> {
  const client = await SocketClient.connect(url, token, { transports: ['websocket'] });
  ends.push(() => client.close());
  return client;
}

/** A client that follows a price; resolves when it hears it. */
async function follower(running: Running): Promise<SocketClient> {
  const client = await connect(running);
  await vi.waitFor(async () => {
    const reply = await client.ask('subscribe_symbol', { symbol: 'BTC/USDT' });
    expect(reply.ok).toBe(true);
  }, 15_000);
  await hears(client);
  return client;
}

const hears = (client: SocketClient) => {
  const before = client.of('price_update').length;
  return vi.waitFor(
    () => expect(client.of('price_update').length).toBeGreaterThan(before + 2),
    15_000,
  );
};

test('fault 56: of hundreds that connect at once as many get in as may, and those inside go on', async () => {
  const running = await startApp();
  const inside = await follower(running);
  const attempts = Array.from({ length: ATTEMPTS }, () => connect(running));
  const results = await Promise.allSettled(attempts);
  const refusals = results.flatMap((each) =>
    each.status === 'rejected' ? [(each.reason as Error).message] : [],
  );
  expect(refusals).toHaveLength(ATTEMPTS - (MAX_CLIENTS - 1));
  expect(new Set(refusals)).toEqual(new Set(['LIMIT']));
  await hears(inside);
  expect(await inside.ask('get_health', {})).toMatchObject({ ok: true });
  const { url, token } = running;
  const headers = { Authorization: `Bearer ${token}` };
  const metrics = await (await fetch(`${url}/api/v1/metrics`, { headers })).text();
  expect(metrics).toMatch(new RegExp(`max_clients"} ${refusals.length}$`, 'm'));
});

test('fault 56: who connects and then says nothing, or never ends a request, is put out and takes no place', async () => {
  const running = await startApp();
  const inside = await follower(running);
  const { hostname, port } = new URL(running.url);
  const at = `${running.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const silent = await Promise.all(
    Array.from({ length: SILENT }, async () => {
      const socket = new WebSocket(at);
      ends.push(() => socket.terminate());
      await once(socket, 'open');
      return socket;
    }),
  );
  const slow = await Promise.all(
    Array.from({ length: SILENT }, async (_, n) => {
      const socket: Socket = connectTcp(Number(port), hostname);
      ends.push(() => socket.destroy());
      socket.on('error', () => undefined).resume();
      await once(socket, 'connect');
      const host = `HTTP/1.1\r\nHost: ${hostname}:${port}\r\n`;
      const rights = `Authorization: Bearer ${running.token}\r\n${JSON_OF_A_HUNDRED}`;
      const inBody = `PUT /api/v1/watchlist ${host}${rights}\r\n\r\n{`;
      socket.write(n % 2 === 0 ? `GET /api/v1/health ${host}X-Slow: ` : inBody);
      return socket;
    }),
  );
  // They hold no place: as many as may come in still do.
  for (let n = 1; n < MAX_CLIENTS; n++) await connect(running);
  await hears(inside);
  await vi.waitFor(
    () => {
      expect(silent.every(({ readyState }) => readyState === WebSocket.CLOSED)).toBe(true);
      expect(slow.every(({ closed }) => closed)).toBe(true);
    },
    { timeout: 25_000, interval: 200 },
  );
  expect(await inside.ask('get_health', {})).toMatchObject({ ok: true });
  await hears(inside);
});
