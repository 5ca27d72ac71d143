import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../../../shared/domain/errors';
import type { Market } from '../../../shared/domain/feed-status';
import { toErrorBody, type Reply } from '../../../shared/protocol/reply';
import type { RestRoute } from '../../../shared/protocol/request-spec';
import { requests } from '../../../shared/protocol/requests';
import { matchRoute } from '../../../shared/protocol/routes';
import { bearerToken, type Auth, type Grant } from './auth';
import { addressKey } from './client-address';
import { isTooDeep } from './nesting';
import { ClientSession } from '../client-session';
import type { Dispatch } from '../dispatch';
import type { RateLimit } from './rate-limit';
import type { Traffic } from '../traffic';

const MAX_BODY_BYTES = 64 * 1024;
/** A longer body is not even read to its end, so the client may miss the answer. */
const MAX_DISCARDED_BYTES = 1024 * 1024;

const STATUS: Record<string, number> = {
  INVALID: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  UNKNOWN_SYMBOL: 404,
  NOT_FOUND: 404,
  LIMIT: 429,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

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
  const body = await readBody(request, response, requests[name]);
  const params = { ...Object.fromEntries(url.searchParams), ...body, ...pathParams };
  const reply = await dispatch(name, params, sessionOf(grant));
  if (reply.ok) setSuccess(response, requests[name].rest);
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

async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  { rest }: { readonly rest?: RestRoute },
): Promise<object> {
  if (['GET', 'HEAD', 'DELETE'].includes(request.method ?? 'GET') || !hasBody(request)) return {};
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new AppError('INVALID', 'Send Content-Type: application/json');
  }
  const limit = rest?.bodyBytes ?? MAX_BODY_BYTES;
  const body = await collect(request, limit);
  if (body === null) throw tooLarge(response, limit);
  return parseBody(body.toString());
}

/** Requests that say everything in their path are sent without one. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Null for a body over the limit. */
async function collect(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left early, the usual iterator would cut the connection before the answer.
  const incoming = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > limit + MAX_DISCARDED_BYTES) break;
    if (size <= limit) chunks.push(chunk);
  }
  return size > limit ? null : Buffer.concat(chunks);
}

function tooLarge(response: ServerResponse, limit: number): AppError {
  response.statusCode = 413;
  // Whatever of the body is still to come must not be taken for the next request.
  response.setHeader('Connection', 'close');
  return new AppError('INVALID', `The body is over ${limit / 1024} KiB`);
}

function parseBody(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError('INVALID', 'The body is not JSON', { cause: error });
  }
  if (isTooDeep(value)) throw new AppError('INVALID', 'The body is nested too deeply');
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new AppError('INVALID', 'The body has to be a JSON object');
}

function send(response: ServerResponse, reply: Reply<unknown>, market: Market): void {
  if (!reply.ok && response.statusCode === 200) {
    response.statusCode = STATUS[reply.error.code] ?? 500;
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
