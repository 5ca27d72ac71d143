/** How deep texts are kept: sections of a state, their fields, the entries in those. */
const KEPT_DEPTH = 3;

/** Data as JSON knows it. */
type Plain = object | string | number | boolean | null | undefined;

/**
 * Holds values to what JSON gives back unchanged, and keeps the JSON of what has not changed: one
 * small change in a large state costs the text of the changed parts alone.
 */
export class PlainData {
  readonly #checked = new WeakSet();
  readonly #texts = new WeakMap<object, string>();

  /**
   * Freezes a value through and through: what is changed in place from now on would not be saved,
   * so it throws instead.
   * @throws {TypeError} for what JSON would change without a word: no finite number, a `Map` and
   *   the like, `undefined` in a list.
   */
  freeze(value: unknown, path = 'state'): void {
    if (!isKept(value)) throw notPlain(path, value);
    if (typeof value !== 'object' || value === null || this.#checked.has(value)) return;
    if (Array.isArray(value)) this.#freezeList(value, path);
    else this.#freezeRecord(value, path);
    Object.freeze(value);
    this.#checked.add(value);
  }

  /** The JSON of a frozen value. */
  stringify(value: Plain, keptDepth = KEPT_DEPTH): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    const text = keptDepth === 0 ? JSON.stringify(value) : this.#assemble(value, keptDepth - 1);
    this.#texts.set(value, text);
    return text;
  }

  #assemble(value: object, keptDepth: number): string {
    if (Array.isArray(value)) {
      return `[${value.map((each) => this.stringify(each as Plain, keptDepth)).join(',')}]`;
    }
    const fields = Object.entries(value as Record<string, Plain>)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => `${JSON.stringify(name)}:${this.stringify(each, keptDepth)}`);
    return `{${fields.join(',')}}`;
  }

  #freezeList(list: readonly unknown[], path: string): void {
    for (const [index, each] of list.entries()) {
      if (each === undefined) throw notPlain(`${path}[${index}]`, each);
      this.freeze(each, `${path}[${index}]`);
    }
  }

  #freezeRecord(record: object, path: string): void {
    const prototype: unknown = Object.getPrototypeOf(record);
    if (prototype !== Object.prototype && prototype !== null) throw notPlain(path, record);
    for (const [name, each] of Object.entries(record)) this.freeze(each, `${path}.${name}`);
  }
}

/** Whether JSON has a word for a value of this type. */
function isKept(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return !['function', 'bigint', 'symbol'].includes(typeof value);
}

function notPlain(path: string, value: unknown): TypeError {
  return new TypeError(`${path} cannot be kept as JSON: ${String(value)}`);
}
