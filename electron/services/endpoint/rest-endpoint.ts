import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../../../shared/domain/errors';
import type { Market } from '../../../shared/domain/feed-status';
import { toErrorBody, type Reply } from '../../../shared/protocol/reply';
import type { RestRoute } from '../../../shared/protocol/request-spec';
import { requests } from '../../../shared/protocol/requests';
import { restParams } from '../../../shared/protocol/rest-params';
import { STATUS_OF } from '../../../shared/protocol/rest-status';
import { matchRoute } from '../../../shared/protocol/routes';
import { bearerToken, type Auth, type Grant } from './auth';
import { addressKey } from './client-address';
import { ClientSession } from '../client-session';
import type { Dispatch } from '../dispatch';
import type { RateLimit } from './rate-limit';
import { readBody } from './rest-body';
import type { Traffic } from '../traffic';

export interface RestOptions {
  readonly auth: Auth;
  readonly dispatch: Dispatch;
  readonly rateLimit: RateLimit;
  readonly market: Market;
  readonly traffic: Traffic;
}

/** Who asked, and why it was refused or failed; null when it was not. */
export interface Answered {
  readonly tokenId: string | null;
  readonly code: string | null;
}

/** Serves `/api/v1` from the request contract. */
export function createRestEndpoint(options: RestOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<Answered> => {
    const grant = await options.auth.verify(bearerToken(request.headers.authorization));
    const reply = await answer(request, response, { ...options, grant }).catch((error: unknown) => {
      const body = toErrorBody(error);
      options.traffic.errors.add(body.code);
      return { ok: false as const, error: body };
    });
    send(response, reply, options.market);
    return { tokenId: grant?.tokenId ?? null, code: reply.ok ? null : reply.error.code };
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { dispatch, rateLimit, grant }: RestOptions & { readonly grant: Grant | null },
): Promise<Reply<unknown>> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const { name, pathParams } = route(request, response, url.pathname);
  const address = addressKey(request.socket.remoteAddress);
  if (requests[name].scope !== 'public' && !grant) {
    await rateLimit.spendBadToken(address);
    response.setHeader('WWW-Authenticate', 'Bearer');
    throw new AppError('UNAUTHORIZED', 'unauthorized');
  }
  await rateLimit.spend(grant?.tokenId ?? address);
  const { rest } = requests[name];
  const body = await readBody(request, response, rest?.bodyBytes);
  const { method = 'GET' } = request;
  const params = restParams({ method, path: pathParams, query: queryOf(url), body });
  const reply = await dispatch(name, params, sessionOf(grant));
  if (reply.ok) setSuccess(response, rest);
  return reply;
}

/** One request lives as long as its answer: it can follow nothing. */
function sessionOf(grant: Grant | null): ClientSession {
  const hooks = { join: () => undefined, leave: () => undefined };
  if (!grant) return new ClientSession('read', 0, hooks);
  return new ClientSession(grant.scope, 0, hooks, grant.tokenId);
}

/** Marks what was made, and an answer that is text instead of JSON. */
function setSuccess(response: ServerResponse, rest: RestRoute | undefined): void {
  response.statusCode = rest?.status ?? 200;
  if (rest?.textType !== undefined) response.setHeader('Content-Type', rest.textType);
}

function route(request: IncomingMessage, response: ServerResponse, path: string) {
  // HEAD is GET without a body, which Node leaves out by itself.
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
  const match = matchRoute(method, path);
  if (match.kind === 'found') return match;
  if (match.kind === 'none') throw new AppError('NOT_FOUND', 'There is nothing at this path');
  const allowed = match.allowed.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each]));
  response.setHeader('Allow', allowed.join(', '));
  response.statusCode = 405;
  throw new AppError('INVALID', `This path takes ${allowed.join(', ')}`);
}

/** Each parameter once: of two, programs in between may have looked at the other one. */
function queryOf({ searchParams }: URL): Record<string, string> {
  const query: Record<string, string> = Object.fromEntries(searchParams);
  for (const name of Object.keys(query)) {
    if (searchParams.getAll(name).length === 1) continue;
    const details = [{ field: name, message: 'is given twice' }];
    throw new AppError('INVALID', `${name}: is given twice`, { info: { details } });
  }
  return query;
}

function send(response: ServerResponse, reply: Reply<unknown>, market: Market): void {
  if (!reply.ok && response.statusCode === 200) {
    response.statusCode = STATUS_OF[reply.error.code];
  }
  if (!reply.ok && reply.error.retry_after_ms !== undefined) {
    response.setHeader('Retry-After', Math.ceil(reply.error.retry_after_ms / 1000));
  }
  response.setHeader('Cache-Control', 'no-store');
  if (market !== 'live') response.setHeader('X-Tickwatch-Market', market);
  if (reply.ok && response.hasHeader('Content-Type')) {
    response.end((reply.value as { text: string }).text);
    return;
  }
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(reply.ok ? reply.value : { error: reply.error }));
}
