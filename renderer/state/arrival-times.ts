/** When the newest of something arrived, by key; not reactive, because it moves with every price. */
export class ArrivalTimes {
  readonly #times = new Map<string, number>();

  /** ms UTC. */
  get(key: string): number | undefined {
    return this.#times.get(key);
  }

  /** Takes a time (ms UTC) as it is, also an earlier one: clocks are set back at times. */
  set(key: string, time: number): void {
    this.#times.set(key, time);
  }

  /** Takes a time (ms UTC), unless a later one is known. */
  note(key: string, time: number): void {
    this.#times.set(key, Math.max(time, this.#times.get(key) ?? time));
  }
}
