/** A JSON Schema, as far as it is looked at here. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
}

/** Uniform in [0, 1). */
type Random = () => number;

const DEEPEST = 6;
/** One of them fits most patterns. */
const WORDS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', '1m', '15m', '7', 'name', '2026-01-01', '12:30'];
/** What moves or switches off the very endpoint that is under fire. */
const ENDPOINT = 'endpoint';
const MOMENT = '2026-01-01T00:00:00.000Z';

/** One of several. @param options Not empty. */
export const pick = <T>(options: readonly T[], random: Random): T =>
  options[Math.floor(random() * options.length)] as T;

/** Makes values that a schema takes, nearly always. */
export class Sampler {
  constructor(
    private readonly root: Schema,
    private readonly random: Random,
  ) {}

  /** A value of the whole schema. */
  value(): unknown {
    return this.#of(this.root, 0);
  }

  #of(schema: Schema, depth: number): unknown {
    if (schema.$ref !== undefined) return this.#of(this.#referred(schema.$ref), depth + 1);
    if ('const' in schema) return schema.const;
    if (schema.enum) return pick(schema.enum, this.random);
    const options = schema.anyOf ?? schema.oneOf;
    if (options) {
      const option = depth > DEEPEST ? options[0] : pick(options, this.random);
      return option ? this.#of(option, depth + 1) : null;
    }
    const type = Array.isArray(schema.type) ? pick<string>(schema.type, this.random) : schema.type;
    return this.#ofType(type, schema, depth);
  }

  #ofType(type: unknown, schema: Schema, depth: number): unknown {
    switch (type) {
      case 'string':
        return this.#text(schema);
      case 'integer':
      case 'number':
        return this.#number(schema, type === 'integer');
      case 'boolean':
        return this.random() < 0.5;
      case 'array':
        return depth > DEEPEST || !schema.items ? [] : [this.#of(schema.items, depth + 1)];
      case 'object':
        return this.#object(schema, depth);
      default:
        return null;
    }
  }

  #object(schema: Schema, depth: number): Record<string, unknown> {
    const { properties = {}, required = [], additionalProperties: more } = schema;
    const wanted = Object.entries(properties).filter(
      ([name]) =>
        name !== ENDPOINT && (required.includes(name) || (depth < DEEPEST && this.random() < 0.5)),
    );
    const pairs = wanted.map(([name, each]) => [name, this.#named(name, each, depth + 1)]);
    if (typeof more === 'object' && this.random() < 0.5)
      pairs.push(['a', this.#of(more, depth + 1)]);
    return Object.fromEntries(pairs) as Record<string, unknown>;
  }

  /** Numbers of things are small, so that they are met again; symbols are known ones. */
  #named(name: string, schema: Schema, depth: number): unknown {
    if (name === 'symbol' && this.random() < 0.8) return pick(WORDS.slice(0, 3), this.random);
    if (name === 'id' && this.random() < 0.8) return 1 + Math.floor(this.random() * 40);
    return this.#of(schema, depth);
  }

  #text({ pattern, format, minLength = 0 }: Schema): string {
    if (format === 'date-time') return MOMENT;
    const fits = pattern === undefined ? () => true : matcher(pattern);
    const words = WORDS.filter((word) => word.length >= minLength && fits(word));
    return words.length > 0 ? pick(words, this.random) : 'x'.repeat(minLength + 1);
  }

  #number({ minimum, exclusiveMinimum, maximum }: Schema, isWhole: boolean): number {
    const low = minimum ?? (exclusiveMinimum ?? 0) + (isWhole ? 1 : 0.5);
    const high = Math.min(maximum ?? Number.POSITIVE_INFINITY, low + 100);
    const value = low + this.random() * (high - low);
    return isWhole ? Math.floor(value) : value;
  }

  #referred(name: string): Schema {
    return this.root.$defs?.[name.replace('#/$defs/', '')] ?? this.root;
  }
}

function matcher(pattern: string): (word: string) => boolean {
  const expression = new RegExp(pattern, 'u');
  return (word) => expression.test(word);
}
