import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { AppError } from '../../../shared/domain/errors';
import type { Envelope } from '../../../shared/protocol/events';
import { toErrorBody, type Reply } from '../../../shared/protocol/reply';
import { EVERYONE } from '../../../shared/protocol/rooms';
import { matchRoute } from '../../../shared/protocol/routes';
import { bearerToken, type Auth, type Grant } from './auth';
import { ClientSession, type SessionHooks } from '../client-session';
import type { Clock } from '../clock';
import type { Limits } from '../config';
import type { Dispatch } from '../dispatch';
import type { EndpointGuard } from './endpoint-guard';
import type { EventHub, EventSink } from '../event-hub';
import type { Logger } from '../logger';
import { afterLong } from '../long-timer';
import type { RateLimit } from './rate-limit';
import { cutOff, isSlowReader, waitingPackets } from './slow-reader';
import type { ClientFigures, Traffic } from '../traffic';

const MAX_MESSAGE_BYTES = 64 * 1024;

export interface SocketOptions {
  readonly auth: Auth;
  readonly clock: Clock;
  readonly dispatch: Dispatch;
  readonly guard: EndpointGuard;
  readonly hub: EventHub;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly rateLimit: RateLimit;
  readonly traffic: Traffic;
}

interface SocketData {
  grant: Grant;
}

type ClientSocket = Socket<
  Record<string, never>,
  Record<string, (envelope: Envelope) => void>,
  Record<string, never>,
  SocketData
>;

/** The `request` event: any REST operation over the socket. */
const anyRequest = z.strictObject({
  method: z.string().max(10).toUpperCase(),
  path: z.string().max(512),
  query: z.record(z.string(), z.unknown()).default({}),
  body: z.record(z.string(), z.unknown()).default({}),
});

/** Socket.IO over the contract: rooms for events, every request as an event with an acknowledgement. */
export class SocketEndpoint implements EventSink {
  readonly #io: Server<
    Record<string, never>,
    Record<string, (envelope: Envelope) => void>,
    Record<string, never>,
    SocketData
  >;
  readonly #options: SocketOptions;
  readonly #stops: readonly (() => void)[];

