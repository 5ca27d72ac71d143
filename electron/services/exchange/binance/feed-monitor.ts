import type { FeedState, FeedStatus } from '../../../../shared/domain/feed-status';
import type { Clock, Timer } from '../../clock';

const STALE_AFTER_MS = 15_000;
const CHECK_EVERY_MS = 1000;

/**
 * Tells what state a feed is in from what was seen of it: data that arrives, not a socket that
 * seems open, is what makes it live.
 */
export class FeedMonitor {
  #state: FeedState = 'connecting';
  #reason: string | null = null;
  #since: number;
  #isOpen = false;
  /** Monotonic moment from which silence is counted. */
  #heardAt: number;
  #lastDataAt: number | null = null;
  #timer: Timer | null = null;

  /**
   * @param expectsData Whether any stream is claimed: without one, silence is no fault.
   * @param onChange Called with each new status.
   */
  constructor(
    private readonly clock: Clock,
    private readonly expectsData: () => boolean,
    private readonly onChange: (status: FeedStatus) => void,
  ) {
    this.#since = clock.now();
    this.#heardAt = clock.monotonic();
  }

  start(): void {
    this.#timer = this.clock.every(CHECK_EVERY_MS, () => this.#check());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  get status(): FeedStatus {
    return { venue: 'spot', state: this.#state, since: this.#since, reason: this.#reason };
  }

  /** Age of the newest data in ms; null before the first. */
  get dataAge(): number | null {
    return this.#lastDataAt === null ? null : this.clock.monotonic() - this.#lastDataAt;
  }

  opened(): void {
    this.#isOpen = true;
    this.#heardAt = this.clock.monotonic();
    if (!this.expectsData()) this.#set('live', null);
  }

  heard(): void {
    this.#heardAt = this.clock.monotonic();
    this.#lastDataAt = this.#heardAt;
    if (this.#state !== 'live') this.#set('live', null);
  }

  /** @param reason For people, e.g. `connect ECONNREFUSED 127.0.0.1:9443`. */
  down(reason: string): void {
    this.#isOpen = false;
    this.#set('offline', reason);
  }

  #check(): void {
    if (!this.#isOpen) return;
    if (!this.expectsData()) {
      this.#heardAt = this.clock.monotonic();
      if (this.#state !== 'live') this.#set('live', null);
    } else if (this.clock.monotonic() - this.#heardAt >= STALE_AFTER_MS) {
      this.#set('stale', 'The exchange is connected but sends no data');
    }
  }

  #set(state: FeedState, reason: string | null): void {
    if (this.#state === state && this.#reason === reason) return;
    if (this.#state !== state) this.#since = this.clock.now();
    this.#state = state;
    this.#reason = reason;
    this.onChange(this.status);
  }
}
