// The product's endpoint in a process of its own, whole but for what it answers: it publishes what it
// is told to. usage: node --expose-gc fanout-server.js MAX_CLIENTS
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock } from '../../electron/services/clock';
import type { Dispatch } from '../../electron/services/dispatch';
import { Auth } from '../../electron/services/endpoint/auth';
import { Endpoint } from '../../electron/services/endpoint/endpoint';
import { openEvents } from '../../electron/services/endpoint/open-events';
import { silentLogger } from '../../electron/services/logger';
import { EVERYONE, priceRoom } from '../../shared/protocol/rooms';
import { sharedMicros, SYMBOLS, type ServerOrder, type ServerReport } from './orders';

const HOUR_MS = 3_600_000;
const NOW = '2026-01-01T00:00:00.000Z';
/** Messages that may wait for a client, on average, before the next turn. */
const AHEAD = 100;
const ALERT_IDS = Array.from({ length: 300 }, (_, n) => 100_000 + n);

const dataDir = mkdtempSync(join(tmpdir(), 'tickwatch-fanout-'));
process.on('exit', () => rmSync(dataDir, { recursive: true }));
const limits = {
  maxClients: Number(process.argv[2]),
  maxSubscriptions: 200,
  rate: 1000,
  burst: 1000,
};
const ports = { clock: systemClock, logger: silentLogger, random: Math.random };
let seq = 0;
const sequence = { next: () => ++seq };
const shared = { ...ports, dataDir, limits, market: 'live' as const };
const { hub, traffic, resume } = await openEvents({ ...shared, sequence });
const auth = await Auth.open(dataDir, ports);
const dispatch: Dispatch = (_name, params, client) => {
  const { symbol } = params as { readonly symbol: string };
  client.follow(priceRoom(symbol), () => () => undefined);
  return Promise.resolve({ ok: true, value: { symbol } });
};
const endpoint = await Endpoint.bind({ host: '127.0.0.1', port: 0, isPrivate: false });
endpoint.open({
  ...{ ...shared, ...resume, pageDir: null, auth, dispatch, hub, traffic },
  present: () => null,
});

let pacing: NodeJS.Timeout | null = null;
let paced = 0;

function publish(n: number): void {
  const symbol = SYMBOLS[n % SYMBOLS.length] as string;
  const data = { symbol, price: sharedMicros(), change_24h: 2.27, timestamp: NOW };
  hub.publish(priceRoom(symbol), 'price_update', data);
}

/** News of 2 kB that no later one makes good, so that none may be dropped. */
function publishNews(): void {
  hub.publish(EVERYONE, 'alerts_read', { alert_ids: ALERT_IDS, timestamp: NOW });
}

async function publishTurns(turns: number): Promise<number> {
  for (let turn = 0; turn < turns; turn++) {
    for (let n = 0; n < SYMBOLS.length; n++) publish(n);
    do await nextTurn();
    while (isAhead());
  }
  return turns * SYMBOLS.length;
}

function isAhead(): boolean {
  const { connections, waiting } = traffic.clients();
  return waiting > AHEAD * (connections['websocket'] ?? 0);
}

function pace({ everyMs, updates, news }: Extract<ServerOrder, { kind: 'pace' }>): void {
  const startedAt = performance.now();
  let ticks = 0;
  paced = 0;
  pacing = setInterval(
    () => {
      const due = Math.floor((performance.now() - startedAt) / everyMs);
      for (; ticks < due; ticks++) {
        for (let n = 0; n < updates; n++) publish(paced++);
        for (let n = 0; n < news; n++) publishNews();
      }
    },
    Math.min(everyMs, 10),
  );
}

function usage(): ServerReport {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { kind: 'usage', cpuMs: (user + system) / 1000, rss, live: heapUsed + external };
}

async function obey(order: ServerOrder): Promise<void> {
  if (order.kind === 'publish') {
    tell({ kind: 'published', messages: await publishTurns(order.turns) });
  } else if (order.kind === 'pace') pace(order);
  else if (order.kind === 'usage') tell(usage());
  else {
    if (pacing) clearInterval(pacing);
    tell({ kind: 'published', messages: paced });
  }
}

function tell(report: ServerReport): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

const orders = createInterface({ input: process.stdin });
orders.on('line', (line) => void obey(JSON.parse(line) as ServerOrder));
orders.on('close', () => process.exit(0));
tell({ kind: 'ready', url: endpoint.url, token: await auth.issue('read', HOUR_MS) });
