/** Where texts are kept: below the sections of a state and their fields, at the entries of those. */
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
  stringify(value: object): string {
    const parts: string[] = [];
    this.#collect(value, KEPT_DEPTH, parts);
    // Joined once: a megabyte would be copied again on every level.
    return parts.join('');
  }

  #collect(value: Plain, depth: number, parts: string[]): void {
    if (typeof value !== 'object' || value === null) parts.push(JSON.stringify(value));
    else if (depth === 0) parts.push(this.#keptText(value));
    else if (Array.isArray(value)) this.#collectList(value as Plain[], depth - 1, parts);
    else this.#collectRecord(value as Record<string, Plain>, depth - 1, parts);
  }

  #collectList(list: readonly Plain[], depth: number, parts: string[]): void {
    parts.push('[');
    for (let index = 0; index < list.length; index++) {
      if (index > 0) parts.push(',');
      this.#collect(list[index], depth, parts);
    }
    parts.push(']');
  }

  #collectRecord(record: Record<string, Plain>, depth: number, parts: string[]): void {
    let before = '{';
    for (const name of Object.keys(record)) {
      if (record[name] === undefined) continue;
      parts.push(before, JSON.stringify(name), ':');
      this.#collect(record[name], depth, parts);
      before = ',';
    }
    parts.push(before === '{' ? '{}' : '}');
  }

  #keptText(value: object): string {
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    this.#texts.set(value, text);
    return text;
  }

  #isChecked(value: unknown): boolean {
    return typeof value === 'object' && value !== null && this.#checked.has(value);
  }

  #freezeList(list: readonly unknown[], path: string): void {
    for (const [index, each] of list.entries()) {
      if (each === undefined) throw notPlain(`${path}[${index}]`, each);
      if (!this.#isChecked(each)) this.freeze(each, `${path}[${index}]`);
    }
  }

  #freezeRecord(record: object, path: string): void {
    const prototype: unknown = Object.getPrototypeOf(record);
    if (prototype !== Object.prototype && prototype !== null) throw notPlain(path, record);
    const fields = record as Record<string, unknown>;
    for (const name of Object.keys(fields)) {
      const each = fields[name];
      // What is known is skipped before a path is put into words for it.
      if (!this.#isChecked(each)) this.freeze(each, `${path}.${name}`);
    }
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
