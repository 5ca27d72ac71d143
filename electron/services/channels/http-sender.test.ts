import { createServer as createSecureServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { selfSigned } from '../exchange/binance/self-signed-certificate';
import { FakeClock } from '../fake-clock';
import { silentLogger } from '../logger';
import { isAllowedAddress } from './address-guard';
import { StandIn } from './channel-harness';
import { HttpSender } from './http-sender';

const DAY_MS = 86_400_000;
const clock = new FakeClock();
const never = new AbortController().signal;
let standIn: StandIn;

beforeEach(async () => {
  standIn = await StandIn.open();
});
afterEach(() => standIn.close());

function send(
  address: string,
  { allowsPrivate = true, resolve = (_host: string) => Promise.resolve(['127.0.0.1']) } = {},
  signal = never,
) {
  const sender = new HttpSender({ clock, logger: silentLogger, version: '1.2.3', resolve });
  const request = {
    method: 'POST',
    url: new URL(address),
    body: '{"a":1}',
    allowsPrivate,
  } as const;
  return sender.send(request, signal);
}

test.each([
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254'],
  ...['172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1', '192.168.1.1', '198.18.0.1'],
  ...['198.51.100.1', '203.0.113.7', '224.0.0.1', '239.255.255.250', '240.0.0.1'],
  ...['255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:8.8.8.8'],
  ...['::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::a00:1', 'fc00::1', 'fd00:ec2::254'],
  ...['fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::'],
  ...['100::1', '5f00::1', 'nonsense', ''],
])('no message goes to %s unless it is allowed', (address) => {
  expect(isAllowedAddress(address, false)).toBe(false);
});

test.each(['8.8.8.8', '149.154.167.220', '2606:4700::1', '2a00:1450:4001::1'])(
  'a message may go to %s',
  (address) => {
    expect(isAllowedAddress(address, false)).toBe(true);
  },
);

test('what the trader allows is the own network; link-local and group addresses stay closed', () => {
  const own = ['127.0.0.1', '10.0.0.1', '192.168.1.1', '100.64.0.1', '::1', 'fd12::1'];
  expect(own.filter((address) => isAllowedAddress(address, true))).toEqual(own);
  const closed = ['169.254.169.254', 'fe80::1', '224.0.0.1', '0.0.0.0', '255.255.255.255', '::'];
  expect(closed.filter((address) => isAllowedAddress(address, true))).toEqual([]);
});

test.each([
  ...['https://127.0.0.1/', 'https://0x7f.1/', 'https://2130706433/', 'https://0177.0.0.1/'],
  ...['https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://[64:ff9b::7f00:1]/'],
  ...['https://169.254.169.254/latest/meta-data', 'https://[fd00:ec2::254]/', 'https://0/'],
])('%s is refused for good, however it is written', async (address) => {
  const outcome = await send(address, { allowsPrivate: false });
  expect(outcome).toMatchObject({ kind: 'failed', isPermanent: true });
  expect(JSON.stringify(outcome)).toContain('only private addresses');
});

test('a name whose addresses are private is refused, and nothing is connected', async () => {
  const { port } = new URL(standIn.url);
  const outcome = await send(`https://inside.example:${port}/`, { allowsPrivate: false });
  expect(outcome).toEqual({
    kind: 'failed',
    reason: `inside.example:${port} has only private addresses, which are not allowed for it`,
    // The log-in page of a network gives every name a private address for a while.
    isPermanent: false,
    retryAfterMs: null,
  });
  expect(standIn.received).toEqual([]);
});

test('a name is resolved once, so one that changes its mind gains nothing', async () => {
  const { port } = new URL(standIn.url);
  const answers = [['127.0.0.1'], ['169.254.169.254']];
  let asked = 0;
  const resolve = () => Promise.resolve(answers[asked++] ?? []);
  expect(await send(`http://rebind.example:${port}/x`, { resolve })).toMatchObject({ status: 200 });
  expect(asked).toBe(1);
  expect(standIn.received[0]?.headers.host).toBe(`rebind.example:${port}`);
  const second = await send(`http://rebind.example:${port}/x`, { resolve });
  expect(second).toMatchObject({ kind: 'failed' });
  expect(standIn.received).toHaveLength(1);
});

test('of several addresses only those are used that may be', async () => {
  const { port } = new URL(standIn.url);
  const resolve = () => Promise.resolve(['169.254.169.254', '127.0.0.1']);
  expect(await send(`http://both.example:${port}/`, { resolve })).toMatchObject({ status: 200 });
});

test('plain http is refused where private addresses are not allowed', async () => {
  expect(await send('http://public.example/', { allowsPrivate: false })).toMatchObject({
    isPermanent: true,
    reason: expect.stringContaining('https only') as string,
  });
});

test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
  const inside = await StandIn.open();
  standIn.answer = (response) => response.writeHead(status, { Location: inside.url }).end();
  const outcome = await send(`${standIn.url}/path-is-secret`);
  expect(outcome).toEqual({
    kind: 'failed',
    reason: `${standIn.host} sends elsewhere (${status} to ${inside.host}); give the final address instead`,
    isPermanent: true,
    retryAfterMs: null,
  });
  expect(inside.received).toEqual([]);
  await inside.close();
});

