/** Functions that want to hear a value, called in the order they came. */
export class Listeners<T> {
  readonly #all = new Set<(value: T) => void>();

  /** Adds a listener; the returned function takes it away again. */
  add(listener: (value: T) => void): () => void {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  emit(value: T): void {
    for (const listener of this.#all) listener(value);
  }

  clear(): void {
    this.#all.clear();
  }
}
