import type { RawData } from 'ws';
import { z } from 'zod';

type CommandId = number | string | null;

interface ClientError {
  readonly code: number;
  readonly msg: string;
}

/** What the stream endpoint answers to a client's mistakes. */
export const CLIENT_ERRORS = {
  badRequest: { code: 2, msg: 'Invalid request: request must be a known method with its params' },
  badProperty: { code: 0, msg: 'Unknown property' },
  badJson: { code: 3, msg: 'Invalid JSON: expected a JSON object' },
  tooManyStreams: { code: 4, msg: 'Too many subscriptions' },
} as const satisfies Record<string, ClientError>;

const id = z.union([z.number().int(), z.string().max(36), z.null()]).default(null);
const names = z.array(z.string()).min(1);
const command = z.discriminatedUnion('method', [
  z.object({ method: z.literal('SUBSCRIBE'), params: names, id }),
  z.object({ method: z.literal('UNSUBSCRIBE'), params: names, id }),
  z.object({ method: z.literal('LIST_SUBSCRIPTIONS'), id }),
  z
    .object({
      method: z.literal('SET_PROPERTY'),
      params: z.tuple([z.literal('combined'), z.boolean()]),
      id,
    })
    .transform(({ method, params, id }) => ({ method, combined: params[1], id })),
  z.object({ method: z.literal('GET_PROPERTY'), params: z.tuple([z.literal('combined')]), id }),
]);

/** A client's wish. */
export type Command = z.infer<typeof command>;

/** Reads a client's message. */
export function parseCommand(data: RawData): Command | { error: ClientError; id: CommandId } {
  const value = parseJson(textOf(data));
  if (typeof value !== 'object' || value === null)
    return { error: CLIENT_ERRORS.badJson, id: null };
  const result = command.safeParse(value);
  if (result.success) return result.data;
  const known = z.object({ id }).safeParse(value);
  const property = 'method' in value && String(value.method).endsWith('_PROPERTY');
  return {
    error: property ? CLIENT_ERRORS.badProperty : CLIENT_ERRORS.badRequest,
    id: known.success ? known.data.id : null,
  };
}

/** The text of an error answer. */
export function errorText(error: ClientError, commandId: CommandId): string {
  return JSON.stringify({ error, id: commandId });
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
