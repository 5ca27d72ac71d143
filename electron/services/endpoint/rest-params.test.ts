import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reply } from '../../../shared/protocol/reply';
import { Endpoint } from './endpoint';
import { AUTHORIZATION, openEndpointParts } from './endpoint-parts';
import { connected, EndpointHarness } from './endpoint-harness';

let folder: string;
let endpoint: Endpoint;
let asked: [name: string, params: unknown][];
let close: () => Promise<void>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-rest-'));
  asked = [];
  endpoint = await Endpoint.bind({ host: '127.0.0.1', port: 0, isPrivate: false });
  const opened = await openEndpointParts({
    dataDir: folder,
    dispatch: (name, params) => {
      asked.push([name, params]);
      return Promise.resolve({ ok: true, value: {} });
    },
  });
  endpoint.open(opened.parts);
  close = opened.close;
});
afterEach(async () => {
  await endpoint.close();
  await close();
  await rm(folder, { recursive: true });
});

const JSON_TYPE = 'application/json';

async function ask(
  method: string,
  path: string,
  sent: { body?: BodyInit; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: unknown }> {
  const headers = { Authorization: AUTHORIZATION, 'Content-Type': JSON_TYPE, ...sent.headers };
  const response = await fetch(endpoint.url + path, { ...sent, method, headers });
  return { status: response.status, body: await response.json() };
}

const refused = (message: string) => ({
  status: 400,
  body: { error: { code: 'INVALID', message } },
});

test.each(['Bearer', 'bearer', 'BEARER'])(
  'the scheme of a token may be written %s',
  async (word) => {
    const headers = { Authorization: AUTHORIZATION.replace('Bearer', word) };
    expect(await ask('GET', '/api/v1/prices', { headers })).toMatchObject({ status: 200 });
  },
);

test.each(['/api/v1', '/api/v1/', '/api/v1?a=1'])(
  '%s is answered in the form of all errors',
  async (path) => {
    expect(await ask('GET', path)).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND' } },
    });
  },
);

test('who comes before all is ready is told so in the form of all errors', async () => {
  const early = await Endpoint.bind({ host: '127.0.0.1', port: 0, isPrivate: false });
  const response = await fetch(`${early.url}/api/v1/health`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { code: 'UNAVAILABLE' } });
  await early.close();
});

test('a parameter that is given twice is refused', async () => {
  const twice = '/api/v1/klines?symbol=BTC/USDT&interval=1m&symbol=ETH/USDT';
  expect(await ask('GET', twice)).toMatchObject(refused('symbol: is given twice'));
  expect(asked).toEqual([]);
});

test.each(['POST', 'PUT', 'PATCH'])('%s takes nothing from the address', async (method) => {
  const path = { POST: '/positions/1/close', PUT: '/watchlist', PATCH: '/positions/1' }[method];
  const body = '{}';
  expect(await ask(method, `/api/v1${path ?? ''}?note=x`, { body })).toMatchObject(
    refused('note: belongs in the body'),
  );
  expect(asked).toEqual([]);
  expect(await ask(method, `/api/v1${path ?? ''}`, { body })).toMatchObject({ status: 200 });
});

test('the body and the query cannot say otherwise than the path', async () => {
  const body = '{"id":2,"note":"x"}';
  const message = 'id: belongs in the path';
  expect(await ask('PATCH', '/api/v1/positions/1', { body })).toMatchObject(refused(message));
  expect(await ask('DELETE', '/api/v1/positions/1?id=2')).toMatchObject(refused(message));
  expect(asked).toEqual([]);
  await ask('PATCH', '/api/v1/positions/1', { body: '{"id":1,"note":"x"}' });
  await ask('DELETE', '/api/v1/positions/1/fills/3?allow_flip=true');
  expect(asked).toEqual([
    ['patch_position', { id: '1', note: 'x' }],
    ['delete_fill', { id: '1', fill_id: '3', allow_flip: 'true' }],
  ]);
});

test.each(['application/json; charset=latin1', 'application/json;charset="utf-16"'])(
  'a body of %s is refused',
  async (type) => {
    const sent = { body: '{"symbols":[]}', headers: { 'Content-Type': type } };
    expect(await ask('PUT', '/api/v1/watchlist', sent)).toMatchObject(
      refused('The body has to be UTF-8'),
    );
  },
);

test.each([
  ...[JSON_TYPE, 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'],
  'application/json ; charset=utf8 ; odata=x',
])('a body of %s is taken', async (type) => {
  const sent = { body: '{"symbols":["เ"]}', headers: { 'Content-Type': type } };
  expect(await ask('PUT', '/api/v1/watchlist', sent)).toMatchObject({ status: 200 });
  expect(asked).toEqual([['put_watchlist', { symbols: ['เ'] }]]);
});

test('bytes that are no UTF-8 are refused and never saved as something else', async () => {
  const body = Buffer.from('{"symbols":["\u00ff"]}', 'latin1');
  expect(await ask('PUT', '/api/v1/watchlist', { body })).toMatchObject(
    refused('The body has to be UTF-8'),
  );
  expect(asked).toEqual([]);
});

test('a packed body is refused with the reason', async () => {
  const sent = { body: '{}', headers: { 'Content-Encoding': 'gzip' } };
  expect(await ask('PUT', '/api/v1/watchlist', sent)).toMatchObject(
    refused('Send the body as it is, without a Content-Encoding'),
  );
});

test('the same holds for an operation that is asked for over the socket', async () => {
  const service = await EndpointHarness.open({
    dispatch: (name, params) => Promise.resolve({ ok: true, value: { name, params } }),
  });
  const socket = await connected(service.client({ token: await service.token() }));
  const request = (params: object): Promise<Reply<unknown>> =>
    socket.emitWithAck('request', params);
  const path = '/positions/1';
  expect(await request({ method: 'PATCH', path, query: { note: 'x' } })).toMatchObject({
    error: { code: 'INVALID', message: 'note: belongs in the body' },
  });
  expect(await request({ method: 'PATCH', path, body: { id: 2 } })).toMatchObject({
    error: { code: 'INVALID', message: 'id: belongs in the path' },
  });
  expect(await request({ method: 'PATCH', path, body: { note: 'x' } })).toEqual({
    ok: true,
    value: { name: 'patch_position', params: { id: '1', note: 'x' } },
  });
  socket.close();
  await service.close();
});
