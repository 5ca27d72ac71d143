import { expect, test } from 'vitest';
import { events } from '../events';
import { requests } from '../requests';
import { asyncApiDocument } from './asyncapi';
import type { Json } from './json-schema';
import { openApiDocument } from './openapi';

const openApi = openApiDocument('1.2.3');
const asyncApi = asyncApiDocument('1.2.3');

/** What a JSON pointer of a document leads to. */
const lookUp = (document: Json, pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((part, key) => (part as Json | undefined)?.[key], document);

/** All references of a document, however deep. */
const referencesOf = (document: Json): string[] => {
  const found: string[] = [];
  JSON.stringify(document, (key, value: unknown) => {
    if (key === '$ref') found.push(value as string);
    return value;
  });
  return found;
};

test.each([
  ['OpenAPI', openApi],
  ['AsyncAPI', asyncApi],
])('every reference of the %s document leads somewhere', (_name, document) => {
  const references = referencesOf(document);
  expect(references.length).toBeGreaterThan(10);
  for (const each of references) expect(lookUp(document, each), each).toBeDefined();
});

test('every operation over HTTP is described once, with all parts of its path', () => {
  const paths = openApi['paths'] as Record<string, Record<string, Json>>;
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const parameters = operation['parameters'] as Json[];
      const inPath = parameters.filter((each) => each['in'] === 'path').map((each) => each['name']);
      expect(new Set(path.match(/(?<=\{)\w+/g))).toEqual(new Set(inPath));
      return `${operation['operationId'] as string} ${method.toUpperCase()} ${path}`;
    }),
  );
  const specified = Object.entries(requests).flatMap(([name, spec]) =>
    'rest' in spec ? [`${name} ${spec.rest.method} ${spec.rest.path}`] : [],
  );
  expect(described.sort()).toEqual(specified.sort());
});

test('only what needs no token is described as such', () => {
  const paths = openApi['paths'] as Record<string, Record<string, Json>>;
  const open = Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods).some((each) => Array.isArray(each['security'])) ? [path] : [],
  );
  expect(open).toEqual(['/health']);
});

test('every event and every request over Socket.IO is described, with its reply', () => {
  const { messages } = asyncApi['components'] as { messages: Json };
  const asked = [...Object.keys(requests), 'request'].flatMap((name) => [name, `${name}.reply`]);
  expect(Object.keys(messages).sort()).toEqual([...Object.keys(events), ...asked].sort());
  const operations = Object.keys(asyncApi['operations'] as Json);
  expect(operations).toHaveLength(Object.keys(events).length + Object.keys(requests).length + 1);
});

test('a body is asked for without what the path says', () => {
  const paths = openApi['paths'] as Record<string, Record<string, Json>>;
  const body = JSON.stringify(paths['/alert-rules/{id}']?.['patch']?.['requestBody']);
  expect(body).toContain('"severity"');
  expect(body).not.toContain('"id"');
});
