const MINUTE_MS = 60_000;

/** Counts the fires of each rule within the last minute. */
export class FireCount {
  readonly #times = new Map<number, number[]>();

  /** Counts one. Returns how many there were within the minute up to `now` (ms UTC), this one included. */
  add(ruleId: number, now: number): number {
    const recent = this.#times.get(ruleId) ?? [];
    while ((recent[0] ?? Infinity) <= now - MINUTE_MS) recent.shift();
    recent.push(now);
    this.#times.set(ruleId, recent);
    return recent.length;
  }
}
