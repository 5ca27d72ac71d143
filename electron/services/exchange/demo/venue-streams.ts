import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock, Timer } from '../../clock';
import { StreamConnection, type StreamClaims } from './stream-connection';
import type { StreamRules } from './stream-rules';
import type { StreamTarget } from './stream-target';
import type { VenueAudit } from './venue-audit';
import type { VenueConditions } from './venue-conditions';

const MAX_MESSAGE_BYTES = 64 * 1024;
const TOO_MANY_STATUS = 429;

export interface VenueStreamsOptions {
  readonly live: StreamClaims;
  readonly clock: Clock;
  readonly rules: StreamRules;
  readonly audit: VenueAudit;
  readonly conditions: VenueConditions;
  /** Reads a path; null for one there is not. */
  readonly targetOf: (path: string) => StreamTarget | null;
}

/** A socket that asks for the WebSocket protocol. */
export interface UpgradeRequest {
  readonly request: IncomingMessage;
  /** The path below the endpoint's own. */
  readonly path: string;
  readonly socket: Socket;
  readonly head: Buffer;
}

/** One open connection with the socket under it. */
export interface Line {
  readonly connection: StreamConnection;
  readonly socket: Socket;
}

const NO_CLAIMS: StreamClaims = { add: () => undefined, remove: () => undefined };

/** Accepts stream connections and keeps them in good order. */
export class VenueStreams {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  readonly #lines = new Map<Line, Timer>();
  /** Sockets whose handshake is not answered, or not yet. */
  readonly #waiting = new Set<Socket>();
  readonly #delays = new Set<Timer>();
  #pinging: Timer | undefined;

  constructor(private readonly options: VenueStreamsOptions) {}

  /** The connections there are. */
  get lines(): readonly Line[] {
    return [...this.#lines.keys()];
  }

  start(): void {
    const { clock, rules } = this.options;
    this.#pinging = clock.every(rules.pingMs, () => {
      for (const { connection } of this.#lines.keys()) connection.ping();
    });
  }

  stop(): void {
    this.#pinging?.cancel();
    this.cutAll();
    this.#server.close();
  }

  /** Cuts off every client, also those that wait for their handshake. */
  cutAll(): void {
    for (const timer of this.#delays) timer.cancel();
    this.#delays.clear();
    for (const socket of this.#waiting) socket.destroy();
    for (const [line, lifetime] of this.#lines) {
      lifetime.cancel();
      line.connection.terminate();
    }
  }

  /** Takes over a socket that asks for the WebSocket protocol; refuses unknown paths. */
  upgrade({ request, path, socket, head }: UpgradeRequest): void {
    socket.on('error', () => socket.destroy());
    const target = this.options.targetOf(path);
    if (!this.options.audit.connectionTried()) refuse(socket, TOO_MANY_STATUS);
    else if (!target) refuse(socket, 404);
    else this.#answer(socket, () => this.#accept(request, socket, head, target));
  }

  #answer(socket: Socket, accept: () => void): void {
    const { handshake } = this.options.conditions;
    if (handshake === 'accept') {
      accept();
    } else if (handshake === 'hang') {
      this.#wait(socket);
    } else if ('status' in handshake) {
      refuse(socket, handshake.status, handshake.retryAfter);
    } else {
      this.#wait(socket);
      const delay = this.options.clock.after(handshake.delayMs, () => {
        this.#delays.delete(delay);
        this.#waiting.delete(socket);
        if (!socket.destroyed) accept();
      });
      this.#delays.add(delay);
    }
  }

  #wait(socket: Socket): void {
    this.#waiting.add(socket);
    socket.on('close', () => this.#waiting.delete(socket));
  }

  #accept(request: IncomingMessage, socket: Socket, head: Buffer, target: StreamTarget): void {
    this.#server.handleUpgrade(request, socket, head, (client) =>
      this.#open(client, socket, target),
    );
  }

  #open(client: WebSocket, socket: Socket, target: StreamTarget): void {
    const { live, clock, conditions } = this.options;
    const connection = new StreamConnection(client, {
      ...this.options,
      claims: target.isServed ? live : NO_CLAIMS,
      combined: target.combined,
    });
    const line = { connection, socket };
    const lifetime = clock.after(conditions.lifetimeMs, () => connection.terminate());
    this.#lines.set(line, lifetime);
    client.on('close', () => {
      lifetime.cancel();
      this.#lines.delete(line);
    });
    if (conditions.newLines !== 'normal') connection.setFlow(conditions.newLines);
    connection.subscribe(target.streams);
  }
}

function refuse(socket: Socket, status: number, retryAfter?: string): void {
  const wait = retryAfter === undefined ? '' : `Retry-After: ${retryAfter}\r\n`;
  const head = `HTTP/1.1 ${String(status)} Refused\r\nConnection: close\r\n${wait}`;
  socket.end(`${head}Content-Length: 0\r\n\r\n`);
}
