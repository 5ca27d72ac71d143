import { mkdtemp, rm } from 'node:fs/promises';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requests, type RequestInput } from '../../../shared/protocol/requests';
import { FakeClock } from '../fake-clock';
import type { Logger } from '../logger';
import { StateStore } from '../store/state-store';
import type { Delivery } from './channel';
import { channelHandlers } from './channel-handlers';
import type { LocalChannels } from './local-channel';
import { openChannels } from './open-channels';

/** What a stand-in was sent. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A far side on loopback that does what a test tells it; for tests. */
export class StandIn {
  readonly received: Received[] = [];
  /** How it answers; 200 and an empty object at first. */
  answer: (response: ServerResponse) => void = (response) => void response.end('{}');
  readonly #waiting: (() => void)[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<StandIn> {
    const server = createServer();
    const standIn = new StandIn(server);
    server.on('request', (request, response) => void standIn.#take(request, response));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return standIn;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  /** Answers with JSON from now on. */
  answerWith(status: number, body: unknown, headers: Record<string, string> = {}): void {
    this.answer = (response) => {
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
  }

  /** The body of the newest message. */
  lastBody(): Record<string, unknown> {
    return JSON.parse(this.received.at(-1)?.body ?? '') as Record<string, unknown>;
  }

  /** Resolves once the next message has arrived, answered or not. */
  next(): Promise<void> {
    return new Promise((done) => this.#waiting.push(done));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', url: path = '', headers } = request;
    this.received.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
    this.answer(response);
    for (const done of this.#waiting.splice(0)) done();
  }
}

/** A delivery of one alert; for tests. */
export function delivering(changes: Partial<Delivery> = {}): Delivery {
  return {
    idempotencyKey: 'd-17',
    title: 'BTC/USDT',
    lines: ['BTC/USDT crossed up through 45000'],
    severity: 'warning',
    alertIds: [17],
    occurredAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    isLate: false,
    symbol: 'BTC/USDT',
    price: 45000.5,
    sound: null,
    link: null,
    isTest: false,
    ...changes,
  };
}

/** A bot's token that must never be seen again. */
export const TOKEN = '123456:canary-AAbbCCddEEffGGhhIIjjKK';

/** What each service says when it has taken a message; for tests. */
export const TAKEN = {
  telegram: { ok: true, result: { message_id: 99 } },
  discord: { id: '99' },
  ntfy: { id: '99', event: 'message' },
  webhook: 'thanks',
} as const;

/** All channels over a data folder of their own, and everything they ever logged; for tests. */
export class ChannelHarness {
  readonly clock = new FakeClock();
  readonly logged: string[] = [];
  readonly #stops: (() => void)[] = [];

  private constructor(
    readonly folder: string,
    private readonly local: LocalChannels,
  ) {}

  static async open(local: LocalChannels = {}): Promise<ChannelHarness> {
    return new ChannelHarness(await mkdtemp(join(tmpdir(), 'tickwatch-channels-')), local);
  }

  /** Starts the channels anew on what the folder holds. */
  async start() {
    const log = (message: string, fields?: unknown): void => {
      this.logged.push(`${message} ${JSON.stringify(fields)}`);
    };
    const logger: Logger = { error: log, warn: log, info: log, debug: log };
    const { folder: dataDir, clock, local: localChannels } = this;
    const store = await StateStore.open({ dataDir, clock, logger, random: () => 0 });
    const ports = { dataDir, clock, logger, store, version: '1.2.3', localChannels };
    const services = await openChannels(ports, this.#stops);
    const handlers = channelHandlers(services);
    return {
      ...services,
      store,
      list: handlers.list_channels,
      test: (name: Parameters<typeof handlers.test_channel>[0]['name']) =>
        handlers.test_channel({ name }),
      /** As a client would, through the schema. */
      put: (params: RequestInput<'put_channel'>) =>
        handlers.put_channel(requests.put_channel.params.parse(params)),
    };
  }

  /** The same with all remote channels set up for a stand-in; every secret holds the word canary. */
  async startReady(standIn: StandIn) {
    const channels = await this.start();
    const { url: server } = standIn;
    const own = { server, allow_private: true };
    await channels.put({ name: 'telegram', ...own, chat_id: -100123, token: TOKEN });
    await channels.put({ name: 'ntfy', ...own, topic: 'canary-topic', token: 'tk_canary1' });
    const webhook = `${server}/api/webhooks/42/canary-discord-token-0123456789`;
    await channels.put({ name: 'discord', allow_private: true, url: webhook });
    const url = `${server}/hook/canary-path-0123456789`;
    await channels.put({ name: 'webhook', allow_private: true, url });
    return channels;
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
