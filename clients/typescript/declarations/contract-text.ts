import type { z } from 'zod';
import {
  ERROR_SCHEMA,
  SchemaShelf,
  type Json,
} from '../../../shared/protocol/documents/json-schema';
import { events } from '../../../shared/protocol/events';
import type { RequestSpec } from '../../../shared/protocol/request-spec';
import { requests } from '../../../shared/protocol/requests';
import { comment, typeText } from './type-text';

/** What is the same whatever requests and events there are; see `reply.ts` and `events.ts`. */
const FRAME = `
export type EventName = keyof Events;
export type RequestName = keyof Requests;
export type RequestInput<N extends RequestName> = Requests[N]['params'];
export type RequestResult<N extends RequestName> = Requests[N]['result'];
/** What an event brings: its data, and its number in the one sequence of the service. */
export type Envelope = {
  [N in EventName]: {
    readonly type: N;
    readonly data: Events[N];
    /** Grows strictly, also across restarts; gaps are normal. */
    readonly seq: number;
    /** Present only when the prices are not the real market's. */
    readonly market?: 'demo' | 'replay';
  };
}[EventName];
export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorBody };
`;

/** The contract as declarations that stand alone, made from the schemas that check it. */
export function contractText(): string {
  const shelf = new SchemaShelf();
  const text = (schema: Json): string => typeText(schema, nameOf);
  const told = Object.entries(events).map(
    ([name, schema]) => `${name}: ${text(shelf.schemaOf(name, schema, 'output'))};`,
  );
  const specs = Object.entries(requests) as [string, RequestSpec<z.ZodType, z.ZodType>][];
  const asked = specs.map(([name, { summary, params, result }]) => {
    const input = text(shelf.schemaOf(`${name}.params`, params, 'input'));
    const output = text(shelf.schemaOf(`${name}.result`, result, 'output'));
    return `${comment({ description: summary })}${name}: { params: ${input}; result: ${output} };`;
  });
  const shared = Object.entries(shelf.schemas).map(
    ([name, schema]) => `type ${nameOf(name)} = ${text(schema as Json)};`,
  );
  return [
    '// Made from the contract; see clients/typescript in the repository of Tickwatch.',
    ...shared,
    `/** Data of each event. */\nexport interface Events {\n${told.join('\n')}\n}`,
    `/** Each request with what it takes and gives. */\nexport interface Requests {\n${asked.join('\n')}\n}`,
    `/** An error: a code for programs, a sentence for people. */\nexport interface ErrorBody ${text(ERROR_SCHEMA)}`,
    FRAME,
  ].join('\n');
}

const nameOf = (ref: string): string =>
  ref.replace('#/components/schemas/', '').replace(/\W/g, '_');
