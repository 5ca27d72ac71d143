import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { ServerClock } from './server-clock';

/** Events ahead of the venue's clock make it be read anew, not more often than this. */
const LEAD_CHECK_MS = 5000;
/** So many in a row are no mistake: the streams run by another clock, or it was set just now. */
const AGREED = 10;
/** No clock that is set, and no fast replay, is so far off. */
const ABSURD_MS = 7 * 24 * 3_600_000;

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
  /** Events in a row that no clock explains. */
  #beyond = 0;

  constructor(options: ClockFollowerOptions) {
    this.#options = options;
  }

  /**
   * Whether an event may carry that time, ms UTC. One that is ahead of the venue's clock is not
   * believed, unless all others are as well, and has the clock read anew.
   */
  believes(time: number): boolean {
    const { serverClock } = this.#options;
    if (!serverClock.isBeyond(time)) {
      this.#beyond = 0;
      return true;
    }
    this.#doubt();
    return ++this.#beyond > AGREED && !serverClock.isBeyond(time - ABSURD_MS);
  }

  /** A believed event was stamped then, ms UTC. */
  follow(eventTime: number): void {
    if (!this.#options.serverClock.observe(eventTime)) this.#doubt();
  }

  /** Either an event is wrong or the venue's clock was set: only another reading tells. */
  #doubt(): void {
    const now = this.#options.clock.monotonic();
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