test('a far side that is down is named, and may be tried again', async () => {
  await standIn.close();
  const gone = standIn;
  standIn = await StandIn.open();
  const outcome = await send('http://down.example:1/secret-path');
  expect(outcome).toMatchObject({ kind: 'failed', isPermanent: false });
  expect(outcome).toMatchObject({ reason: 'down.example:1 cannot be reached' });
  expect(gone.received).toEqual([]);
});

test('an answer that does not come is waited for ten seconds', async () => {
  standIn.answer = () => undefined;
  const arrived = standIn.next();
  const outcome = send(standIn.url);
  await arrived;
  clock.advance(9_999);
  expect(clock.pending).toBe(1);
  clock.advance(1);
  expect(await outcome).toMatchObject({
    kind: 'failed',
    reason: `${standIn.host} gave no answer within 10 s`,
    isPermanent: false,
  });
  expect(clock.pending).toBe(0);
});

test('a name server that never answers is waited for no longer', async () => {
  const outcome = send('http://slow.example/', { resolve: () => new Promise(() => undefined) });
  clock.advance(10_000);
  expect(await outcome).toMatchObject({ reason: 'slow.example gave no answer within 10 s' });
});

test('whoever does not want to wait any more does not have to', async () => {
  standIn.answer = () => undefined;
  const arrived = standIn.next();
  const stopping = new AbortController();
  const outcome = send(standIn.url, {}, stopping.signal);
  await arrived;
  stopping.abort();
  expect(await outcome).toMatchObject({ kind: 'failed', isPermanent: false });
  expect(await send(standIn.url, {}, stopping.signal)).toMatchObject({ kind: 'failed' });
  expect(standIn.received).toHaveLength(1);
  expect(clock.pending).toBe(0);
});

test('of an answer that breaks off its head counts, and it is known to be half', async () => {
  standIn.answer = (response) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('{"id":', () => response.destroy());
  };
  expect(await send(standIn.url)).toMatchObject({ status: 200, isWhole: false, text: '{"id":' });
});

test('of an answer without end no more than 64 KiB are read', async () => {
  standIn.answer = (response) => {
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', more);
    more();
  };
  const outcome = await send(standIn.url);
  expect(outcome).toMatchObject({ status: 200, isWhole: false });
  expect('text' in outcome && outcome.text.length).toBeLessThanOrEqual(65_536);
});

test('a certificate that nobody vouches for is not trusted, private address or not', async () => {
  const received: string[] = [];
  const server = createSecureServer(
    selfSigned(Date.now() - DAY_MS, Date.now() + DAY_MS),
    (request, response) => {
      received.push(request.url ?? '');
      response.end('{}');
    },
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  const outcome = await send(`https://own.example:${port}/secret-path`);
  expect(outcome).toMatchObject({
    kind: 'failed',
    isPermanent: false,
    reason: expect.stringContaining(`own.example:${port} shows a certificate`) as string,
  });
  expect(JSON.stringify(outcome)).not.toContain('secret-path');
  expect(received).toEqual([]);
  await new Promise((done) => server.close(done));
});

test('what is no HTTP is a failure like any other', async () => {
  const lines: Socket[] = [];
  const server = createServer((line) => {
    lines.push(line);
    line.end('SSH-2.0-OpenSSH\r\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({
    kind: 'failed',
    isPermanent: false,
  });
  for (const line of lines) line.destroy();
  await new Promise((done) => server.close(done));
});

test('a proxy named in the environment is not asked', async () => {
  process.env['http_proxy'] = process.env['HTTP_PROXY'] = 'http://127.0.0.1:1';
  try {
    expect(await send(standIn.url)).toMatchObject({ status: 200 });
  } finally {
    delete process.env['http_proxy'];
    delete process.env['HTTP_PROXY'];
  }
  expect(standIn.received[0]?.headers['user-agent']).toBe('Tickwatch/1.2.3');
});
