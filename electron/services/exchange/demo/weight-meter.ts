import type { Clock } from '../../clock';

const MINUTE_MS = 60_000;

/** Counts request weight per UTC minute, over all clients: they share one address. */
export class WeightMeter {
  #minute = 0;
  #used = 0;

  /** @param limit weight a minute may use. */
  constructor(
    private readonly clock: Clock,
    private readonly limit: number,
  ) {}

  /** Counts a request and returns what the minute has used so far. */
  add(weight: number): number {
    const minute = Math.floor(this.clock.now() / MINUTE_MS);
    if (minute !== this.#minute) this.#used = 0;
    this.#minute = minute;
    this.#used += weight;
    return this.#used;
  }

  /** Whole seconds until counting starts anew; null while the limit is kept. */
  retryAfterSeconds(): number | null {
    if (this.#used <= this.limit) return null;
    return Math.ceil((MINUTE_MS - (this.clock.now() % MINUTE_MS)) / 1000);
  }
}
