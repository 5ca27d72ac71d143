import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { systemClock } from '../electron/services/clock';
import { createSyntheticMarket } from '../electron/services/exchange/demo/synthetic-market';
import { DemoVenue } from '../electron/services/exchange/demo/venue';
import { silentLogger } from '../electron/services/logger';
import { runToEnd, startHeadless, type Headless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { makeTempFolder, tempFolder } from './support/temp-folder';

let server: Headless;
let port: number;
let dataDir: string;

beforeAll(async () => {
  dataDir = await makeTempFolder();
  server = await startHeadless(['--demo', '--data-dir', dataDir]);
  port = Number(new URL(server.url).port);
});
afterAll(async () => {
  await server.end();
  await rm(dataDir, { recursive: true });
});

const oneLine = /^tickwatch: [^\n]+\n$/;

test.each([
  ['an unknown flag', ['--nonsense'], /--nonsense/],
  ['a port that is not one', ['--port', '99999'], /--port/],
  ['a recording that is not there', ['--replay', '/no/such/tape.ndjson'], /no\/such\/tape\.ndjson/],
  ['a data folder that cannot be', ['--demo', '--data-dir', '/dev/null/x'], /--data-dir/],
  ['a place where nothing can be made', ['--demo', '--data-dir', '/proc/nope/x'], /--data-dir/],
  ['a token file in no folder', ['--demo', '--token-file', '/no/such/token'], /--token-file/],
  ['a port below zero', ['--demo', '--port', '-1'], /--port/],
  ['a host of two lines', ['--demo', '--host', 'x\ny'], /--host/],
  ['an address that is not ours', ['--demo', '--host', '203.0.113.7'], /203\.0\.113\.7/],
])('%s ends it with one clear line and code 2', async (_name, flags, message) => {
  const folder = await tempFolder();
  const args = flags.includes('--data-dir')
    ? flags
    : [...flags, '--data-dir', join(folder, 'data')];
  const ended = await runToEnd(args.includes('--port') ? args : [...args, '--port', '0']);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(oneLine);
  expect(ended.stderr).toMatch(message);
  expect(await readdir(folder)).toEqual([]);
});

test('a port in use ends it with one clear line and code 2, and nothing is written', async () => {
  const folder = await tempFolder();
  const ended = await runToEnd(['--demo', '--port', String(port), '--data-dir', join(folder, 'd')]);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(oneLine);
  expect(ended.stderr).toContain(`Port ${port}`);
  expect(await readdir(folder)).toEqual([]);
});

test('a recording with a broken line is refused with the number of that line', async () => {
  const folder = await tempFolder();
  const file = join(folder, 'tape.ndjson');
  const good = JSON.stringify({
    e: 'aggTrade',
    E: 1_700_000_000_000,
    s: 'BTCUSDT',
    a: 1,
    p: '1.5',
    q: '1',
    f: 1,
    l: 1,
    T: 1_700_000_000_000,
  });
  await writeFile(file, `${good}\n${good}\ngarbage here\n`);
  const ended = await runToEnd(['--replay', file, '--port', '0', '--data-dir', join(folder, 'd')]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(oneLine);
  expect(ended.stderr).toMatch(/line 3/);
});

test('a data folder that is a file is refused', async () => {
  const folder = await tempFolder();
  const file = join(folder, 'file');
  await writeFile(file, 'precious');
  const ended = await runToEnd(['--demo', '--port', '0', '--data-dir', file]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(oneLine);
});

test('a state folder in place of the state file is refused, not overwritten', async () => {
  const folder = await tempFolder();
  await mkdir(join(folder, 'state.json'));
  const ended = await runToEnd(['--demo', '--port', '0', '--data-dir', folder]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(oneLine);
});

test.each([
  ['no token', undefined],
  ['an empty token', ''],
  ['a wrong token', 'a.b.c'],
])('a socket with %s is refused as unauthorized on both transports', async (_name, token) => {
  for (const transport of ['websocket', 'polling'] as const) {
    await expect(
      SocketClient.connect(server.url, token, { transports: [transport] }),
    ).rejects.toThrow('unauthorized');
  }
});

test('REST without a good token answers 401 and nothing more', async () => {
  for (const headers of [{}, { Authorization: 'Bearer a.b.c' }, { Authorization: server.token }]) {
    const response = await fetch(`${server.url}/api/v1/prices`, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: { code: 'UNAUTHORIZED', message: 'unauthorized' },
    });
  }
});

/** Node's fetch will not send these headers; a hostile page's browser would. */
function statusWith(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((done, fail) => {
    request({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    })
      .on('error', fail)
      .end();
  });
}

test('foreign origins and rebound host names are refused on HTTP, polling and upgrade alike', async () => {
  const upgrade = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const bad = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Host: `rebind.evil.example:${port}` },
    { 'Sec-Fetch-Site': 'cross-site' },
  ];
  for (const headers of bad) {
    expect(await statusWith('/api/v1/health', headers)).toBeGreaterThanOrEqual(400);
    expect(await statusWith('/socket.io/?EIO=4&transport=polling', headers)).toBeGreaterThanOrEqual(
      400,
    );
    expect(
      await statusWith('/socket.io/?EIO=4&transport=websocket', { ...upgrade, ...headers }),
    ).toBeGreaterThanOrEqual(400);
  }
  expect(await statusWith('/api/v1/health', {})).toBe(200);
  expect(await statusWith('/socket.io/?EIO=4&transport=polling', {})).toBe(200);
});

test('an unknown symbol, a malformed request and an unknown one are answered, each with its code', async () => {
  const client = await SocketClient.connect(server.url, server.token);
  const code = async (name: string, params: unknown): Promise<string> => {
    const reply = await client.ask(name, params);
    return reply.ok ? 'ok' : reply.error.code;
  };
  await vi.waitFor(
    async () => expect(await code('subscribe_symbol', { symbol: 'BTC/USDT' })).toBe('ok'),
    5000,
  );
  expect(await code('subscribe_symbol', { symbol: 'NO/SUCH' })).toBe('UNKNOWN_SYMBOL');
  for (const params of [
    {},
    null,
    7,
    'x',
    [],
    { symbol: 7 },
    { symbol: '' },
    { symbol: 'x', y: 1 },
  ]) {
    expect(await code('subscribe_symbol', params)).toBe('INVALID');
  }
  expect(await code('constructor', {})).toBe('NOT_FOUND');
  expect(await code('request', { method: 'GET', path: '/nothing' })).toBe('NOT_FOUND');
  expect(await code('request', { method: 'get', path: '/prices/BTC-USDT' })).toBe('ok');
  expect(client.socket.connected).toBe(true);
  client.close();
});

test('requests without an acknowledgement, and events from hell, do not end the service', async () => {
  const client = await SocketClient.connect(server.url, server.token);
  client.socket.emit('subscribe_symbol');
  client.socket.emit('subscribe_symbol', { symbol: 'BTC/USDT' });
  client.socket.emit('__proto__', { a: 1 });
  client.socket.emit('request', JSON.parse('{"__proto__":{"polluted":1},"method":"GET"}'));
  client.socket.emit('get_snapshot', Buffer.alloc(10));
  expect(await client.ask('get_health', {})).toMatchObject({ ok: true });
  client.close();
});

test('fault 57: a client that asks too fast is told when to come back, and put out if it goes on', async () => {
  const client = await SocketClient.connect(server.url, server.token);
  const replies = await Promise.all(Array.from({ length: 80 }, () => client.ask('get_health', {})));
  const refused = replies.filter((reply) => !reply.ok);
  expect(replies.length - refused.length).toBeGreaterThanOrEqual(40);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({
    error: { code: 'RATE_LIMITED', retry_after_ms: expect.any(Number) as number },
  });
  for (let n = 0; n < 300; n++) client.socket.emit('get_health', {});
  await vi.waitFor(() => expect(client.socket.connected).toBe(false), 5000);
});

test('every message of a demo says that it is one', async () => {
  const client = await SocketClient.connect(server.url, server.token);
  await client.ask('subscribe_symbol', { symbol: 'BTC/USDT' });
  await vi.waitFor(() => expect(client.heard.length).toBeGreaterThan(3), 10_000);
  expect(new Set(client.heard.map(({ market }) => market))).toEqual(new Set(['demo']));
  const response = await fetch(`${server.url}/api/v1/health`);
  expect(response.headers.get('x-tickwatch-market')).toBe('demo');
  expect(await response.json()).toMatchObject({ market: 'demo' });
  client.close();
});

test('a venue that is away at the start is said to be, and goes live when it appears', async () => {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const free = (probe.address() as AddressInfo).port;
  await new Promise((done) => probe.close(done));
  const at = `127.0.0.1:${free}`;
  const away = await startHeadless([
    ...['--spot-rest', `http://${at}`, '--spot-ws', `ws://${at}`],
    ...['--data-dir', await tempFolder()],
  ]);
  const health = async (): Promise<unknown> =>
    (await fetch(`${away.url}/api/v1/health`)).json() as Promise<unknown>;
  await vi.waitFor(async () => {
    expect(await health()).toMatchObject({
      status: 'degraded',
      venues: {
        spot: { status: 'offline', reason: expect.stringContaining('ECONNREFUSED') as string },
      },
    });
  }, 5000);
  const client = await SocketClient.connect(away.url, away.token);
  expect(await client.ask('subscribe_symbol', { symbol: 'BTC/USDT' })).toMatchObject({
    error: { code: 'UNAVAILABLE' },
  });
  const market = createSyntheticMarket({ seed: 'late', clock: systemClock });
  const venue = new DemoVenue({ market, clock: systemClock, logger: silentLogger, port: free });
  await venue.start();
  await vi.waitFor(async () => {
    expect(await client.ask('subscribe_symbol', { symbol: 'BTC/USDT' })).toMatchObject({
      ok: true,
    });
    expect(await health()).toMatchObject({ status: 'ok' });
  }, 20_000);
  const states = client.of('connection_status').map(({ data }) => data.status);
  expect(states.at(-1)).toBe('live');
  client.close();
  await away.end();
  await venue.stop();
});
