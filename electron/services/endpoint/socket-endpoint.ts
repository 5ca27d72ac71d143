import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Envelope } from '../../../shared/protocol/events';
import { EVERYONE } from '../../../shared/protocol/rooms';
import type { SessionHooks } from '../client-session';
import type { Timer } from '../clock';
import type { Limits } from '../config';
import type { EventSink } from '../event-hub';
import { afterLong } from '../long-timer';
import type { ClientFigure, ClientFigures } from '../traffic';
import { bearerToken, type Auth, type Grant } from './auth';
import { addressKey } from './client-address';
import { ClientLine, type ClientSocket, type LineOptions, type ToClient } from './client-line';
import { corkWrites } from './engine-connection';
import type { EndpointGuard, Refusal } from './endpoint-guard';
import { limitOddities } from './oddity-limit';
import { programName } from './program-name';
import { readWish, Resumption, type ResumptionOptions, type Wish } from './resumption';
import { guardSessions } from './session-guard';
import type { Session } from './session-register';
import { SocketRequests, type SocketRequestsOptions } from './socket-requests';
import { Strangers, type StrangersOptions } from './strangers';
import { countTooLong } from './too-long';

const MAX_MESSAGE_BYTES = 64 * 1024;
/** The room of those who do not keep up. */
const STRAINED = 'strained';
const CHECK_MS = 50;
/** What the handshake says where everything else has a code. */
const CODES: Readonly<Record<string, string>> = { unauthorized: 'UNAUTHORIZED' };

export interface SocketOptions
  extends
    SocketRequestsOptions,
    StrangersOptions,
    Omit<LineOptions, 'onStrain'>,
    Omit<ResumptionOptions, 'maxSubscriptions'> {
  readonly auth: Auth;
  readonly guard: EndpointGuard;
  readonly limits: Limits;
}

/** Socket.IO over the contract: rooms for events, every request as an event with an acknowledgement. */
export class SocketEndpoint implements EventSink {
  readonly #io: Server<
    Record<string, never>,
    ToClient,
    Record<string, never>,
    ClientSocket['data']
  >;
  readonly #options: SocketOptions;
  readonly #requests: SocketRequests;
  readonly #resumption: Resumption;
  readonly #strangers: Strangers;
  readonly #lines = new Map<string, ClientLine>();
  readonly #strained = new Set<ClientLine>();
  readonly #stops: readonly (() => void)[];
  readonly #check: Timer;

