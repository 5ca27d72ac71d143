/** One running timer per key; starting it again begins anew. */
export class KeyedTimers<K> {
  readonly #timers = new Map<K, ReturnType<typeof setTimeout>>();

  start(key: K, ms: number, run: () => void): void {
    this.stop(key);
    const fire = (): void => {
      this.#timers.delete(key);
      run();
    };
    this.#timers.set(key, setTimeout(fire, ms));
  }

  stop(key: K): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }
}
