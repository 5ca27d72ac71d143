/**
 * A priority queue with the smallest key first that can also move and drop what it holds. Each
 * item remembers its own place, in the field named by `slot`: −1 when it is not held.
 */
export class LevelHeap<S extends string, T extends Record<S, number>> {
  // Keys apart from items: numbers alone are kept unboxed, side by side.
  readonly #keys: number[] = [];
  readonly #items: T[] = [];

  constructor(private readonly slot: S) {}

  get size(): number {
    return this.#items.length;
  }

  /** Smallest key; Infinity when empty. */
  get topKey(): number {
    return this.#keys[0] ?? Infinity;
  }

  /** All items, in no order. */
  get items(): readonly T[] {
    return this.#items;
  }

  /** Puts an item at a key, or moves it there; with an infinite key it is dropped. */
  set(item: T, key: number): void {
    const at = item[this.slot];
    if (key === Infinity) {
      if (at >= 0) this.#removeAt(at);
    } else if (at < 0) {
      this.#keys.push(key);
      this.#items.push(item);
      this.#up(this.#items.length - 1, item, key);
    } else if (this.#keys[at] !== key) {
      this.#settle(at, item, key);
    }
  }

  /** Drops an item; nothing happens when it is not held. */
  remove(item: T): void {
    if (item[this.slot] >= 0) this.#removeAt(item[this.slot]);
  }

  /** Takes the item with the smallest key. */
  pop(): T | undefined {
    const top = this.#items[0];
    if (top) this.#removeAt(0);
    return top;
  }

  /** Key of an item; Infinity when it is not held. */
  keyOf(item: T): number {
    return this.#keys[item[this.slot]] ?? Infinity;
  }

  #removeAt(at: number): void {
    const gone = this.#items[at];
    const last = this.#items.pop();
    const key = this.#keys.pop();
    if (gone) gone[this.slot] = -1 as T[S];
    if (last && key !== undefined && last !== gone) this.#settle(at, last, key);
  }

  #settle(at: number, item: T, key: number): void {
    const parent = this.#keys[(at - 1) >> 1];
    if (at > 0 && parent !== undefined && key < parent) this.#up(at, item, key);
    else this.#down(at, item, key);
  }

  #up(from: number, item: T, key: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.#keys[parent] ?? 0) <= key) break;
      this.#shift(parent, at);
      at = parent;
    }
    this.#place(at, item, key);
  }

  #down(from: number, item: T, key: number): void {
    const keys = this.#keys;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= keys.length) break;
      if ((keys[child + 1] ?? Infinity) < (keys[child] ?? Infinity)) child++;
      if ((keys[child] ?? Infinity) >= key) break;
      this.#shift(child, at);
      at = child;
    }
    this.#place(at, item, key);
  }

  #shift(from: number, to: number): void {
    const item = this.#items[from];
    if (item) this.#place(to, item, this.#keys[from] ?? 0);
  }

  #place(at: number, item: T, key: number): void {
    this.#items[at] = item;
    this.#keys[at] = key;
    item[this.slot] = at as T[S];
  }
}
