/** What arrived since the last look, the newest per symbol. */
export class NewestBySymbol<T extends { readonly symbol: string }> {
  readonly #arrived = new Map<string, T>();

  /** True when nothing else had arrived since the last look. */
  put(item: T): boolean {
    const isFirst = this.#arrived.size === 0;
    this.#arrived.set(item.symbol, item);
    return isFirst;
  }

  /** Hands everything over and begins anew. */
  take(): readonly T[] {
    const items = [...this.#arrived.values()];
    this.#arrived.clear();
    return items;
  }
}
