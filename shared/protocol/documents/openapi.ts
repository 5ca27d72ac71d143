import type { z } from 'zod';
import type { RequestSpec, RestRoute } from '../request-spec';
import { requests, type RequestName } from '../requests';
import { takesBody } from '../rest-params';
import { API_ROOT } from '../rest-paths';
import { requestExamples } from './examples/request-examples';
import { refusals, refusalsOf } from './openapi-refusals';
import { partsOf, SchemaShelf, type Json } from './json-schema';

type Spec = RequestSpec<z.ZodType, z.ZodType>;

/**
 * All operations over HTTP, made from the schemas that check them.
 * @see https://spec.openapis.org/oas/v3.1.0
 */
export function openApiDocument(version: string): Json {
  const shelf = new SchemaShelf();
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, spec] of Object.entries(requests) as [string, Spec][]) {
    const { rest } = spec;
    if (!rest) continue;
    const path = (paths[rest.path] ??= {});
    path[rest.method.toLowerCase()] = operationOf({ name, spec, rest, shelf });
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tickwatch', version, description: 'Watches prices; it never trades.' },
    servers: [{ url: API_ROOT }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      responses: refusals(),
      schemas: shelf.schemas,
    },
  };
}

interface Operation {
  readonly name: string;
  readonly spec: Spec;
  readonly rest: RestRoute;
  readonly shelf: SchemaShelf;
}

function operationOf({ name, spec, rest, shelf }: Operation): Json {
  const params = shelf.schemaOf(`${name}.params`, spec.params, 'input');
  const result = shelf.schemaOf(`${name}.result`, spec.result, 'output');
  const inPath = [...rest.path.matchAll(/\{(\w+)\}/g)].map(([, each]) => each ?? '');
  const hasBody = takesBody(rest.method);
  const example = requestExamples[name as RequestName];
  const asked = example.params as Json;
  return {
    operationId: name,
    summary: spec.summary,
    tags: [rest.path.split('/')[1] ?? ''],
    ...(spec.scope === 'public' ? { security: [] } : { 'x-scope': spec.scope }),
    parameters: parametersOf(params, inPath, hasBody).map((each) => withExample(each, asked)),
    ...(hasBody ? bodyOf(params, inPath, asked) : {}),
    responses: {
      [String(rest.status ?? 200)]: {
        description: 'Done.',
        content: contentOf(rest, result, example.result),
      },
      ...refusalsOf({ isPublic: spec.scope === 'public', hasBody }),
    },
  };
}

function contentOf({ textType }: RestRoute, schema: Json, example: object): Json {
  if (textType === undefined) return { 'application/json': { schema, example } };
  return { [textType]: { schema: { type: 'string' }, example: (example as Json)['text'] } };
}

function withExample(parameter: Json, asked: Json): Json {
  const example = asked[parameter['name'] as string];
  return example === undefined ? parameter : { ...parameter, example };
}

function parametersOf(params: Json, inPath: readonly string[], hasBody: boolean): Json[] {
  const { properties, required } = partsOf(params);
  const path = inPath.map((name) => ({
    ...{ name, in: 'path', required: true },
    // Where the parameters are one of several shapes, the path tells which.
    schema: properties[name] ?? { type: 'string' },
  }));
  if (hasBody) return path;
  const query = Object.entries(properties)
    .filter(([name]) => !inPath.includes(name))
    .map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }));
  return [...path, ...query];
}

/** Everything of the parameters that is not in the path. */
function bodyOf(params: Json, inPath: readonly string[], asked: Json): Json {
  const schema = without(params, inPath);
  const { properties, required } = partsOf(schema);
  if (schema['properties'] !== undefined && Object.keys(properties).length === 0) return {};
  const own = Object.entries(asked).filter(([name]) => !inPath.includes(name));
  const content = { 'application/json': { schema, example: Object.fromEntries(own) } };
  return { requestBody: { required: required.length > 0, content } };
}

function without(schema: Json, names: readonly string[]): Json {
  if (names.length === 0) return schema;
  if (schema['properties'] === undefined) {
    const shaped: Record<string, unknown> = { ...schema };
    for (const key of ['oneOf', 'anyOf']) {
      const shapes = schema[key] as Json[] | undefined;
      if (shapes) shaped[key] = shapes.map((each) => without(each, names));
    }
    return shaped;
  }
  const { properties, required } = partsOf(schema);
  const own = Object.entries(properties).filter(([name]) => !names.includes(name));
  const mandatory = required.filter((name) => !names.includes(name));
  return { ...schema, properties: Object.fromEntries(own), required: mandatory };
}
