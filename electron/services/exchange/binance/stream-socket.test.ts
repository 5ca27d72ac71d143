import { createServer, type Server } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { FakeClock } from '../../fake-clock';
import { silentLogger } from '../../logger';
import { ConnectBudget } from './connect-budget';
import { refusalOf } from './stream-end';
import { StreamPool } from './stream-pool';
import type { PoolState } from './stream-pool-types';
import { VENUE_RULES } from './venue-rules';

/** Real sockets on loopback, time that stands still. */
let server: Server;
let sockets: WebSocketServer;
let lines: Set<Socket>;
/** Answers a handshake with this status, headers and page instead of a connection. */
let refusal: { status: number; headers?: Record<string, string> } | null;
let clock: FakeClock;
let pool: StreamPool;
let states: PoolState[];
let frames: string[];

beforeEach(async () => {
  lines = new Set();
  refusal = null;
  server = createServer();
  sockets = new WebSocketServer({ noServer: true });
  server.on('connection', (line) => {
    lines.add(line);
    line.on('error', () => line.destroy());
    line.on('close', () => lines.delete(line));
  });
  server.on('upgrade', (request, line, head) => {
    if (refusal) {
      const headers = Object.entries({ ...refusal.headers, 'Content-Length': '0' });
      const text = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      line.end(`HTTP/1.1 ${refusal.status} Refused\r\n${text}\r\n`);
    } else sockets.handleUpgrade(request, line, head, (socket) => serve(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  openPool(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterEach(async () => {
  pool.stop();
  for (const line of lines) line.destroy();
  await new Promise((resolve) => server.close(resolve));
  expect(clock.pending).toBe(0);
});

function openPool(base: string): void {
  clock = new FakeClock();
  states = [];
  frames = [];
  pool = new StreamPool({
    base,
    rules: VENUE_RULES.spot,
    clock,
    logger: silentLogger,
    random: () => 0.5,
    budget: new ConnectBudget(clock),
    onFrame: (bytes) => frames.push(bytes.toString()),
    onState: (state) => states.push(state),
  });
}

function serve(socket: WebSocket): void {
  socket.on('error', () => socket.terminate());
  socket.on('message', (data: Buffer) => {
    const { id, params } = JSON.parse(data.toString()) as { id: number; params: string[] };
    socket.send(JSON.stringify({ result: null, id }));
    for (const stream of params) socket.send(JSON.stringify({ stream, data: { e: 'x' } }));
  });
}

const last = (): PoolState | undefined => states.at(-1);
const drops = () => pool.stats().drops;
const peer = (): WebSocket => [...sockets.clients][0]!;

async function startLive(): Promise<void> {
  pool.start();
  await isLive();
}

async function isLive(): Promise<void> {
  const before = frames.length;
  await vi.waitFor(() => {
    clock.advance(1);
    expect(last()?.state).toBe('open');
    expect(frames.length).toBeGreaterThan(before);
  });
}

test('fault 1: a reset line is noticed at once and replaced', async () => {
  await startLive();
  for (const line of lines) line.resetAndDestroy();
  await vi.waitFor(() => expect(last()).toMatchObject({ state: 'down', retryInMs: 0 }));
  await isLive();
  expect(pool.stats()).toMatchObject({ attempts: 2, reconnects: 1, drops: { closed: 1 } });
});

test.each([
  [1000, 0, /\(1000: bye\)/],
  [1001, 0, /\(1001: bye\)/],
  [1011, 0, /\(1011: bye\)/],
  [1008, 30_000, /breaking its rules \(1008: bye\)/],
])('fault 2: close code %i waits %i ms and is told', async (code, wait, words) => {
  await startLive();
  peer().close(code, 'bye');
  await vi.waitFor(() => expect(last()?.state).toBe('down'));
  expect(last()).toMatchObject({ retryInMs: wait });
  expect(last()?.reason).toMatch(words);
});

test('fault 3: a half-open line, on which nothing ever comes again, is cut', async () => {
  await startLive();
  for (const line of lines) line.pause();
  clock.advance(12_000);
  await vi.waitFor(() => expect(drops()).toEqual({ stalled: 1 }));
  expect(last()?.state).not.toBe('open');
});

test('a ping keeps the line, and is answered', async () => {
  await startLive();
  const answered = new Promise((resolve) => peer().once('pong', resolve));
  peer().ping('x');
  expect(String(await answered)).toBe('x');
});

test('fault 6: a server that takes the line and never answers is given up after ten seconds', async () => {
  server.removeAllListeners('upgrade');
  server.on('upgrade', (_request, line) => line.resume().on('end', () => line.destroy()));
  pool.start();
  await vi.waitFor(() => expect(lines.size).toBe(1));
  clock.advance(11_000);
  expect(drops()).toEqual({ 'handshake-timeout': 1 });
  pool.stop();
  await vi.waitFor(() => expect(lines.size).toBe(0));
});

test.each([
  [
    451,
    {},
    /^127\.0\.0\.1:\d+ does not serve this location \(451\)\. Other venues are chosen with/,
    600_000,
  ],
  [418, { 'Retry-After': '600' }, /banned this address \(418\)/, 600_000],
  [429, { 'Retry-After': 'soon' }, /Too many requests to the exchange \(429\)/, 30_000],
  [403, {}, /firewall.*\(403\)/, 30_000],
  [503, {}, /out of order \(503\)/, 0],
  [200, {}, /sign-in page or a proxy \(200\)/, 0],
  [302, { Location: 'http://127.0.0.1:1/' }, /sign-in page or a proxy \(302\)/, 0],
])('a handshake answered with %i and %o says so', async (status, headers, words, wait) => {
  refusal = { status, headers };
  pool.start();
  await vi.waitFor(() => expect(last()?.state).toBe('down'));
  expect(last()?.reason).toMatch(words);
  expect(last()?.retryInMs).toBe(wait);
  expect(drops()).toEqual({ [refusalOf(status, undefined).cause]: 1 });
});

test('a venue that is not there is named by its error, and the next attempt finds it', async () => {
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  pool.start();
  await vi.waitFor(() => expect(last()?.reason).toMatch(/ECONNREFUSED/));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await isLive();
  expect(drops()['unreachable']).toBeGreaterThan(0);
});

test('fault 16: a name is tried on all its addresses, IPv6 and IPv4', async () => {
  const connect = vi.spyOn(net, 'connect');
  const { port } = server.address() as AddressInfo;
  openPool(`ws://localhost:${port}`);
  await startLive();
  expect(connect.mock.calls[0]?.[0]).toMatchObject({ autoSelectFamily: true });
  expect(drops()).toEqual({});
});

test('fault 18: a frame above one MiB ends the connection, and a binary one is dropped', async () => {
  await startLive();
  const before = frames.length;
  peer().send(Buffer.from([1, 2, 3]));
  peer().send('{"stream":"a","data":{}}');
  await vi.waitFor(() => expect(frames).toHaveLength(before + 1));
  expect(drops()).toEqual({});
  peer().send('x'.repeat(1024 * 1024 + 1));
  await vi.waitFor(() => expect(drops()).toEqual({ closed: 1 }));
  expect(last()?.reason).toMatch(/payload/i);
  expect(frames).toHaveLength(before + 1);
});

test('stopping leaves no line, whether it is open or on its way', async () => {
  await startLive();
  pool.restart('test');
  clock.advance(1);
  await vi.waitFor(() => expect(lines.size).toBeGreaterThan(0));
  pool.stop();
  await vi.waitFor(() => expect(lines.size).toBe(0));
});
