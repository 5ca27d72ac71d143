import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../../shared/domain/errors';
import { toErrorBody, type Reply } from '../../../shared/protocol/reply';
import { restParams } from '../../../shared/protocol/rest-params';
import { requests, type RequestName } from '../../../shared/protocol/requests';
import { matchRoute } from '../../../shared/protocol/routes';
import type { ClientSession } from '../client-session';
import type { Clock } from '../clock';
import type { Dispatch } from '../dispatch';
import type { Logger } from '../logger';
import type { Traffic } from '../traffic';
import type { AccessLog } from './access-log';
import type { ClientLine } from './client-line';
import { isTooDeep } from './nesting';
import type { RateLimit } from './rate-limit';

const MIB = 1024 * 1024;
/** Characters; with what else waits to be sent it has to stay below what a client is cut off for. */
const MAX_ANSWER_LENGTH = 6 * MIB;

/** The `request` event: any REST operation over the socket. */
const anyRequest = z.strictObject({
  method: z.string().max(10).toUpperCase(),
  path: z.string().max(512),
  query: z.record(z.string(), z.unknown()).default({}),
  body: z.record(z.string(), z.unknown()).default({}),
});

export interface SocketRequestsOptions {
  readonly access: AccessLog;
  readonly clock: Clock;
  readonly dispatch: Dispatch;
  readonly logger: Logger;
  readonly rateLimit: RateLimit;
  readonly traffic: Traffic;
}

/** An event of a client as it came; its last argument may be an acknowledgement. */
interface Asked {
  readonly event: string;
  readonly args: readonly unknown[];
}

/** Answers what clients ask over their connections; every question gets one answer. */
export class SocketRequests {
  readonly #leaving = new WeakSet<ClientLine>();

  constructor(private readonly options: SocketRequestsOptions) {}

  async answer(line: ClientLine, { event, args }: Asked): Promise<void> {
    line.received++;
    const { access, clock } = this.options;
    const startedAt = clock.monotonic();
    const last = args.at(-1);
    const acknowledge = typeof last === 'function' ? (last as (reply: unknown) => void) : null;
    const params = typeof args[0] === 'function' ? {} : (args[0] ?? {});
    const reply = await this.#reply(line, event, params);
    acknowledge?.(reply);
    const { handshake, data } = line.socket;
    access.note({
      ...{ kind: 'event', method: event, code: reply.ok ? null : reply.error.code, startedAt },
      ...{ tokenId: data.grant.tokenId, address: handshake.address },
    });
    if (reply.ok && event === 'get_snapshot') line.recover();
  }

  async #reply(line: ClientLine, event: string, params: unknown): Promise<Reply<unknown>> {
    const { rateLimit, traffic } = this.options;
    const { socket, session } = line;
    try {
      await rateLimit.spend(socket.id);
      if (isTooDeep(params)) throw new AppError('INVALID', 'The request is nested too deeply');
      if (event !== 'request') return await this.#dispatch(event, params, session);
      return await this.#routed(params, session);
    } catch (error) {
      const body = toErrorBody(error);
      traffic.errors.add(body.code);
      if (body.code === 'RATE_LIMITED' && !(await rateLimit.strike(socket.id))) {
        this.#putOut(line);
      }
      return { ok: false, error: body };
    }
  }

  /** Ends a connection, but after the answers to what came in the same moment: they say why. */
  #putOut(line: ClientLine): void {
    if (this.#leaving.has(line)) return;
    this.#leaving.add(line);
    const { traffic, logger } = this.options;
    const { socket } = line;
    logger.warn('Client disconnected: it keeps breaking the rate limit', { id: socket.id });
    traffic.refusals.add('rate_limit');
    void nextTurn().then(() => socket.disconnect(true));
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
    const given = restParams({ method, path: match.pathParams, query, body });
    return this.#dispatch(match.name, given, session);
  }

  /** A client that takes such an answer would be taken for one that does not read. */
  async #dispatch(name: string, params: unknown, session: ClientSession): Promise<Reply<unknown>> {
    const reply = await this.options.dispatch(name, params, session);
    const spec = Object.hasOwn(requests, name) ? requests[name as RequestName] : null;
    if (!reply.ok || !spec?.hasLongAnswer) return reply;
    if (JSON.stringify(reply.value).length <= MAX_ANSWER_LENGTH) return reply;
    const message = `The answer is over ${MAX_ANSWER_LENGTH / MIB} MiB: ask for it over HTTP`;
    throw new AppError('LIMIT', message);
  }
}
