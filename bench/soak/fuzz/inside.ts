import type { Logger } from '../../../electron/services/logger';
import type { Look } from './tally';

const SHARED: readonly (readonly [string, object])[] = [
  ['Object', Object.prototype],
  ['Array', Array.prototype],
  ['Function', Function.prototype],
  ['String', String.prototype],
  ['Promise', Promise.prototype],
];

const namesOf = (): string[] =>
  SHARED.flatMap(([name, prototype]) =>
    Reflect.ownKeys(prototype).map((key) => `${name}.${String(key)}`),
  );

/** Looks at the process it is in: what of it has changed since it was made. */
export class Inside {
  readonly #known = new Set(namesOf());
  readonly #accidents: string[] = [];

  /** Notes requests that failed in a way nobody had thought of; a slow disk is none of them. */
  readonly logger: Logger = {
    error: (message, fields) => {
      if (message === 'Request failed unexpectedly') this.#note(message, fields);
    },
    warn: () => undefined,
    info: () => undefined,
    debug: () => undefined,
  };

  #note(message: string, fields: object = {}): void {
    this.#accidents.push(`${message} ${JSON.stringify(fields)}`);
  }

  look(): Look {
    return {
      pollution: namesOf().filter((name) => !this.#known.has(name)),
      accidents: this.#accidents.slice(0, 20),
      rss: process.memoryUsage.rss(),
    };
  }
}