  constructor(server: HttpServer, options: SocketOptions) {
    this.#options = options;
    this.#requests = new SocketRequests(options);
    this.#strangers = new Strangers(options);
    const { maxSubscriptions } = options.limits;
    this.#resumption = new Resumption({ ...options, maxSubscriptions });
    this.#io = new Server(server, {
      serveClient: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      connectTimeout: 5000,
      pingInterval: 10_000,
      pingTimeout: 10_000,
      perMessageDeflate: false,
      httpCompression: false,
      allowRequest: (request, decide) => {
        const refusal = options.guard.check(request) ?? this.#strangers.refusal();
        if (refusal) this.#noteRefused(request, refusal);
        decide(refusal?.message, refusal === null);
      },
    });
    this.#io.engine.on('connection', (connection: object) => {
      corkWrites(connection);
      limitOddities(connection, options);
      this.#strangers.enter(connection);
    });
    guardSessions(this.#io.engine, options.guard, (...each) => this.#noteRefused(...each));
    countTooLong(server, this.#io.engine, options.traffic);
    this.#io.use((socket, next) => {
      void this.#answer(socket, next);
    });
    this.#io.on('connection', (socket) => this.#serve(socket));
    this.#stops = [
      options.hub.attach(this),
      options.auth.onRevoked((tokenId) => this.#putOut(tokenId)),
    ];
    this.#check = options.clock.every(CHECK_MS, () => {
      for (const line of this.#strained) line.check();
    });
    options.traffic.clients = () => this.#figures();
    options.traffic.lines = () => this.#eachFigure();
  }

  deliver(rooms: readonly string[], envelope: Envelope): void {
    const count = this.#audience(rooms);
    if (count === 0) return;
    this.#options.traffic.delivered.add(envelope.type, count);
    const to = rooms.includes(EVERYONE) ? this.#io : this.#io.to([...rooms]);
    if (this.#strained.size === 0) {
      to.emit(envelope.type, envelope);
      return;
    }
    to.except(STRAINED).emit(envelope.type, envelope);
    const isForAll = rooms.includes(EVERYONE);
    for (const line of [...this.#strained]) {
      if (isForAll || line.isIn(rooms)) line.hold(envelope);
    }
  }

  /** Sends every client away and closes the HTTP server underneath. */
  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.#check.cancel();
    this.#strangers.clear();
    await this.#io.close();
  }

  async #answer(socket: ClientSocket, next: (error?: Error) => void): Promise<void> {
    const { access, clock } = this.#options;
    const startedAt = clock.monotonic();
    const { auth, headers, address } = socket.handshake;
    const token: unknown = auth['token'] ?? bearerToken(headers.authorization);
    const grant = await this.#options.auth.verify(token);
    const error = grant ? this.#admit(socket, grant) : new Error('unauthorized');
    const isTiresome = !grant && (await this.#isTiresome(address));
    next(error ?? undefined);
    // It is told why in the next turn, and then gets no further try on the same connection.
    if (isTiresome) process.nextTick(() => socket.conn.close());
    access.note({
      ...{ kind: 'handshake', method: socket.conn.transport.name, startedAt, address },
      ...{ code: error ? (CODES[error.message] ?? error.message) : null },
      tokenId: grant?.tokenId ?? null,
    });
  }

  /** Whether an address has tried one bad token after the other. */
  async #isTiresome(address: string): Promise<boolean> {
    const { rateLimit, traffic } = this.#options;
    try {
      await rateLimit.spendBadToken(addressKey(address));
      return false;
    } catch {
      traffic.refusals.add('bad_tokens');
      return true;
    }
  }

  /** Why a client with a good token may not come in; null when it may. */
  #admit(socket: ClientSocket, grant: Grant): Error | null {
    const { auth, headers } = socket.handshake;
    const wish = readWish(auth);
    if (!wish) return new Error('INVALID');
    const { limits, sessions, traffic } = this.#options;
    const isInPlace = wish.name !== null && sessions.isLive(grant, wish.name);
    if (!isInPlace && this.#io.of('/').sockets.size >= limits.maxClients) {
      traffic.refusals.add('max_clients');
      return new Error('LIMIT');
    }
    socket.data = { grant, program: programName(headers['user-agent']) };
    return null;
  }

  #noteRefused({ method, url, socket }: IncomingMessage, { status, code }: Refusal): void {
    const { access, clock } = this.#options;
    access.note({
      ...{ kind: 'request', method, path: url, status, code, startedAt: clock.monotonic() },
      ...{ tokenId: null, address: socket.remoteAddress },
    });
  }

  #serve(socket: ClientSocket): void {
    const { grant } = socket.data;
    // It may have been revoked between its check and now.
    if (!this.#options.auth.holds(grant)) {
      socket.disconnect(true);
      return;
    }
    this.#strangers.admit(socket.conn);
    const wish = readWish(socket.handshake.auth) ?? { name: null, lastSeq: null };
    const expiry = this.#expiry(socket, grant);
    this.#open(socket, wish, () => expiry.cancel());
  }

  #open(socket: ClientSocket, wish: Wish, onGone: () => void): void {
    const { grant } = socket.data;
    const resumed = this.#resumption.take({ grant, name: wish.name });
    const { client, session } = resumed;
    const line = new ClientLine(socket, client, {
      ...this.#options,
      onStrain: (each, isStrained) => this.#strain(each, isStrained),
    });
    this.#lines.set(socket.id, line);
    client.attach(this.#hooks(socket));
    let isTaken = false;
    if (session) {
      session.end = () => {
        isTaken = true;
        socket.disconnect(true);
      };
    }
    // The name comes from the wire and can be a number.
    socket.onAny((event: unknown, ...args: unknown[]) => {
      void this.#requests.answer(line, { event: String(event), args });
    });
    socket.on('disconnect', () => {
      onGone();
      this.#lines.delete(socket.id);
      this.#strained.delete(line);
      if (!session || wish.name === null) client.close();
      else if (!isTaken) this.#park(grant, wish.name, session);
    });
    this.#resumption.catchUp(line, resumed, wish);
  }

  #park(grant: Grant, name: string, session: Session): void {
    session.end = null;
    this.#options.sessions.park(grant, name);
  }

  #hooks(socket: ClientSocket): SessionHooks {
    const { sessions } = this.#options;
    return {
      join: (room) => {
        void socket.join(room);
        sessions.touch();
      },
      leave: (room) => {
        void socket.leave(room);
        sessions.touch();
      },
    };
  }

  #expiry(socket: ClientSocket, { expiresAt }: Grant): Timer {
    const { clock } = this.#options;
    return afterLong(clock, expiresAt - clock.now(), () => socket.disconnect(true));
  }

  #putOut(tokenId: string): void {
    for (const { socket } of this.#lines.values()) {
      if (socket.data.grant.tokenId === tokenId) socket.disconnect(true);
    }
  }

  #strain(line: ClientLine, isStrained: boolean): void {
    if (isStrained) {
      this.#strained.add(line);
      void line.socket.join(STRAINED);
    } else {
      this.#strained.delete(line);
      void line.socket.leave(STRAINED);
    }
  }

  /** How many clients are in any of these rooms. */
  #audience(rooms: readonly string[]): number {
    const { sockets, adapter } = this.#io.of('/');
    if (rooms.includes(EVERYONE)) return sockets.size;
    const [first = '', second] = rooms;
    if (second === undefined) return adapter.rooms.get(first)?.size ?? 0;
    return new Set(rooms.flatMap((room) => [...(adapter.rooms.get(room) ?? [])])).size;
  }

  #figures(): ClientFigures {
    const connections: Record<string, number> = { websocket: 0, polling: 0 };
    let waiting = 0;
    for (const { socket, waitingPackets } of this.#lines.values()) {
      const { name } = socket.conn.transport;
      connections[name] = (connections[name] ?? 0) + 1;
      waiting += waitingPackets;
    }
    return { connections, waiting, rooms: this.#io.of('/').adapter.rooms.size };
  }

  #eachFigure(): readonly ClientFigure[] {
    return [...this.#lines.values()].map((line) => {
      const { socket, session, sent, received, waitingPackets, waitingBytes } = line;
      const { grant, program } = socket.data;
      return {
        ...{ name: this.#options.auth.nameOf(grant.tokenId), program, scope: grant.scope },
        ...{ sent, received, waiting: waitingPackets, waitingBytes },
        transport: socket.conn.transport.name,
        address: socket.handshake.address,
        since: socket.handshake.issued,
        following: session.rooms().length,
        latencyMs: line.heartbeat.latencyMs,
      };
    });
  }
}
