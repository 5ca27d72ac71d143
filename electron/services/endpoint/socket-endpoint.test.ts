import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Reply } from '../../../shared/protocol/reply';
import { EVERYONE } from '../../../shared/protocol/rooms';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import type { Auth } from './auth';
import { systemClock } from '../clock';
import { createDispatch, type Dispatch } from '../dispatch';
import { EndpointGuard } from './endpoint-guard';
import { EventHub } from '../event-hub';
import type { Handlers } from '../handler-map';
import { silentLogger } from '../logger';
import { RateLimit } from './rate-limit';
import { SocketEndpoint } from './socket-endpoint';
import { Traffic } from '../traffic';

const limits = { maxClients: 10, maxSubscriptions: 10, rate: 1000, burst: 1000 };
const BIG = 'x'.repeat(150_000);
let server: Server;
let endpoint: SocketEndpoint;
let hub: EventHub;
let port: number;
let warnings: string[];
let dispatch: Dispatch;
let traffic: Traffic;
const ends: (() => void)[] = [];

beforeEach(async () => {
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  warnings = [];
  traffic = new Traffic();
  let seq = 0;
  hub = new EventHub(() => ++seq, 'live');
  const inner = createDispatch({} as Handlers, silentLogger);
  dispatch = (name, params, client) =>
    name === 'big' ? Promise.resolve({ ok: true, value: BIG }) : inner(name, params, client);
  const grant = { tokenId: 't', scope: 'read', expiresAt: systemClock.now() + 3_600_000 };
  endpoint = new SocketEndpoint(server, {
    auth: {
      verify: () => Promise.resolve(grant),
      holds: () => true,
      onRevoked: () => () => undefined,
    } as unknown as Auth,
    clock: systemClock,
    dispatch: (...args) => dispatch(...args),
    guard: new EndpointGuard('127.0.0.1', port),
    hub,
    limits,
    logger: { ...silentLogger, warn: (message) => void warnings.push(message) },
    rateLimit: new RateLimit(limits),
    traffic,
  });
});
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await endpoint.close();
});

const connected = async (): Promise<Socket> => {
  const socket = io(`http://127.0.0.1:${port}`, {
    auth: { token: 'x' },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  ends.push(() => socket.close());
  await new Promise<void>((done, fail) => {
    socket.once('connect', done).once('connect_error', fail);
  });
  return socket;
};

/** A client that follows everything and reads nothing once it is in. */
const deaf = async (): Promise<WebSocket> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  ends.push(() => socket.terminate());
  await once(socket, 'message');
  socket.send('40{"token":"x"}');
  await once(socket, 'message');
  socket.pause();
  return socket;
};

const status = { venue: 'spot', status: 'live', reason: BIG } as never;
test('fault 55: a client that does not read is put out and said to be, once', async () => {
  await deaf();
  for (let n = 0; n < 300; n++) {
    hub.publish(EVERYONE, 'connection_status', status);
    await new Promise((done) => setImmediate(done));
  }
  expect(warnings).toEqual(['Client disconnected: it does not read']);
});

test('fault 55: a client that asks and does not read the answers is put out', async () => {
  const socket = await deaf();
  for (let n = 0; n < 300; n++) socket.send(`42${n}["big",{}]`);
  await vi.waitFor(() => expect(warnings).toHaveLength(1), 5000);
});

test('fault 55: many small messages that nobody reads count too', async () => {
  await deaf();
  const small = { venue: 'spot', status: 'live', reason: '' } as never;
  for (let n = 0; n < 1500; n++) hub.publish(EVERYONE, 'connection_status', small);
  expect(warnings).toHaveLength(1);
});

test('a client that asks for forty large answers at once and reads them stays', async () => {
  const socket = await connected();
  const replies = (await Promise.all(
    Array.from({ length: 40 }, () => socket.timeout(10_000).emitWithAck('big', {})),
  )) as Reply<string>[];
  expect(replies.every((reply) => reply.ok && reply.value === BIG)).toBe(true);
  expect(warnings).toEqual([]);
  expect(socket.connected).toBe(true);
});

test('an event whose name is a number is answered as one that does not exist', async () => {
  const socket = await deaf();
  socket.resume();
  socket.send('421[7,{}]');
  const [data] = (await once(socket, 'message')) as [Buffer];
  expect(data.toString()).toMatch(/^431\[\{"ok":false,"error":\{"code":"NOT_FOUND"/);
});
