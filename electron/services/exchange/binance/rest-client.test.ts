import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Timer } from '../../clock';
import { FakeClock } from '../../fake-clock';
import { silentLogger } from '../../logger';
import { SPOT } from './product';
import { RestClient } from './rest-client';
import type { TextFile } from '../../text-file';

const JSON_TYPE = { 'Content-Type': 'application/json;charset=UTF-8' };
const DAY = 24 * 3600 * 1000;

/** Pauses between tries pass at once; the time-out of a request stands still with the clock. */
class PauselessClock extends FakeClock {
  override after(ms: number, run: () => void): Timer {
    const timer = super.after(ms, run);
    if (ms < 5000) setImmediate(() => this.advance(ms));
    return timer;
  }
}

let server: Server;
let answer: RequestListener;
let requests: string[];
let clock: FakeClock;
let client: RestClient;
let resyncs: number;
let banFile: TextFile & { text: string | null };

beforeEach(async () => {
  requests = [];
  resyncs = 0;
  clock = new PauselessClock();
  banFile = {
    text: null,
    read: () => Promise.resolve(banFile.text),
    write: (text) => Promise.resolve(void (banFile.text = text)),
  };
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = newClient();
});

afterEach(async () => {
  client.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function newClient(): RestClient {
  return new RestClient({
    weightOf: SPOT.weightOf,
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clock,
    logger: silentLogger,
    random: () => 1,
    now: () => clock.now(),
    banFile,
    onSkew: () => {
      resyncs++;
      return Promise.resolve();
    },
  });
}

/** Answers one after the other, the last for all that follow. */
function answers(
  ...each: [status: number, body: string, headers?: Record<string, string> | undefined][]
): void {
  answer = (_request, response) => {
    const [status, body, headers = JSON_TYPE] = each[Math.min(requests.length, each.length) - 1]!;
    response.writeHead(status, headers).end(body);
  };
}

type Outcome = { value: number } | { code: string; message: string; detail: string };

/** Reads `{ x }`. */
function read(over: { maxBytes?: number } = {}): Promise<Outcome> {
  return client
    .get({ path: '/api/v3/time', priority: 'user', ...over }, z.object({ x: z.number() }))
    .then(
      ({ x }) => ({ value: x }),
      (error: unknown) => error as Outcome,
    );
}

test('fault 32: trouble of the venue passes unseen when a later try succeeds', async () => {
  answers([500, '{}'], [503, '<html>'], [200, '{"x":1}']);
  expect(await read()).toEqual({ value: 1 });
  expect(requests).toHaveLength(3);
  expect(clock.monotonic()).toBeGreaterThanOrEqual(500 + 1000);
});

test.each([
  ['an error of the venue', [502, '{"code":-1000,"msg":"unknown"}'], /trouble.*502/],
  ['a time-out of the venue', [400, '{"code":-1007,"msg":"Timeout"}'], /trouble/],
  ['half a body', [200, '{"x":'], /makes no sense/],
  ['another type', [200, '{"x":1}', { 'Content-Type': 'text/plain' }], /page instead of data/],
  ['fault 14: a log-in page', [200, '<html>', { 'Content-Type': 'text/html' }], /log-in page/],
] as const)('fault 32: %s is tried three times and then told', async (_name, bad, message) => {
  answers([bad[0], bad[1], bad[2]]);
  expect(await read()).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(message) as string,
  });
  expect(requests).toHaveLength(3);
});

test('fault 32: a body that is cut off is tried again', async () => {
  answer = (_request, response) => {
    if (requests.length > 1) return response.writeHead(200, JSON_TYPE).end('{"x":2}');
    response.writeHead(200, { ...JSON_TYPE, 'Content-Length': '100' }).write('{"x":1');
    return setImmediate(() => response.destroy());
  };
  expect(await read()).toEqual({ value: 2 });
});

test('fault 32: an answer that does not come within ten seconds is given up, three times', async () => {
  answer = () => undefined;
  const failed = expect(
    client.get({ path: '/api/v3/time', priority: 'user' }, z.object({})),
  ).rejects.toMatchObject({ message: expect.stringMatching(/cannot be reached/) as string });
  for (let n = 1; n <= 3; n++) {
    await vi.waitFor(() => expect(requests).toHaveLength(n));
    clock.advance(9999);
    expect(requests).toHaveLength(n);
    clock.advance(1);
  }
  await failed;
  expect(clock.pending).toBe(0);
});

test.each([
  ['seconds', '7', 7000],
  ['0', '0', 1000],
  ['nothing', undefined, 60_000],
  ['a word', 'soon', 60_000],
  ['a negative number', '-5', 60_000],
  ['a century', '3153600000', 3 * DAY],
  ['a date', new Date(new FakeClock().now() + 90_000).toUTCString(), 90_000],
])(
  'fault 29: 429 with %s as Retry-After is obeyed, and nothing is asked before',
  async (_name, retryAfter, blockMs) => {
    answers(
      [429, '{"code":-1003,"msg":"Too many"}', { 'Retry-After': retryAfter ?? '', ...JSON_TYPE }],
      [200, '{"x":3}'],
    );
    expect(await read()).toMatchObject({ code: 'UNAVAILABLE' });
    expect(client.governor.unavailableUntil).toBe(clock.now() + blockMs);
    clock.advance(blockMs - 1);
    expect(await read()).toMatchObject({ message: expect.stringMatching(/pause until/) as string });
    expect(requests).toHaveLength(1);
    clock.advance(1);
    expect(await read()).toEqual({ value: 3 });
  },
);

