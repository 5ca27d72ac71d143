import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '../clock';
import type { Dispatch } from '../dispatch';
import { Endpoint } from './endpoint';
import { AUTHORIZATION, openEndpointParts } from './endpoint-parts';

const ADDRESS = { host: '127.0.0.1', port: 0, isPrivate: false };
let folder: string;
let endpoint: Endpoint;
let agent: Agent;
let asked: string[];
let opened: Awaited<ReturnType<typeof openEndpointParts>>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-endpoint-'));
  await writeFile(join(folder, 'index.html'), '<p>page</p>');
  asked = [];
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
  endpoint = await Endpoint.bind(ADDRESS);
  const dispatch: Dispatch = (name) => {
    asked.push(name);
    return Promise.resolve({ ok: true, value: { name } });
  };
  opened = await openEndpointParts({ dataDir: folder, dispatch });
  endpoint.open(opened.parts);
});
afterEach(async () => {
  agent.destroy();
  await endpoint.close();
  await opened.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const ask = (method: string, path: string, sent = ''): Promise<Answer> =>
  new Promise((done, fail) => {
    const headers = { 'Content-Type': 'application/json', Authorization: AUTHORIZATION };
    const outgoing = request(endpoint.url + path, { method, agent, headers }, (response) => {
      let body = '';
      response.on('data', (data: Buffer) => (body += data.toString()));
      response.on('end', () => {
        done({ status: response.statusCode, headers: response.headers, body });
      });
    });
    outgoing.on('error', fail);
    outgoing.end(sent);
  });

test.each([65_537, 300_000, 1_000_000])(
  'a body of %i bytes is refused as too large and the next request is answered',
  async (size) => {
    const refused = await ask('PUT', '/api/v1/watchlist', 'x'.repeat(size));
    expect(refused).toMatchObject({ status: 413, headers: { connection: 'close' } });
    expect(JSON.parse(refused.body)).toMatchObject({ error: { code: 'INVALID' } });
    expect(await ask('GET', '/api/v1/health')).toMatchObject({ status: 200 });
    expect(asked).toEqual(['get_health']);
  },
);

test('a body without end is cut off, and the next request is answered', async () => {
  await ask('PUT', '/api/v1/watchlist', 'x'.repeat(20_000_000)).catch(() => undefined);
  expect(await ask('GET', '/api/v1/health')).toMatchObject({ status: 200 });
});

test('a body of 64 KiB is taken', async () => {
  const text = JSON.stringify({ symbols: [] }).padEnd(65_536);
  expect(await ask('PUT', '/api/v1/watchlist', text)).toMatchObject({ status: 200 });
});

test('a request that its path says all of needs no body', async () => {
  expect(await ask('POST', '/api/v1/alerts/read-all')).toMatchObject({ status: 200 });
  expect(asked).toEqual(['read_all_alerts']);
});

test('HEAD is answered like GET, without a body', async () => {
  const get = await ask('GET', '/api/v1/health');
  const head = await ask('HEAD', '/api/v1/health');
  expect(head).toMatchObject({ status: 200, body: '' });
  expect(head.headers['content-type']).toBe(get.headers['content-type']);
  expect(await ask('HEAD', '/api/v1/nothing')).toMatchObject({ status: 404, body: '' });
});

test('a method a path does not take is refused with those it takes', async () => {
  expect(await ask('POST', '/api/v1/watchlist')).toMatchObject({
    status: 405,
    headers: { allow: 'GET, HEAD, PUT' },
  });
  for (const [method, path] of [
    ['POST', '/'],
    ['DELETE', '/index.html'],
    ['PUT', '/nothing'],
  ] as const) {
    expect(await ask(method, path)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  }
  expect(await ask('GET', '/')).toMatchObject({ status: 200, body: '<p>page</p>' });
  expect(await ask('HEAD', '/index.html')).toMatchObject({ status: 200, body: '' });
});

test('the contract can be read as a page without scripts, and as nothing else', async () => {
  const page = await ask('GET', '/api/docs');
  expect(page).toMatchObject({ status: 200 });
  expect(page.headers['content-type']).toMatch(/^text\/html/);
  expect(page.body).toContain('<code>subscribe_symbol</code>');
  // Each with an example.
  expect(
    page.body
      .split('<details>')
      .slice(1)
      .every((each) => each.includes('example<pre>')),
  ).toBe(true);
  expect(page.body).not.toMatch(/<script|<style|style=|(src|href)=.?http/);
  expect(await ask('GET', '/api/docs.css')).toMatchObject({ status: 200 });
  expect(await ask('POST', '/api/docs')).toMatchObject({ status: 405 });
});

test('closing does not wait for a client that does not read', async () => {
  const at = `${endpoint.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const client = new WebSocket(at);
  client.on('error', () => undefined);
  await once(client, 'message');
  client.send('40{"token":"good.good.good"}');
  await once(client, 'message');
  client.pause();
  const startedAt = systemClock.monotonic();
  await endpoint.close();
  expect(systemClock.monotonic() - startedAt).toBeLessThan(3000);
  client.terminate();
  endpoint = await Endpoint.bind(ADDRESS);
});
