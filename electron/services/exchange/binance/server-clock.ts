import type { Clock } from '../../clock';

/** How far an event may be ahead of what was measured: its stamp errs less than our reading may. */
const MAX_LEAD_MS = 2000;
/** Before the first reading our wall clock is all there is, and may be set to anything but years. */
const UNREAD_LEAD_MS = 7 * 24 * 3_600_000;
/** Between two readings our clock and the venue's drift apart by less. */
const MAX_DRIFT_MS = 10_000;

/**
 * The venue's clock as far as it is known: a reading of it carried on by our monotonic clock, so
 * that a wall clock that jumps does no harm, and not behind the newest event the venue has stamped,
 * as long as that stamp can be true. From the first reading on it never goes back: a candle that
 * has closed stays closed.
 */
export class ServerClock {
  /** Venue time minus our monotonic time; null before the first reading. */
  #offset: number | null = null;
  #newest = 0;

  constructor(private readonly clock: Clock) {}

  /** Milliseconds UTC by the venue. */
  now(): number {
    if (this.#offset === null) return Math.max(this.clock.now(), this.#newest);
    this.#newest = Math.max(this.clock.monotonic() + this.#offset, this.#newest);
    return this.#newest;
  }

  /** As `now`, by the last reading alone; our wall clock before the first. May go back. */
  measured(): number {
    return this.at(this.clock.monotonic()) ?? this.clock.now();
  }

  /**
   * The latest moment that the present may be, ms UTC. Our monotonic clock stands still while the
   * machine sleeps and our wall clock does not, so the later of both counts.
   */
  latest(): number {
    const leadMs = this.#offset === null ? UNREAD_LEAD_MS : MAX_LEAD_MS;
    return Math.max(this.now(), this.clock.now()) + leadMs;
  }

  /** Its time at a monotonic moment of ours, ms UTC, by the last reading; null before the first. */
  at(moment: number): number | null {
    return this.#offset === null ? null : moment + this.#offset;
  }

  /**
   * Takes a reading of the venue's clock made between two monotonic moments of ours; it is taken to
   * hold for the middle, which errs by half the round trip at most.
   */
  calibrate(serverTime: number, sentAt: number, receivedAt: number): void {
    // What was only held against our wall clock is not to outlive it.
    if (this.#offset === null) this.#newest = 0;
    this.#offset = serverTime - (sentAt + receivedAt) / 2;
  }

  /** Whether nothing can have happened at that time yet, ms UTC; mostly told without a look at a clock. */
  isBeyond(time: number): boolean {
    if (time <= this.#newest) return false;
    return time > this.now() + (this.#offset === null ? UNREAD_LEAD_MS : MAX_DRIFT_MS);
  }

  /**
   * Takes the stamp of an event, ms UTC, and follows it by two seconds beyond what was measured at
   * most. Returns false for one further ahead: it is wrong, or the clock needs another reading.
   */
  observe(eventTime: number): boolean {
    if (eventTime <= this.#newest) return true;
    const latest = this.measured() + MAX_LEAD_MS;
    this.#newest = Math.max(this.#newest, Math.min(eventTime, latest));
    return eventTime <= latest;
  }
}
