import type { Clock } from '../../clock';

/**
 * The venue's clock as far as it is known: our own plus a measured offset, and never behind the
 * newest event the venue has stamped.
 */
export class ServerClock {
  #offset = 0;
  #newestEvent = 0;

  constructor(private readonly clock: Clock) {}

  /** Milliseconds UTC by the venue. */
  now(): number {
    return Math.max(this.clock.now() + this.#offset, this.#newestEvent);
  }

  /** Takes a reading of the venue's clock made between two moments of ours. */
  calibrate(serverTime: number, sentAt: number, receivedAt: number): void {
    this.#offset = serverTime - (sentAt + receivedAt) / 2;
  }

  observe(eventTime: number): void {
    if (eventTime > this.#newestEvent) this.#newestEvent = eventTime;
  }
}
