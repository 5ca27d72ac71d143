import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Timer } from '../../clock';
import { FakeClock } from '../../fake-clock';
import { silentLogger } from '../../logger';
import { SPOT } from './product';
import { RestClient } from './rest-client';

/** Pauses between tries pass at once. */
class PauselessClock extends FakeClock {
  override after(ms: number, run: () => void): Timer {
    const timer = super.after(ms, run);
    if (ms < 5000) setImmediate(() => this.advance(ms));
    return timer;
  }
}

type Answer = { readonly status: number; readonly body?: string } | 'cut';

/** Addresses of one market, in order: the first, its equal, the one for market data. */
const NAMES = ['first', 'equal', 'data'] as const;
let answers: Record<(typeof NAMES)[number], Answer>;
let asked: string[];
let servers: Server[];
let clock: FakeClock;
let client: RestClient;

beforeEach(async () => {
  asked = [];
  clock = new PauselessClock();
  answers = { first: { status: 200 }, equal: { status: 200 }, data: { status: 200 } };
  servers = NAMES.map((name) => createServer(listenerOf(name)));
  const bases = await Promise.all(servers.map(baseOf));
  client = new RestClient({
    base: bases[0]!,
    alternates: { equals: [bases[1]!], dataOnly: bases[2]! },
    clock,
    logger: silentLogger,
    random: () => 1,
    now: () => clock.now(),
    weightOf: SPOT.weightOf,
    onSkew: () => Promise.resolve(),
  });
});

afterEach(async () => {
  client.stop();
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

function listenerOf(name: (typeof NAMES)[number]): RequestListener {
  return (request, response) => {
    asked.push(name);
    const answer = answers[name];
    if (answer === 'cut') {
      request.socket.resetAndDestroy();
      return;
    }
    const { status, body = '{"x":1}' } = answer;
    const headers = { 'Content-Type': 'application/json', 'Retry-After': '60' };
    response.writeHead(status, headers).end(body);
  };
}

async function baseOf(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function read(): Promise<unknown> {
  const request = { path: '/api/v3/time', priority: 'user' } as const;
  return client.get(request, z.object({ x: z.number() })).then(
    ({ x }) => x,
    (error: unknown) => (error as Error).message,
  );
}

test('fault 6: an address that breaks off is followed by the next, which is stayed with', async () => {
  answers.first = 'cut';
  expect(await read()).toBe(1);
  expect(await read()).toBe(1);
  expect(asked).toEqual(['first', 'equal', 'equal']);
});

test('fault 32: an address out of order is followed by the next', async () => {
  answers.first = { status: 503 };
  answers.equal = { status: 502 };
  expect(await read()).toBe(1);
  expect(asked).toEqual(['first', 'equal', 'data']);
});

test('the first address is asked again when that is asked for', async () => {
  answers.first = 'cut';
  await read();
  client.retry();
  answers.first = { status: 200 };
  expect(await read()).toBe(1);
  expect(asked).toEqual(['first', 'equal', 'first']);
});

test('fault 31: a location that is not served is served by the host for market data', async () => {
  answers.first = { status: 451 };
  answers.equal = { status: 451 };
  expect(await read()).toBe(1);
  expect(await read()).toBe(1);
  expect(asked).toEqual(['first', 'data', 'data']);
});

test('fault 31: a location that nobody serves is asked for every ten minutes, and on a retry', async () => {
  answers.first = answers.data = { status: 451 };
  const again = new Date(clock.now() + 600_000).toISOString();
  expect(await read()).toMatch(`It is asked again at ${again}`);
  expect(await read()).toMatch(/does not serve this location \(451\).*--spot-rest/);
  expect(asked).toEqual(['first', 'data']);
  expect(client.pause).toMatchObject({ until: Date.parse(again) });
  clock.advance(600_000);
  expect(client.pause).toBeNull();
  await read();
  expect(asked).toEqual(['first', 'data', 'first', 'data']);
  answers.first = { status: 200 };
  client.retry();
  expect(await read()).toBe(1);
});

test.each([403, 418, 429])('fault 29: a refusal by %i holds for every address', async (status) => {
  answers.first = { status };
  const until = clock.now() + 60_000;
  await read();
  expect(await read()).toMatch(/pause until/);
  expect(client.pause).toMatchObject({ until });
  expect(asked).toEqual(['first']);
  answers.first = { status: 200 };
  clock.advance(60_000);
  expect(await read()).toBe(1);
  expect(asked).toEqual(['first', 'first']);
});

test('weight is counted over all addresses together', async () => {
  answers.first = 'cut';
  await read();
  expect(client.governor.used).toBe(2);
});
