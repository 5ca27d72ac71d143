import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { ServerClock } from './server-clock';

/** Events ahead of the venue's clock make it be read anew, not more often than this. */
const LEAD_CHECK_MS = 5000;

export interface ClockFollowerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly serverClock: ServerClock;
  /** Reads the venue's clock. */
  readonly measure: () => Promise<void>;
}

/** Keeps the venue's clock in step with what the streams bring. */
export class ClockFollower {
  readonly #options: ClockFollowerOptions;
  /** When an event was last ahead of the venue's clock, monotonic. */
  #ledAt = -Infinity;

  constructor(options: ClockFollowerOptions) {
    this.#options = options;
  }

  /** An event carries that time, ms UTC. */
  follow(eventTime: number): void {
    const { clock, serverClock } = this.#options;
    if (serverClock.observe(eventTime)) return;
    // Either the event is wrong or the venue's clock was set: only another reading tells.
    const now = clock.monotonic();
    if (now - this.#ledAt < LEAD_CHECK_MS) return;
    this.#ledAt = now;
    this.measure();
  }

  /** Reads the venue's clock; a failure is logged. */
  measure(): void {
    const { logger, measure } = this.#options;
    measure().catch((error: unknown) => {
      logger.warn('Clock of the exchange not read', { error: String(error) });
    });
  }
}
