import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import type { Envelope, Events } from '../../../shared/protocol/events';
import { priceRoom, SIGNALS_ROOM } from '../../../shared/protocol/rooms';
import type { Clock } from '../clock';
import { systemClock } from '../clock';
import type { Limits } from '../config';
import type { Dispatch } from '../dispatch';
import { EventHub } from '../event-hub';
import { silentLogger, type Logger } from '../logger';
import { Traffic } from '../traffic';
import { AccessLog } from './access-log';
import { Auth } from './auth';
import { EndpointGuard } from './endpoint-guard';
import { openResume } from './open-resume';
import { RateLimit } from './rate-limit';
import { SocketEndpoint } from './socket-endpoint';

const HOUR_MS = 3_600_000;
const NOW = '2026-01-01T00:00:00.000Z';

const EASY: Limits = {
  maxClients: 100,
  maxSubscriptions: 100,
  rate: 100_000,
  burst: 100_000,
};

export interface HarnessOptions {
  readonly clock?: Clock;
  readonly limits?: Limits;
  readonly maxStrangers?: number;
  readonly logger?: Logger;
  /** Answers what the harness does not know. */
  readonly dispatch?: Dispatch;
}

/** The socket side of the endpoint on a port of its own, with everything real but what it serves. */
export class EndpointHarness {
  #seq = 0;
  #alerts = 0;

  private constructor(
    private readonly folder: string,
    private readonly options: HarnessOptions,
    private parts: Awaited<ReturnType<typeof openParts>>,
  ) {}

  static async open(options: HarnessOptions = {}): Promise<EndpointHarness> {
    const folder = await mkdtemp(join(tmpdir(), 'tickwatch-endpoint-'));
    const harness = new EndpointHarness(folder, options, null as never);
    harness.parts = await openParts(folder, options, () => ++harness.#seq);
    return harness;
  }

  get url(): string {
    return `http://127.0.0.1:${this.parts.port}`;
  }
  get auth(): Auth {
    return this.parts.auth;
  }
  get hub(): EventHub {
    return this.parts.hub;
  }
  get traffic(): Traffic {
    return this.parts.traffic;
  }

  /** Ends the service and starts it anew from its folder; numbers go on with a gap. */
  async restart(): Promise<void> {
    await this.#end();
    this.#seq += 1000;
    this.parts = await openParts(this.folder, this.options, () => ++this.#seq);
  }

  token(): Promise<string> {
    return this.auth.issue('write', HOUR_MS);
  }

  /** A client that is not connected yet; `connect()` it. */
  client(auth: object, transport: 'websocket' | 'polling' = 'websocket'): Socket {
    const options = { auth, transports: [transport], reconnection: false, forceNew: true };
    return io(this.url, { ...options, autoConnect: false });
  }

  /** Publishes an alert; returns its number. */
  alert(): number {
    const id = ++this.#alerts;
    this.hub.publish('everyone', 'alert', alertOf(id));
    return id;
  }

  /** Publishes a reversal that counts on with the alerts; returns its number. */
  reversal(symbol: string): number {
    const id = ++this.#alerts;
    this.hub.publish([priceRoom(symbol), SIGNALS_ROOM], 'signal_reversal', reversalOf(symbol, id));
    return id;
  }

  price(symbol: string, price: number): void {
    const data = { symbol, price, change_24h: null, timestamp: NOW };
    this.hub.publish(priceRoom(symbol), 'price_update', data);
  }

  /** Resolves when all that was published has been told. */
  async told(): Promise<void> {
    while (this.hub.newest < this.#seq) await new Promise((done) => setImmediate(done));
  }

  async close(): Promise<void> {
    await this.#end();
    await rm(this.folder, { recursive: true });
  }

  async #end(): Promise<void> {
    await this.parts.endpoint.close();
    await this.parts.resume.close();
    await this.parts.auth.close();
  }
}

/** Connects a client. @throws {Error} with what it was refused for. */
export async function connected(socket: Socket): Promise<Socket> {
  await new Promise<void>((done, fail) => {
    socket.once('connect', done).once('connect_error', fail);
    socket.connect();
  });
  return socket;
}

/** Keeps every envelope a client gets. */
export function heardBy(socket: Socket): Envelope[] {
  const heard: Envelope[] = [];
  socket.onAny((_name: string, envelope: Envelope) => heard.push(envelope));
  return heard;
}

async function openParts(dataDir: string, options: HarnessOptions, nextSeq: () => number) {
  const { clock = systemClock, limits = EASY, logger = silentLogger } = options;
  const ports = { clock, logger, random: () => 0 };
  const { maxSubscriptions } = limits;
  const resume = await openResume({ ...ports, dataDir, maxSubscriptions });
  const auth = await Auth.open(dataDir, ports);
  const traffic = new Traffic();
  const hub = new EventHub(nextSeq, 'live', traffic, resume.told);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = new SocketEndpoint(server, {
    ...(options.maxStrangers === undefined ? {} : { maxStrangers: options.maxStrangers }),
    ...{ ...ports, ...resume, auth, hub, limits, traffic },
    dispatch: dispatchOf(options.dispatch),
    guard: new EndpointGuard('127.0.0.1', port),
    present: (symbol) => ({ symbol, price: 7, change_24h: null, timestamp: NOW }),
    rateLimit: new RateLimit(limits),
    access: new AccessLog({ clock, logger, level: 'refused', nameOf: (id) => auth.nameOf(id) }),
  });
  return { resume, auth, traffic, hub, port, endpoint };
}

function dispatchOf(other?: Dispatch): Dispatch {
  return (name, params, client) => {
    const { symbol } = params as { readonly symbol: string };
    const nothing = (): (() => void) => () => undefined;
    if (name === 'subscribe_symbol') client.follow(priceRoom(symbol), nothing);
    else if (name === 'subscribe_signals') client.follow(SIGNALS_ROOM, nothing);
    else if (other) return other(name, params, client);
    return Promise.resolve({ ok: true, value: {} });
  };
}

function alertOf(id: number): Events['alert'] {
  return {
    ...{ alert_id: id, rule_id: 1, position_id: null, symbol: 'BTC/USDT', price: 1 },
    ...{ alert_type: 'PRICE_CROSS', severity: 'info', message: 'x', read: false, late: false },
    ...{ occurred_at: NOW, timestamp: NOW },
  };
}

function reversalOf(symbol: string, id: number): Events['signal_reversal'] {
  return {
    ...{ symbol, interval: '15m', previous_signal: 'LONG', new_signal: 'SHORT', confidence: 0.5 },
    ...{ breakeven: 0.5, basis: 'prior', target: null, stop: null, expires_at: null },
    ...{ n_resolved: id, model_version: 'test', timestamp: NOW },
  };
}
