import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../../../shared/domain/errors';
import { takesBody } from '../../../shared/protocol/rest-params';
import { isTooDeep } from './nesting';

const MAX_BODY_BYTES = 64 * 1024;
/** A longer body is not even read to its end, so the client may miss the answer. */
const MAX_DISCARDED_BYTES = 1024 * 1024;
const CONTENT_TYPE = /^application\/json\s*(?:;\s*charset="?(?<charset>[^\s;"]+)"?\s*)?(?:;|$)/i;

type Body = Readonly<Record<string, unknown>>;

/**
 * The JSON object in the body of a request; an empty one where there is no body.
 * @throws {AppError} `INVALID`, also for what could only be read by guessing its encoding.
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  limit = MAX_BODY_BYTES,
): Promise<Body> {
  if (!takesBody(request.method ?? 'GET') || !hasBody(request)) return {};
  checkHeaders(request);
  const body = await collect(request, limit);
  if (body === null) throw tooLarge(response, limit);
  return parseBody(body);
}

/** Requests that say everything in their path are sent without one. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function checkHeaders({ headers }: IncomingMessage): void {
  const type = CONTENT_TYPE.exec(headers['content-type'] ?? '');
  if (!type) throw new AppError('INVALID', 'Send Content-Type: application/json');
  const charset = type.groups?.['charset'] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset)) throw new AppError('INVALID', 'The body has to be UTF-8');
  if (/^(?:identity)?$/i.test(headers['content-encoding'] ?? '')) return;
  throw new AppError('INVALID', 'Send the body as it is, without a Content-Encoding');
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

function parseBody(body: Buffer): Body {
  const value = parseJson(decode(body));
  if (isTooDeep(value)) throw new AppError('INVALID', 'The body is nested too deeply');
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  throw new AppError('INVALID', 'The body has to be a JSON object');
}

/** Broken characters would be saved as question marks, where nobody sees what they were. */
function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    throw new AppError('INVALID', 'The body has to be UTF-8', { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('INVALID', 'The body is not JSON', { cause: error });
  }
}