test('fault 30: a ban is kept until its end, also by the next run, whatever its record says', async () => {
  const until = clock.now() + 600_000;
  answers(
    [418, `{"code":-1003,"msg":"Way too many; IP banned until ${until}."}`],
    [200, '{"x":4}'],
  );
  expect(await read()).toMatchObject({ message: expect.stringMatching(/banned.*418/) as string });
  await vi.waitFor(() => expect(banFile.text).toContain(String(until)));
  client = newClient();
  expect(await read()).toMatchObject({ message: expect.stringMatching(/pause until/) as string });
  expect(requests).toHaveLength(1);
  clock.advance(600_000);
  expect(await read()).toEqual({ value: 4 });
  // A record of an older version, which does not say how long the ban was.
  banFile.text = banFile.text!.replace(/\d{13}/, '9999999999999').replace(/,"ms":\d+/, '');
  client = newClient();
  await read();
  expect(client.governor.unavailableUntil).toBe(clock.now() + 3 * DAY);
});

test.each(['', 'null', '{"host":5}', '{"host":"elsewhere.test","until":9999999999999}'])(
  'fault 30: a record of a ban that says %j bans nobody',
  async (text) => {
    banFile.text = text;
    answers([200, '{"x":5}']);
    expect(await read()).toEqual({ value: 5 });
  },
);

test('fault 31: a location that is not served is told once, with the venues to choose from', async () => {
  answers([451, '{"code":0,"msg":"Service unavailable from a restricted location"}']);
  const message = /451.*--spot-rest.*data-api\.binance\.vision.*binance\.us/i;
  expect(await read()).toMatchObject({ message: expect.stringMatching(message) as string });
  expect(requests).toHaveLength(1);
});

test('fault 31: after a refusal by the firewall the host is left alone for a minute', async () => {
  answers([403, '<html>'], [200, '{"x":6}']);
  expect(await read()).toMatchObject({ message: expect.stringMatching(/403/) as string });
  expect(client.governor.unavailableUntil).toBe(clock.now() + 60_000);
  clock.advance(60_000);
  expect(await read()).toEqual({ value: 6 });
});

test('fault 33: a clock that differs is measured anew once, then the refusal is told', async () => {
  answers([400, '{"code":-1021,"msg":"Timestamp outside recvWindow"}']);
  expect(await read()).toMatchObject({ detail: expect.stringContaining('-1021') as string });
  expect(resyncs).toBe(1);
  expect(requests).toHaveLength(2);
});

test('fault 27: a symbol the venue does not know is named as such and not tried again', async () => {
  answers([400, '{"code":-1121,"msg":"Invalid symbol."}']);
  expect(await read()).toMatchObject({ code: 'UNKNOWN_SYMBOL' });
  expect(requests).toHaveLength(1);
});

test('a redirect is refused and not followed', async () => {
  answers([302, '', { Location: '/elsewhere' }]);
  expect(await read()).toMatchObject({ message: expect.stringMatching(/elsewhere/) as string });
  expect(requests).toHaveLength(1);
});

test('an answer beyond its bound is given up, also when it comes packed', async () => {
  const body = gzipSync(`{"x":1,"y":"${'y'.repeat(100_000)}"}`);
  answer = (_request, response) =>
    response.writeHead(200, { ...JSON_TYPE, 'Content-Encoding': 'gzip' }).end(body);
  expect(body.byteLength).toBeLessThan(1000);
  expect(await read({ maxBytes: 100_000 })).toMatchObject({
    message: expect.stringMatching(/far more/) as string,
  });
  expect(await read({ maxBytes: 101_000 })).toEqual({ value: 1 });
});

test('the weight the venue has counted is read back, with other programs’ in it', async () => {
  answers([200, '{"x":7}', { ...JSON_TYPE, 'X-MBX-USED-WEIGHT-1M': '4711' }]);
  await read();
  expect(client.governor.used).toBe(4711);
});

test('a host that is away is told after three tries', async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(await read()).toMatchObject({
    message: expect.stringMatching(/cannot be reached/) as string,
    detail: expect.stringMatching(/ECONNREFUSED/) as string,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

test('a stop ends the pause between two tries, and nothing is asked after it', async () => {
  clock = new FakeClock();
  client = newClient();
  answer = (_request, response) => response.writeHead(500).end();
  const asked = read();
  await vi.waitFor(() => expect(client.counts.faults).toEqual({ http_500: 1 }));
  client.stop();
  expect(await asked).toMatchObject({ message: 'Tickwatch is stopping' });
  expect(requests).toHaveLength(1);
  expect(clock.pending).toBe(0);
});

test('an answer may begin with a byte order mark', async () => {
  answers([200, '\uFEFF{"serverTime":7}']);
  const asked = client.get({ path: '/x', priority: 'user' }, z.object({ serverTime: z.number() }));
  expect(await asked).toEqual({ serverTime: 7 });
});

test.each([200, 400])('a ban that is told with HTTP status %i is obeyed as one', async (status) => {
  const until = clock.now() + 600_000;
  const msg = `Way too much request weight used; IP banned until ${until}. Please use WebSocket.`;
  answers([status, JSON.stringify({ code: -1003, msg })]);
  const ask = () => client.get({ path: '/x', priority: 'user' }, z.unknown());
  await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(client.pause?.until).toBe(until);
  await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(requests).toHaveLength(1);
});
