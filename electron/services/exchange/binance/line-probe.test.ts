import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { lineProbe, type LineState } from './line-probe';
import { selfSigned } from './self-signed-certificate';

const clock = new FakeClock();
const lines = new Set<Socket>();
let server: Server | null = null;

afterEach(async () => {
  for (const line of lines) line.destroy();
  lines.clear();
  const last = server;
  server = null;
  if (last?.listening) await new Promise((resolve) => last.close(resolve));
  expect(clock.pending).toBe(0);
});

async function listen(fresh: Server): Promise<string> {
  server = fresh;
  fresh.on('connection', (line: Socket) => lines.add(line));
  await new Promise<void>((resolve) => fresh.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(fresh.address() as AddressInfo).port}`;
}

/** What a look finds; time goes on while the sockets have their turns. */
async function look(base: string, asks = false): Promise<LineState> {
  const found: LineState[] = [];
  lineProbe(clock)({ base, asks }, (state) => found.push(state));
  while (found.length === 0) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1);
  }
  return found[0]!;
}

test('nobody at the port is a closed line', async () => {
  const address = await listen(createServer());
  await new Promise((resolve) => server?.close(resolve));
  expect(await look(`ws://${address}`)).toBe('closed');
});

test('a line that is taken only to be dropped is closed', async () => {
  const address = await listen(createServer((line) => line.destroy()));
  expect(await look(`ws://${address}`)).toBe('closed');
});

test('a line that is kept is open, and when asked only one that answers is more', async () => {
  const address = await listen(createServer());
  expect(await look(`ws://${address}`)).toBe('open');
  expect(await look(`ws://${address}`, true)).toBe('open');
});

test('a server that answers is found to when asked, and is asked nothing otherwise', async () => {
  const asked: unknown[] = [];
  const web = createHttpServer((request, response) => {
    asked.push(request.method, request.url, request.headers.upgrade);
    response.writeHead(404).end();
  });
  const address = await listen(web);
  expect(await look(`ws://${address}`)).toBe('open');
  expect(asked).toEqual([]);
  expect(await look(`ws://${address}`, true)).toBe('answering');
  expect(asked).toEqual(['HEAD', '/', undefined]);
});

test('an encrypted line to somebody else does not pass for the venue', async () => {
  const now = Date.now();
  const address = await listen(createHttpsServer(selfSigned(now - 1000, now + 3_600_000)));
  expect(await look(`wss://${address}`)).toBe('closed');
});

test('an encrypted line that nobody secures does not count as open', async () => {
  const address = await listen(createServer());
  expect(await look(`wss://${address}`)).toBe('closed');
});

test('a look that is given up says nothing and leaves nothing', async () => {
  const address = await listen(createServer());
  let told = 0;
  lineProbe(clock)({ base: `ws://${address}`, asks: false }, () => told++)();
  clock.advance(5000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toBe(0);
});
