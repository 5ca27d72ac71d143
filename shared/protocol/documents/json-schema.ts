import { z } from 'zod';
import { ERROR_CODES } from '../../domain/errors';

/** A JSON Schema of draft 2020-12, or any other part of a document. */
export type Json = Readonly<Record<string, unknown>>;

/** Schemas of a document by name, for all that refers to them. */
export class SchemaShelf {
  readonly schemas: Record<string, unknown> = {};

  /**
   * The JSON Schema of what a schema takes (`input`) or gives (`output`). What it defines for itself
   * goes on the shelf, under names that begin with its own.
   */
  schemaOf(name: string, schema: z.ZodType, io: 'input' | 'output'): Json {
    const whole = z.toJSONSchema(schema, { io, unrepresentable: 'any', cycles: 'ref' });
    const { $defs = {}, ...rest } = whole;
    const place = (ref: string): string =>
      ref === '#'
        ? `#/components/schemas/${name}`
        : ref.replace('#/$defs/', `#/components/schemas/${name}.`);
    const isRecursive = JSON.stringify(whole).includes('"$ref":"#"');
    for (const [key, each] of Object.entries($defs)) {
      this.schemas[`${name}.${key}`] = moved(each, place);
    }
    const own = moved(rest, place);
    if (!isRecursive) return own;
    this.schemas[name] = own;
    return { $ref: place('#') };
  }
}

/** A copy for a place within a document: its references lead elsewhere. */
function moved(schema: object, place: (ref: string) => string): Json {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => {
      if (key === '$schema') return undefined;
      return key === '$ref' && typeof value === 'string' ? place(value) : value;
    }),
  ) as Json;
}

/** The properties of a schema of an object, and which of them are required. */
export function partsOf(schema: Json): {
  readonly properties: Readonly<Record<string, Json>>;
  readonly required: readonly string[];
} {
  return {
    properties: (schema['properties'] ?? {}) as Record<string, Json>,
    required: (schema['required'] ?? []) as string[],
  };
}

/** An error as every transport tells it. */
export const ERROR_SCHEMA: Json = {
  type: 'object',
  properties: {
    code: { enum: ERROR_CODES },
    message: { type: 'string', description: 'for people' },
    retry_after_ms: { type: 'integer', description: 'only with RATE_LIMITED' },
    details: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, message: { type: 'string' } },
        required: ['field', 'message'],
      },
    },
  },
  required: ['code', 'message'],
};

/** A refusal, as an example. */
export const ERROR_EXAMPLE: Json = {
  code: 'RATE_LIMITED',
  message: 'Too many requests',
  retry_after_ms: 950,
};
