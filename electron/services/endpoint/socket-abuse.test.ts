import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Limits } from '../config';
import { FakeClock } from '../fake-clock';
import { EndpointHarness } from './endpoint-harness';

/** Bytes of the WebSocket protocol that a client library would not send. */
const fragment = (opcode: number, text: string): Buffer =>
  Buffer.concat([Buffer.from([opcode, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);

const patient = { timeout: 15_000 };
const LIMITS: Limits = { maxClients: 2, maxSubscriptions: 10, rate: 1000, burst: 1000 };
const STRANGERS = 20;
const ends: (() => void)[] = [];
let service: EndpointHarness;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  service = await EndpointHarness.open({ clock, limits: LIMITS, maxStrangers: STRANGERS });
});
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await service.close();
});

/** A client by WebSocket; let in unless it is to stay a stranger. */
async function open(isStranger = false): Promise<WebSocket> {
  const at = `${service.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(at, { perMessageDeflate: false }).on('error', () => undefined);
  ends.push(() => socket.terminate());
  await once(socket, 'message');
  if (isStranger) return socket;
  socket.send(`40${JSON.stringify({ token: await service.token() })}`);
  await once(socket, 'message');
  return socket;
}

/** The raw connection under a WebSocket. */
const wireOf = (socket: WebSocket) =>
  (socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket;

/** Whether a question of a client is still answered. */
async function answers(socket: WebSocket): Promise<boolean> {
  socket.send('427["get_health",{}]');
  const [data] = (await once(socket, 'message')) as [Buffer];
  return data.toString().startsWith('437[');
}

const ended = (socket: WebSocket) =>
  vi.waitFor(() => expect(socket.readyState).toBe(WebSocket.CLOSED), patient);

const refusals = () => Object.fromEntries(service.traffic.refusals.entries());

test.each([
  ['pings of WebSocket', (socket: WebSocket) => socket.ping('x'.repeat(100))],
  ['pongs of WebSocket', (socket: WebSocket) => socket.pong()],
  ['signs of life', (socket: WebSocket) => socket.send('3')],
  ['entries to other namespaces', (socket: WebSocket) => socket.send('40/admin,{}')],
  ['answers to nothing', (socket: WebSocket) => socket.send('437[1]')],
])('a flood of %s ends the connection, and nobody else hears of it', async (_name, send) => {
  const [rude, other] = [await open(), await open()];
  for (let n = 0; n < 600; n++) send(rude);
  await ended(rude);
  expect(refusals()).toMatchObject({ odd_packets: 1 });
  expect(await answers(other)).toBe(true);
});

test('a client that pings now and then stays', async () => {
  const polite = await open();
  for (let n = 0; n < 100; n++) polite.ping();
  expect(await answers(polite)).toBe(true);
  expect(refusals()).toEqual({});
});

test('a stranger that keeps knocking is shown the door', async () => {
  const stranger = await open(true);
  for (let n = 0; n < 600; n++) stranger.send('40{"token":7}');
  await ended(stranger);
});

test('a message in parts that never ends is cut off at the size of a message', async () => {
  const socket = await open();
  const wire = wireOf(socket);
  wire.write(fragment(0x01, '42["x"'));
  for (let n = 0; n < 700; n++) wire.write(fragment(0x00, 'x'.repeat(100)));
  await ended(socket);
});

test('bytes that are announced and never sent leave the rest of the service as it was', async () => {
  const [rude, other] = [await open(), await open()];
  rude.send('451-1["get_health",{"_placeholder":true,"num":0}]');
  expect(await answers(other)).toBe(true);
  rude.send('427["get_health",{}]');
  await ended(rude);
});

test('compressed frames are refused, since nobody agreed on them', async () => {
  const socket = await open();
  const frame = fragment(0xc1, '42["get_health",{}]');
  wireOf(socket).write(frame);
  await ended(socket);
});

test.each(['99999999999999999999', '1e3', '-1', '0x10', '__proto__'])(
  'a number of an answer as strange as %s harms nobody',
  async (id) => {
    const [rude, other] = [await open(), await open()];
    rude.send(`42${id}["get_health",{}]`);
    expect(await answers(other)).toBe(true);
  },
);

test('sessions by long-polling that are opened and left fill no memory, and end by themselves', async () => {
  const at = `${service.url}/socket.io/?EIO=4&transport=polling`;
  const statuses: number[] = [];
  for (let n = 0; n < 30; n++) statuses.push((await fetch(at)).status);
  expect(statuses.indexOf(403)).toBe(STRANGERS);
  expect(refusals()).toEqual({ connections: 10 });
  clock.advance(6000);
  expect((await fetch(at)).status).toBe(200);
});

test('a message over 64 KiB ends its connection and is counted, by WebSocket and by long-polling', async () => {
  const socket = await open();
  socket.send(`42["get_health",{"x":"${'x'.repeat(65_536)}"}]`);
  await ended(socket);
  await vi.waitFor(() => expect(refusals()).toEqual({ too_long: 1 }), patient);
  const at = `${service.url}/socket.io/?EIO=4&transport=polling`;
  const [, opened = ''] = /^0(.*)$/.exec(await (await fetch(at)).text()) ?? [];
  const { sid } = JSON.parse(opened) as { sid: string };
  const body = '4'.padEnd(70_000, 'x');
  const headers = { 'Content-Type': 'text/plain;charset=UTF-8' };
  const { status } = await fetch(`${at}&sid=${sid}`, { method: 'POST', body, headers });
  expect(status).toBe(413);
  await vi.waitFor(() => expect(refusals()).toEqual({ too_long: 2 }), patient);
});

test.each([
  ['a foreign page', { Origin: 'http://evil.example' }],
  ['a page without an origin', { Origin: 'null' }],
  ['a rebound name', { Host: 'evil.example' }],
])(
  '%s gets nothing of a session that is open, by long-polling or upgrade',
  async (_who, headers) => {
    const at = `${service.url}/socket.io/?EIO=4&transport=`;
    const opened = await (await fetch(`${at}polling`)).text();
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
    const token = await service.token();
    const ask = (method: string, body: string, sent: Record<string, string>): Promise<number> =>
      new Promise((done, fail) => {
        const options = { method, headers: { 'Content-Type': 'text/plain', ...sent } };
        const outgoing = request(`${at}polling&sid=${sid}`, options, (answer) => {
          answer.resume().once('end', () => done(answer.statusCode ?? 0));
        });
        outgoing.once('error', fail).end(body);
      });
    expect(await ask('POST', `40${JSON.stringify({ token })}`, headers)).toBe(400);
    expect(await ask('GET', '', headers)).toBe(400);
    const upgrade = new WebSocket(`${at.replace('http', 'ws')}websocket&sid=${sid}`, { headers });
    ends.push(() => upgrade.terminate());
    const [error] = (await once(upgrade, 'error')) as [Error];
    expect(error.message).toMatch(/400/);
    // The session itself goes on for its own client.
    expect(await ask('POST', `40${JSON.stringify({ token })}`, {})).toBe(200);
    expect(await ask('GET', '', {})).toBe(200);
  },
);
