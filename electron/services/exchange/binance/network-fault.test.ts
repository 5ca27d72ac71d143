import { spawn, type ChildProcess } from 'node:child_process';
import dns from 'node:dns';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { systemClock } from '../../clock';
import { silentLogger } from '../../logger';
import { networkFaultOf } from '../../network-fault';
import { SPOT } from './product';
import { RestClient } from './rest-client';
import { selfSigned } from './self-signed-certificate';
import { connectSocket } from './stream-socket';

const DAY = 24 * 3600 * 1000;

let server: Server | null = null;
let blackHole: ChildProcess | null = null;
const lines = new Set<Socket>();

afterEach(async () => {
  vi.restoreAllMocks();
  for (const line of lines) line.destroy();
  lines.clear();
  blackHole?.kill('SIGKILL');
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = blackHole = null;
});

async function listen(fresh: Server, port = 0): Promise<number> {
  server = fresh;
  fresh.on('connection', (line: Socket) => lines.add(line));
  await new Promise<void>((resolve) => fresh.listen(port, '127.0.0.1', resolve));
  return (fresh.address() as AddressInfo).port;
}

/** What becomes of a connection attempt. */
function attempt(url: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectSocket(url, {
      opened: () => {
        resolve('opened');
        socket.terminate();
      },
      text: () => undefined,
      binary: () => undefined,
      pinged: () => undefined,
      closed: ({ cause, reason }) => resolve(`${cause}: ${reason}`),
    });
  });
}

/** What becomes of a request. */
async function ask(base: string): Promise<string> {
  const client = new RestClient({
    base,
    clock: systemClock,
    logger: silentLogger,
    random: () => 0,
    now: () => systemClock.now(),
    weightOf: SPOT.weightOf,
    onSkew: () => Promise.resolve(),
  });
  try {
    await client.get({ path: '/', priority: 'user' }, z.object({}));
    return 'answered';
  } catch (error) {
    return (error as Error).message;
  } finally {
    client.stop();
  }
}

/** Lets every name have these addresses, or none. */
function resolveTo(...addresses: readonly dns.LookupAddress[]): void {
  const lookup = (_name: string, _options: unknown, tell: (...args: unknown[]) => void): void => {
    const error = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    setImmediate(() => (addresses.length === 0 ? tell(error) : tell(null, addresses)));
  };
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
}

test('fault 14: a name that is not found speaks of the internet connection', async () => {
  resolveTo();
  const message = /^.*is not found \(no internet connection\?\)/;
  expect(await attempt('ws://venue.test:65000')).toMatch(message);
  expect(await attempt('ws://venue.test:65000')).toMatch(/^unreachable/);
  expect(await ask('http://venue.test:65000')).toMatch(message);
});

test('fault 14: a page in place of the venue speaks of the network’s log-in', async () => {
  const page = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Log in</html>');
  });
  const port = await listen(page);
  expect(await attempt(`ws://127.0.0.1:${port}`)).toMatch(/^refused: .*sign-in page/);
  expect(await ask(`http://127.0.0.1:${port}`)).toMatch(/network log-in page/);
});

test('fault 14: an address that is somebody else’s does not pass for the venue', async () => {
  const port = await listen(net.createServer((line) => line.end('SSH-2.0-OpenSSH\r\n')));
  expect(await attempt(`ws://127.0.0.1:${port}`)).toMatch(/^unreachable: .*cannot be reached/);
  expect(await ask(`http://127.0.0.1:${port}`)).toMatch(/cannot be reached/);
});

test.each([
  ['of its own making', -DAY, DAY],
  ['that has expired', -2 * DAY, -DAY],
])('fault 15: a certificate %s is refused and said to be', async (_name, from, to) => {
  const now = Date.now();
  const secure = createSecureServer(selfSigned(now + from, now + to), (_request, response) =>
    response.end('{}'),
  );
  new WebSocketServer({ server: secure });
  const port = await listen(secure);
  const message = /shows a certificate that cannot be trusted/;
  expect(await attempt(`wss://127.0.0.1:${port}`)).toMatch(message);
  expect(await attempt(`wss://127.0.0.1:${port}`)).toMatch(/^untrusted/);
  expect(await ask(`https://127.0.0.1:${port}`)).toMatch(message);
});

test.each(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'])(
  'fault 15: %s is told from a line that fails, also inside another error',
  (code) => {
    const cause = Object.assign(new Error('certificate'), { code });
    expect(networkFaultOf(cause).kind).toBe('untrusted');
    expect(networkFaultOf(new TypeError('fetch failed', { cause })).kind).toBe('untrusted');
    expect(networkFaultOf(new AggregateError([cause])).kind).toBe('untrusted');
  },
);

test('fault 16: an IPv6 address that swallows everything costs less than two seconds', async () => {
  const venue = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json').end('{}');
  });
  new WebSocketServer({ server: venue });
  const port = await listen(venue);
  await dig(port);
  resolveTo({ address: '::1', family: 6 }, { address: '127.0.0.1', family: 4 });
  const giveUp = new Promise<string>((resolve) => setTimeout(resolve, 2000, 'too late'));
  const both = [attempt(`ws://venue.test:${port}`), ask(`http://venue.test:${port}`)];
  expect(await Promise.race([giveUp, Promise.all(both)])).toEqual(['opened', 'answered']);
});

/** Makes `::1` take no more connections and refuse none: its queue is full, and nobody serves it. */
async function dig(port: number): Promise<void> {
  const program =
    `require('net').createServer().listen({ port: ${port}, host: '::1', backlog: 1 }, () => {` +
    `require('fs').writeSync(1, 'deep'); ` +
    `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); })`;
  blackHole = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(blackHole.stdout!, 'data');
  const fillers = Array.from({ length: 8 }, () => net.connect(port, '::1'));
  for (const line of fillers) lines.add(line.on('error', () => undefined));
  await once(fillers[0]!, 'connect');
}