  constructor(server: HttpServer, options: SocketOptions) {
    this.#options = options;
    this.#io = new Server(server, {
      serveClient: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      connectTimeout: 5000,
      pingInterval: 10_000,
      pingTimeout: 10_000,
      perMessageDeflate: false,
      httpCompression: false,
      allowRequest: (request, decide) => {
        const refusal = options.guard.check(request.headers);
        decide(refusal?.message, refusal === null);
      },
    });
    this.#io.use((socket, next) => {
      this.#admit(socket).then(
        () => next(),
        (error: unknown) => next(error instanceof Error ? error : new Error('unauthorized')),
      );
    });
    this.#io.on('connection', (socket) => this.#serve(socket));
    this.#stops = [
      options.hub.attach(this),
      options.auth.onRevoked((tokenId) => this.#putOut(tokenId)),
    ];
    options.traffic.clients = () => this.#figures();
  }

  deliver(rooms: readonly string[], envelope: Envelope): void {
    const to = rooms.includes(EVERYONE) ? this.#io : this.#io.to([...rooms]);
    to.emit(envelope.type, envelope);
  }

  /** Sends every client away and closes the HTTP server underneath. */
  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.#io.close();
  }

  async #admit(socket: ClientSocket): Promise<void> {
    const { auth, headers } = socket.handshake;
    const token: unknown = auth['token'] ?? bearerToken(headers.authorization);
    const grant = await this.#options.auth.verify(token);
    if (!grant) throw new Error('unauthorized');
    if (this.#io.of('/').sockets.size >= this.#options.limits.maxClients) {
      this.#options.traffic.refusals.add('max_clients');
      throw new Error('LIMIT');
    }
    socket.data.grant = grant;
  }

  #serve(socket: ClientSocket): void {
    const { auth, clock, limits } = this.#options;
    const { grant } = socket.data;
    // It may have been revoked between its check and now.
    if (!auth.holds(grant)) {
      socket.disconnect(true);
      return;
    }
    const hooks: SessionHooks = {
      join: (room) => void socket.join(room),
      leave: (room) => void socket.leave(room),
    };
    const session = new ClientSession(grant.scope, limits.maxSubscriptions, hooks, grant.tokenId);
    const expiry = afterLong(clock, grant.expiresAt - clock.now(), () => socket.disconnect(true));
    // The name comes from the wire and can be a number.
    socket.onAny((event: unknown, ...args: unknown[]) => {
      void this.#answer(socket, session, { event: String(event), args });
    });
    this.#putOutWhenSlow(socket);
    socket.on('disconnect', () => {
      expiry.cancel();
      session.close();
    });
  }

  #putOut(tokenId: string): void {
    for (const socket of this.#io.of('/').sockets.values()) {
      if (socket.data.grant.tokenId === tokenId) socket.disconnect(true);
    }
  }

  /** Every packet to a client passes here, whether event or answer. */
  #putOutWhenSlow(socket: ClientSocket): void {
    const { conn } = socket;
    const { traffic } = this.#options;
    const check = (): void => {
      traffic.sent++;
      if (!isSlowReader(conn)) return;
      conn.off('packetCreate', check);
      this.#options.logger.warn('Client disconnected: it does not read', { id: socket.id });
      traffic.refusals.add('slow_reader');
      cutOff(conn);
    };
    conn.on('packetCreate', check);
  }

  async #answer(
    socket: ClientSocket,
    session: ClientSession,
    { event, args }: { readonly event: string; readonly args: readonly unknown[] },
  ): Promise<void> {
    const last = args.at(-1);
    const acknowledge = typeof last === 'function' ? (last as (reply: unknown) => void) : null;
    const params = typeof args[0] === 'function' ? {} : (args[0] ?? {});
    const reply = await this.#reply(socket, session, event, params);
    acknowledge?.(reply);
  }

  async #reply(
    socket: ClientSocket,
    session: ClientSession,
    event: string,
    params: unknown,
  ): Promise<Reply<unknown>> {
    const { dispatch, rateLimit, traffic, logger } = this.#options;
    try {
      await rateLimit.spend(socket.id);
      if (event !== 'request') return await dispatch(event, params, session);
      return await this.#routed(params, session);
    } catch (error) {
      const body = toErrorBody(error);
      traffic.errors.add(body.code);
      if (body.code === 'RATE_LIMITED' && !(await rateLimit.strike(socket.id))) {
        logger.warn('Client disconnected: it keeps breaking the rate limit', { id: socket.id });
        traffic.refusals.add('rate_limit');
        socket.disconnect(true);
      }
      return { ok: false, error: body };
    }
  }

  #figures(): ClientFigures {
    const connections: Record<string, number> = { websocket: 0, polling: 0 };
    let waiting = 0;
    for (const { conn } of this.#io.of('/').sockets.values()) {
      const { name } = conn.transport;
      connections[name] = (connections[name] ?? 0) + 1;
      waiting += waitingPackets(conn);
    }
    return { connections, waiting };
  }

  #routed(params: unknown, session: ClientSession): Promise<Reply<unknown>> {
    const parsed = anyRequest.safeParse(params);
    if (!parsed.success) {
      throw new AppError('INVALID', 'A request takes method, path, and optionally query and body');
    }
    const { method, path, query, body } = parsed.data;
    const match = matchRoute(method, path);
    if (match.kind === 'none') throw new AppError('NOT_FOUND', 'There is nothing at this path');
    if (match.kind === 'wrong-method') {
      throw new AppError('INVALID', `This path takes ${match.allowed.join(', ')}`);
    }
    return this.#options.dispatch(match.name, { ...query, ...body, ...match.pathParams }, session);
  }
}
