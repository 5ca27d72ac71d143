import type { Json } from '../../../shared/protocol/documents/json-schema';

const PLAIN: Readonly<Record<string, string>> = {
  ...{ string: 'string', number: 'number', integer: 'number', boolean: 'boolean', null: 'null' },
};

/**
 * A JSON Schema as the text of a TypeScript type, with its descriptions as comments.
 * @param nameOf The name of the type that a reference leads to.
 * @throws {TypeError} for a part of JSON Schema that the contract does not use.
 */
export function typeText(schema: Json, nameOf: (ref: string) => string): string {
  const text = (each: Json): string => typeText(each, nameOf);
  const { $ref, type, anyOf, oneOf } = schema;
  if (typeof $ref === 'string') return nameOf($ref);
  if ('const' in schema) return JSON.stringify(schema['const']);
  const shapes = (anyOf ?? oneOf) as Json[] | undefined;
  if (shapes) return union(shapes.map(text));
  if (Array.isArray(schema['enum'])) return union(schema['enum'].map((it) => JSON.stringify(it)));
  if (Array.isArray(type)) return union(type.map((it) => text({ ...schema, type: it as unknown })));
  return textOfType(schema, text);
}

function textOfType(schema: Json, text: (schema: Json) => string): string {
  const { type } = schema;
  if (type === undefined) return 'unknown';
  if (type === 'array') return `(${text((schema['items'] ?? {}) as Json)})[]`;
  if (type === 'object') return objectText(schema, text);
  const plain = typeof type === 'string' ? PLAIN[type] : undefined;
  if (plain === undefined) throw new TypeError(`No type for ${JSON.stringify(schema)}`);
  return plain;
}

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ');

function objectText(schema: Json, text: (schema: Json) => string): string {
  const properties = schema['properties'] as Readonly<Record<string, Json>> | undefined;
  const others = schema['additionalProperties'];
  if (properties === undefined || Object.keys(properties).length === 0) {
    if (typeof others === 'object') return recordText(schema, text(others as Json));
    return 'Record<string, never>';
  }
  const required = (schema['required'] ?? []) as readonly string[];
  const lines = Object.entries(properties).map(([name, each]) => {
    const optional = required.includes(name) ? '' : '?';
    const orNothing = optional && ' | undefined';
    return `${comment(each)}${JSON.stringify(name)}${optional}: ${text(each)}${orNothing};`;
  });
  return `{\n${lines.join('\n')}\n}`;
}

function recordText(schema: Json, value: string): string {
  const { propertyNames, required } = schema as { propertyNames?: Json; required?: unknown };
  const names = propertyNames?.['enum'] as readonly string[] | undefined;
  if (!names) return `Record<string, ${value}>`;
  const record = `Record<${union(names.map((name) => JSON.stringify(name)))}, ${value}>`;
  return required === undefined ? `Partial<${record}>` : record;
}

/** A description as a comment on a line of its own; nothing where there is none. */
export function comment({ description }: Json): string {
  if (typeof description !== 'string') return '';
  return `/** ${description.replaceAll('*/', '* /')} */\n`;
}
