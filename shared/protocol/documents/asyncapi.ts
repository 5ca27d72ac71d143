import type { z } from 'zod';
import { events, type EventName } from '../events';
import type { RequestSpec } from '../request-spec';
import { requests, type RequestName } from '../requests';
import { eventExamples } from './examples/event-examples';
import { requestExamples } from './examples/request-examples';
import { ERROR_EXAMPLE, ERROR_SCHEMA, SchemaShelf, type Json } from './json-schema';

type Spec = RequestSpec<z.ZodType, z.ZodType>;

const EXAMPLE_SEQ = 1_767_225_600_000_001;
const CHANNEL = '#/channels/socket';
/** In no map of the contract: any operation of REST by method and path. */
const ANY_REQUEST: Json = {
  type: 'object',
  properties: {
    method: { type: 'string' },
    path: { type: 'string' },
    query: { type: 'object' },
    body: { type: 'object' },
  },
  required: ['method', 'path'],
  additionalProperties: false,
};

/**
 * All events and requests over Socket.IO, made from the schemas that check them.
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function asyncApiDocument(version: string): Json {
  const shelf = new SchemaShelf();
  const { messages, operations } = conversation(shelf);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tickwatch',
      version,
      description:
        'Socket.IO v4. The token goes into `auth.token` of the handshake. Each event carries one argument, each request takes one object and is acknowledged.',
    },
    defaultContentType: 'application/json',
    servers: { local: { host: '127.0.0.1:8765', protocol: 'ws', pathname: '/socket.io' } },
    channels: {
      socket: {
        address: '/',
        messages: Object.fromEntries(
          Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
      },
    },
    operations,
    components: { messages, schemas: { ...shelf.schemas, Error: ERROR_SCHEMA } },
  };
}

/** All that is said, and what it is for. */
function conversation(shelf: SchemaShelf) {
  const messages: Record<string, Json> = {};
  const operations: Record<string, Json> = {};
  for (const [name, schema] of Object.entries(events) as [EventName, z.ZodType][]) {
    messages[name] = {
      name,
      payload: envelopeOf(name, shelf.schemaOf(`${name}.data`, schema, 'output')),
      examples: [{ payload: { type: name, data: eventExamples[name], seq: EXAMPLE_SEQ } }],
    };
    operations[`send.${name}`] = { action: 'send', ...spoken(name) };
  }
  for (const [name, spec] of Object.entries(requests) as [RequestName, Spec][]) {
    const { params, result } = requestExamples[name];
    const payload = shelf.schemaOf(`${name}.params`, spec.params, 'input');
    const value = shelf.schemaOf(`${name}.result`, spec.result, 'output');
    messages[name] = {
      ...{ name, summary: spec.summary, payload, 'x-scope': spec.scope },
      examples: [{ payload: params }],
    };
    messages[`${name}.reply`] = replyMessage(name, value, result);
    operations[`receive.${name}`] = answered(name);
  }
  const { params, result } = requestExamples.list_klines;
  messages['request'] = {
    name: 'request',
    summary: 'Any REST operation, with its result; it needs the scope of the operation.',
    payload: ANY_REQUEST,
    examples: [{ payload: { method: 'GET', path: '/klines', query: params } }],
  };
  messages['request.reply'] = replyMessage('request', {}, result);
  operations['receive.request'] = answered('request');
  return { messages, operations };
}

function spoken(name: string): Json {
  return { channel: { $ref: CHANNEL }, messages: [{ $ref: `${CHANNEL}/messages/${name}` }] };
}

function answered(name: string): Json {
  return { action: 'receive', ...spoken(name), reply: spoken(`${name}.reply`) };
}

function envelopeOf(type: string, data: Json): Json {
  return {
    type: 'object',
    properties: {
      type: { const: type },
      data,
      seq: { type: 'integer', description: 'grows over everything a client gets; gaps are normal' },
      market: { enum: ['demo', 'replay'], description: 'only when it is not the real market' },
    },
    required: ['type', 'data', 'seq'],
  };
}

function replyMessage(name: string, value: Json, example: unknown): Json {
  return {
    name: `${name}.reply`,
    payload: replyOf(value),
    examples: [
      { name: 'success', payload: { ok: true, value: example } },
      { name: 'refusal', payload: { ok: false, error: ERROR_EXAMPLE } },
    ],
  };
}

function replyOf(value: Json): Json {
  return {
    oneOf: [
      {
        type: 'object',
        properties: { ok: { const: true }, value },
        required: ['ok', 'value'],
      },
      {
        type: 'object',
        properties: { ok: { const: false }, error: { $ref: '#/components/schemas/Error' } },
        required: ['ok', 'error'],
      },
    ],
  };
}
