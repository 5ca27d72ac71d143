import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../clock';
import { silentLogger } from '../../logger';
import { ConnectBudget } from './connect-budget';
import { StreamPool } from './stream-pool';
import { VENUE_RULES } from './venue-rules';

const BLOCKED_MS = 5000;
/** Well below the blockage, so that a hasty judge would find the connection dead. */
const LIMIT_MS = 3000;

/** A venue in a thread of its own, which goes on while the test's thread stands still. */
const VENUE = `
  const { parentPort } = require('node:worker_threads');
  const { WebSocketServer } = require('ws');
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('listening', () => parentPort.postMessage(server.address().port));
  server.on('connection', (socket) => {
    let id = 0;
    const sending = setInterval(() => socket.send('{"stream":"s","data":{"a":' + ++id + '}}'), 20);
    socket.on('close', () => clearInterval(sending));
    socket.on('message', (data) => socket.send(JSON.stringify({ result: null, id: JSON.parse(data).id })));
  });
`;

let worker: Worker;
let pool: StreamPool;
let ids: number[];
let isBeyond: (id: number) => Promise<void>;

beforeEach(async () => {
  worker = new Worker(VENUE, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  ids = [];
  let seen: () => void = () => undefined;
  isBeyond = (id) =>
    new Promise((resolve) => {
      seen = () => {
        if ((ids.at(-1) ?? 0) > id) resolve();
      };
    });
  pool = new StreamPool({
    base: `ws://127.0.0.1:${port}`,
    rules: { ...VENUE_RULES.spot, silenceLimitMs: LIMIT_MS, dataLimitMs: LIMIT_MS },
    clock: systemClock,
    logger: silentLogger,
    random: () => 0.5,
    budget: new ConnectBudget(systemClock),
    onFrame: (bytes) => {
      ids.push(Number(/"a":(\d+)/.exec(bytes.toString())?.[1]));
      seen();
    },
    onState: () => undefined,
  });
});

afterEach(async () => {
  pool.stop();
  await worker.terminate();
});

test('fault 50: an event loop blocked for 5 s costs neither the connection nor a frame', async () => {
  pool.start();
  await isBeyond(50);
  await new Promise<void>((resolve) => {
    // Blocked in a timer, so that other timers come before any socket is read.
    setTimeout(() => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS);
      resolve();
    }, 0);
  });
  await isBeyond(350);
  expect(pool.stats()).toMatchObject({ attempts: 1, reconnects: 0, drops: {} });
  expect(ids).toEqual(ids.map((_, at) => at + 1));
}, 20_000);
