import type { Clock } from '../../clock';

const BURST = 20;
const REFILL_EVERY_MS = 7500;

/**
 * Rations connection attempts over all venues: twenty at once, then one each 7.5 s, which is at most
 * 60 in any five minutes, a fifth of what the exchange allows an address. A bucket that refills keeps
 * the wait short after a burst; a window of five minutes would keep everybody out until its end.
 * @see https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
 */
export class ConnectBudget {
  #left = BURST;
  #refilledAt: number;

  constructor(private readonly clock: Clock) {
    this.#refilledAt = clock.monotonic();
  }

  /** Takes an attempt and returns 0, or the ms until there may be one to take. */
  take(): number {
    const now = this.clock.monotonic();
    const refills = Math.floor((now - this.#refilledAt) / REFILL_EVERY_MS);
    this.#refilledAt += refills * REFILL_EVERY_MS;
    this.#left = Math.min(BURST, this.#left + refills);
    if (this.#left === 0) return this.#refilledAt + REFILL_EVERY_MS - now;
    this.#left--;
    return 0;
  }
}
