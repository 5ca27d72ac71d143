import { Ajv2020 } from 'ajv/dist/2020';
import { expect, test } from 'vitest';
import { asyncApiDocument } from './asyncapi';
import type { Json } from './json-schema';
import { openApiDocument } from './openapi';

interface Example {
  readonly place: string;
  readonly value: unknown;
}

const OPTIONS = { strict: false, validateFormats: false, validateSchema: false } as const;
const openApi = openApiDocument('1.2.3');
const asyncApi = asyncApiDocument('1.2.3');
const isObject = (part: unknown): part is Json => typeof part === 'object' && part !== null;
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Every example in a document, with the place of the schema it is one of. */
function examplesOf(part: unknown, place = '#'): Example[] {
  if (!isObject(part)) return [];
  const own: Example[] = [];
  if ('example' in part) own.push({ place: `${place}/schema`, value: part['example'] });
  const list = isObject(part['payload']) ? (part['examples'] as Json[] | undefined) : undefined;
  for (const each of list ?? []) own.push({ place: `${place}/payload`, value: each['payload'] });
  if (own.length > 0) return own;
  return Object.entries(part).flatMap(([key, each]) =>
    examplesOf(each, `${place}/${escaped(key)}`),
  );
}

/** Says what is wrong with examples of a document; null for one that is valid. */
function judgeOf(document: Json): (example: Example) => unknown {
  const ajv = new Ajv2020({ ...OPTIONS, code: { optimize: false } });
  ajv.addSchema(document, 'document');
  return ({ place, value }) => {
    const validate = ajv.compile({ $ref: `document${encodeURI(place)}` });
    return validate(value) ? null : { place, value, errors: validate.errors };
  };
}

test.each([
  ['OpenAPI', openApi],
  ['AsyncAPI', asyncApi],
])('every example in the %s document is valid by the schema beside it', (_name, document) => {
  const examples = examplesOf(document);
  expect(examples.length).toBeGreaterThan(130);
  const faultOf = judgeOf(document);
  expect(examples.map(faultOf).filter((fault) => fault !== null)).toEqual([]);
  const [first] = examples;
  expect(faultOf({ ...first!, value: 7 })).not.toBeNull();
});

test('every operation over HTTP has an example of its answer, and of its body if it has one', () => {
  const paths = Object.values(openApi['paths'] as Record<string, Record<string, Json>>);
  const operations = paths.flatMap((methods) => Object.values(methods));
  expect(operations.length).toBeGreaterThan(60);
  for (const operation of operations) {
    const name = operation['operationId'] as string;
    const responses = Object.entries(operation['responses'] as Record<string, Json>);
    const success = responses.filter(([status]) => status.startsWith('2'));
    expect(success).toHaveLength(1);
    const bodies = [success[0]?.[1], operation['requestBody']].filter(isObject);
    const contents = bodies.flatMap(({ content }) => Object.values(content as Json));
    const required = (operation['parameters'] as Json[]).filter((each) => each['required']);
    for (const each of [...contents, ...required]) expect(each, name).toHaveProperty('example');
  }
});

test('every message over Socket.IO has an example', () => {
  const { messages } = asyncApi['components'] as { messages: Record<string, Json> };
  for (const [name, message] of Object.entries(messages)) {
    expect(message['examples'], name).toBeInstanceOf(Array);
  }
});
