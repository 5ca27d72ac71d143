import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { AccessLevel } from './access-log';
import { silentLogger } from '../logger';
import { Endpoint } from './endpoint';
import { AUTHORIZATION, openEndpointParts } from './endpoint-parts';

/** Bad tokens a minute that are answered as such. */
const BUDGET = 200;
const patient = { timeout: 25_000 };
const ends: (() => unknown)[] = [];
let folder: string;
let lines: Readonly<Record<string, unknown>>[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-access-'));
  lines = [];
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await rm(folder, { recursive: true });
});

async function open(accessLog?: AccessLevel): Promise<string> {
  const endpoint = await Endpoint.bind({ host: '127.0.0.1', port: 0, isPrivate: false });
  const info = (message: string, fields = {}) => void lines.push({ message, ...fields });
  const { parts, close } = await openEndpointParts({
    ...{ dataDir: folder, logger: { ...silentLogger, info } },
    dispatch: () => Promise.resolve({ ok: true, value: {} }),
  });
  ends.push(close, () => endpoint.close());
  endpoint.open({ ...parts, ...(accessLog ? { accessLog } : {}) });
  return endpoint.url;
}

const ask = (url: string, authorization: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}/api/v1/prices?secret=canary`, {
    ...init,
    headers: { Authorization: authorization, 'Content-Type': 'application/json' },
  });

/** What a client is told when it connects; `in` when it is let in. */
async function enter(url: string, token: string): Promise<{ answer: string; socket: Socket }> {
  const options = { auth: { token }, reconnection: false, forceNew: true };
  const socket = io(url, { ...options, transports: ['websocket'] });
  ends.push(() => socket.close());
  const answer = await new Promise<string>((done) => {
    socket.once('connect', () => done('in'));
    socket.once('connect_error', ({ message }) => done(message));
  });
  return { answer, socket };
}

test('many bad tokens are told to wait, and the good one of the same address is let in', async () => {
  const url = await open();
  const statuses: number[] = [];
  for (let n = 0; n < BUDGET + 20; n++) statuses.push((await ask(url, 'Bearer a.b.c')).status);
  expect(statuses.filter((each) => each === 401)).toHaveLength(BUDGET);
  expect(statuses.slice(BUDGET)).toEqual(Array.from({ length: 20 }, () => 429));
  const late = await ask(url, 'Bearer a.b.c');
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await ask(url, AUTHORIZATION)).status).toBe(200);
  expect((await enter(url, 'good.good.good')).answer).toBe('in');
  expect((await enter(url, 'a.b.c')).answer).toBe('unauthorized');
});

test('who tries bad tokens over one connection is put out of it', async () => {
  const url = await open();
  const raw = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  ends.push(() => raw.terminate());
  let refusals = 0;
  raw.on('message', (data: Buffer) => {
    if (!data.toString().startsWith('44')) return;
    refusals++;
    raw.send('40{"token":"a.b.c"}');
  });
  await once(raw, 'message');
  raw.send('40{"token":"a.b.c"}');
  await vi.waitFor(() => expect(raw.readyState).toBe(WebSocket.CLOSED), patient);
  expect(refusals).toBeGreaterThan(BUDGET - 1);
  expect(refusals).toBeLessThan(BUDGET + 5);
  expect((await enter(url, 'good.good.good')).answer).toBe('in');
});

test('requests, handshakes, questions and refusals are a line each, without query and token', async () => {
  const url = await open('all');
  await ask(url, AUTHORIZATION);
  await ask(url, 'Bearer eyJhbGciOi.canary.canary');
  await fetch(`${url}/nothing`);
  const { socket } = await enter(url, 'good.good.good');
  await socket.timeout(20_000).emitWithAck('get_health', {});
  await enter(url, 'a.b.c');
  await vi.waitFor(() => expect(lines).toHaveLength(6), patient);
  const path = '/api/v1/prices';
  expect(lines).toMatchObject([
    { message: 'Access', kind: 'request', method: 'GET', path, status: 200, code: null },
    { kind: 'request', path, status: 401, code: 'UNAUTHORIZED', client: null },
    { kind: 'request', path: '/nothing', status: 404 },
    { kind: 'handshake', method: 'websocket', code: null, client: 'a test' },
    { kind: 'event', method: 'get_health', code: null, client: 'a test', address: '127.0.0.1' },
    { kind: 'handshake', method: 'websocket', code: 'UNAUTHORIZED', client: null },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/canary|eyJ|good\.good/);
});

test('usually only refusals are logged: a foreign page, a bad token', async () => {
  const url = await open();
  await ask(url, AUTHORIZATION);
  await fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers: { Origin: 'null' } });
  await fetch(`${url}/api/v1/health`, { headers: { Origin: 'https://evil.example' } });
  await ask(url, 'Bearer a.b.c');
  await vi.waitFor(() => expect(lines).toHaveLength(3), patient);
  expect(lines).toMatchObject([
    { path: '/socket.io/', status: 403, code: 'ORIGIN' },
    { path: '/api/v1/health', status: 403, code: 'ORIGIN' },
    { path: '/api/v1/prices', status: 401, code: 'UNAUTHORIZED' },
  ]);
});

test('what is nested too deeply is refused over REST and the socket alike', async () => {
  const url = await open();
  const deep = `${'['.repeat(500)}${']'.repeat(500)}`;
  const response = await fetch(`${url}/api/v1/watchlist`, {
    method: 'PUT',
    headers: { Authorization: AUTHORIZATION, 'Content-Type': 'application/json' },
    body: `{"symbols":${deep}}`,
  });
  expect(response.status).toBe(400);
  const { socket } = await enter(url, 'good.good.good');
  const reply: unknown = await socket
    .timeout(20_000)
    .emitWithAck('put_watchlist', { symbols: JSON.parse(deep) as unknown });
  expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID' } });
});

test('headers without end are refused', async () => {
  const url = await open();
  const headers = { 'X-Long': 'x'.repeat(20_000) };
  expect((await fetch(`${url}/api/v1/health`, { headers })).status).toBe(431);
});
