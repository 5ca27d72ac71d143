/** Counted claims on shared things: opened with the first claim, closed with the last. */
export class Claims<K> {
  readonly #held = new Map<K, { count: number; readonly close: () => void }>();

  /** @param open Called for the first claim of a key; returns what the last release calls. */
  constructor(private readonly open: (key: K) => () => void) {}

  get size(): number {
    return this.#held.size;
  }

  keys(): IterableIterator<K> {
    return this.#held.keys();
  }

  has(key: K): boolean {
    return this.#held.has(key);
  }

  /** Claims until the returned function is called; calling it again is harmless. */
  claim(key: K): () => void {
    const held = this.#held.get(key);
    if (held) held.count++;
    else this.#held.set(key, { count: 1, close: this.open(key) });
    let isHeld = true;
    return () => {
      if (isHeld) this.#release(key);
      isHeld = false;
    };
  }

  #release(key: K): void {
    const held = this.#held.get(key);
    if (!held || --held.count > 0) return;
    this.#held.delete(key);
    held.close();
  }
}
