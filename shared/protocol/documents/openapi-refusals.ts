import { ERROR_CODES } from '../../domain/errors';
import { STATUS_OF } from '../rest-status';
import { ERROR_EXAMPLE, ERROR_SCHEMA, partsOf, type Json } from './json-schema';

const TOO_LARGE = 413;

const WHY: Readonly<Record<number, string>> = {
  400: 'What was asked makes no sense; `details` names the fields.',
  401: 'There is no token, or it is not good any more.',
  403: 'The token may read only, or a page of another origin asks.',
  404: 'There is no such thing, or no such symbol.',
  413: 'The body is too long.',
  429: 'Too many requests, or more than there may be of something.',
  500: 'A fault of the service itself.',
  503: 'It cannot be done now; trying later is of use.',
};

const HEADERS: Readonly<Record<number, Json>> = {
  401: { 'WWW-Authenticate': { schema: { const: 'Bearer' } } },
  429: {
    'Retry-After': { description: 'in seconds, with RATE_LIMITED', schema: { type: 'integer' } },
  },
};

const statuses = [...new Set([...Object.values(STATUS_OF), TOO_LARGE])];
const codesOf = (status: number): readonly string[] =>
  status === TOO_LARGE ? ['INVALID'] : ERROR_CODES.filter((code) => STATUS_OF[code] === status);

/** Every refusal over HTTP by its status, as components of the document. */
export function refusals(): Json {
  return Object.fromEntries(statuses.map((status) => [String(status), refusal(status)]));
}

/** References to the refusals that an operation can be answered with. */
export function refusalsOf(operation: {
  readonly isPublic: boolean;
  readonly hasBody: boolean;
}): Json {
  const possible = statuses.filter(
    (status) =>
      (status !== TOO_LARGE || operation.hasBody) &&
      (status !== STATUS_OF.UNAUTHORIZED || !operation.isPublic),
  );
  return Object.fromEntries(
    possible.map((status) => [String(status), { $ref: `#/components/responses/${status}` }]),
  );
}

function refusal(status: number): Json {
  const codes = codesOf(status);
  const { properties } = partsOf(ERROR_SCHEMA);
  const error = { ...ERROR_SCHEMA, properties: { ...properties, code: { enum: codes } } };
  const schema = { type: 'object', properties: { error }, required: ['error'] };
  const plain = { code: codes[0], message: WHY[status] };
  const example = { error: codes.includes('RATE_LIMITED') ? ERROR_EXAMPLE : plain };
  return {
    description: WHY[status],
    ...(HEADERS[status] ? { headers: HEADERS[status] } : {}),
    content: { 'application/json': { schema, example } },
  };
}
