import { once } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Socket } from 'socket.io-client';
import type { Events } from '../../../shared/protocol/events';
import type { Reply } from '../../../shared/protocol/reply';
import { EVERYONE } from '../../../shared/protocol/rooms';
import { WebSocket } from 'ws';
import { createDispatch, type Dispatch } from '../dispatch';
import { FakeClock } from '../fake-clock';
import type { Handlers } from '../handler-map';
import { silentLogger } from '../logger';
import { connected, EndpointHarness, heardBy } from './endpoint-harness';

const BIG = 'x'.repeat(150_000);
let service: EndpointHarness;
let clock: FakeClock;
let warnings: string[];
const ends: (() => void)[] = [];

beforeEach(async () => {
  warnings = [];
  clock = new FakeClock();
  const inner = createDispatch({} as Handlers, silentLogger);
  const dispatch: Dispatch = (name, params, client) =>
    name === 'big' || name === 'get_snapshot'
      ? Promise.resolve({ ok: true, value: BIG })
      : inner(name, params, client);
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
  service = await EndpointHarness.open({ clock, logger, dispatch });
});
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await service.close();
});

const open = async (transport: 'websocket' | 'polling' = 'websocket'): Promise<Socket> => {
  const socket = await connected(service.client({ token: await service.token() }, transport));
  ends.push(() => socket.close());
  return socket;
};

/** A client that follows everything and reads nothing once it is in. */
const deaf = async (): Promise<WebSocket> => {
  const at = `${service.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(at);
  ends.push(() => socket.terminate());
  await once(socket, 'message');
  socket.send(`40${JSON.stringify({ token: await service.token() })}`);
  await once(socket, 'message');
  socket.pause();
  return socket;
};

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const status = (reason: string): Events['connection_status'] => ({
  ...{ venue: 'spot', status: 'live', reason },
  ...{ since: '2026-01-01T00:00:00.000Z', timestamp: '2026-01-01T00:00:00.000Z' },
});
const waiting = (): number => service.traffic.clients().waiting;

test('fault 55: what a client does not read does not pile up, and it is put out, once', async () => {
  await deaf();
  for (let n = 0; n < 300; n++) {
    service.hub.publish(EVERYONE, 'connection_status', status(BIG));
    await turn();
  }
  expect(waiting()).toBeLessThan(10);
  clock.advance(4900);
  expect([...service.traffic.events.entries()]).not.toContainEqual(['resync', 1]);
  clock.advance(200);
  expect([...service.traffic.events.entries()]).toContainEqual(['resync', 1]);
  expect(warnings).toEqual([]);
  clock.advance(30_000);
  await vi.waitFor(() => expect(warnings).toEqual(['Client disconnected: it does not read']));
});

test('fault 55: a client that asks and does not read the answers is put out', async () => {
  const socket = await deaf();
  for (let n = 0; n < 300; n++) socket.send(`42${n}["big",{}]`);
  await vi.waitFor(() => expect(warnings).toHaveLength(1), 5000);
});

test('a client that lags gets all alerts and the newest of everything else, in order', async () => {
  const socket = await open();
  const heard = heardBy(socket);
  await socket.emitWithAck('subscribe_symbol', { symbol: 'BTC/USDT' });
  for (let n = 1; n <= 2000; n++) {
    service.price('BTC/USDT', n);
    if (n % 500 === 0)
      service.hub.publish(EVERYONE, 'alerts_read', { alert_ids: [n], timestamp: '' });
  }
  await vi.waitFor(() => {
    clock.advance(50);
    expect(heard.at(-1)).toMatchObject({ type: 'price_update', data: { price: 2000 } });
  });
  expect(heard.filter(({ type }) => type === 'alerts_read')).toHaveLength(4);
  expect(heard.length).toBeLessThan(700);
  const seqs = heard.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
});

test('a client that fell behind is told once, and goes on after its snapshot without a gap', async () => {
  const socket = await open();
  const heard = heardBy(socket);
  for (let n = 0; n < 6000; n++) {
    service.hub.publish(EVERYONE, 'alerts_read', { alert_ids: [1], timestamp: '' });
  }
  clock.advance(50);
  service.alert();
  await service.told();
  await vi.waitFor(() => expect(heard.at(-1)).toMatchObject({ type: 'resync' }));
  expect(heard.filter(({ type }) => type === 'alert')).toEqual([]);
  await socket.emitWithAck('get_snapshot', {});
  service.alert();
  await vi.waitFor(() => {
    const alerts = heard.flatMap(({ type, data }) => (type === 'alert' ? [data.alert_id] : []));
    expect(alerts).toEqual([1, 2]);
  });
  expect(warnings).toEqual([]);
});

test('a client that asks for forty large answers at once and reads them stays', async () => {
  const socket = await open();
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

test.each(['websocket', 'polling'] as const)(
  'a revoked or expired token ends its live connections over %s, and no others',
  async (transport) => {
    const made = await service.auth.mint({ name: 'bot', scope: 'read', ttlMs: 60_000 });
    const short = await service.auth.mint({ name: 'short', scope: 'read', ttlMs: 5000 });
    const [doomed, passing, other] = await Promise.all([
      connected(service.client({ token: made.token }, transport)),
      connected(service.client({ token: short.token }, transport)),
      open(transport),
    ]);
    await service.auth.revoke(made.known.id);
    await vi.waitFor(() => expect(doomed.connected).toBe(false), 2000);
    expect(passing.connected).toBe(true);
    clock.advance(5000);
    await vi.waitFor(() => expect(passing.connected).toBe(false), 2000);
    expect(other.connected).toBe(true);
    await expect(connected(doomed)).rejects.toThrow('unauthorized');
    doomed.close();
  },
);

test('each client is told by itself, with what it calls itself made harmless', async () => {
  const { token } = await service.auth.mint({ name: 'bot', scope: 'read', ttlMs: 60_000 });
  const socket = service.client({ token }, 'polling');
  socket.io.opts.extraHeaders = { 'User-Agent': 'evil\u00e9\u009b31m bot' };
  await connected(socket);
  ends.push(() => socket.close());
  await socket.emitWithAck('subscribe_symbol', { symbol: 'BTC/USDT' });
  const [line] = service.traffic.lines();
  expect(line).toMatchObject({ name: 'bot', transport: 'polling', scope: 'read', following: 1 });
  expect(line).toMatchObject({ program: 'evil31m bot', received: 1, waiting: 0, latencyMs: null });
  expect(service.traffic.delivery.counts.reduce((sum, count) => sum + count)).toBeGreaterThan(0);
});
