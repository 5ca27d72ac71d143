import type { FeedState, FeedStatus, Venue } from '../../../../shared/domain/feed-status';
import type { Clock, Timer } from '../../clock';
import type { RestPause } from './rest-client';
import type { PoolState } from './stream-pool-types';

/** A little more than a stalled connection is given, so that the connection's own judge speaks first. */
const STALE_AFTER_MS = 12_000;
const CHECK_EVERY_MS = 1000;

export interface FeedMonitorOptions {
  readonly venue: Venue;
  readonly clock: Clock;
  /** Whether any stream is claimed: without one, silence is no fault. */
  readonly expectsData: () => boolean;
  /** Whether and why the venue is not asked anything at present; null while it is. */
  readonly pause: () => RestPause | null;
  /** Gets each new status. */
  readonly onChange: (status: FeedStatus) => void;
  /** Data was expected and did not come although the connections are open. */
  readonly onSilence: () => void;
}

/**
 * Tells what state a feed is in from what was seen of it: data that arrives, not a socket that
 * seems open, is what makes it live.
 */
export class FeedMonitor {
  readonly #options: FeedMonitorOptions;
  #state: FeedState = 'connecting';
  #reason: string | null = null;
  #since: number;
  #isOpen = false;
  /** Monotonic moment from which silence is counted. */
  #heardAt: number;
  #lastDataAt: number | null = null;
  #timer: Timer | null = null;
  #trouble: string | null = null;
  /** The end of the pause that was told, ms UTC; null when none was. */
  #pausedUntil: number | null = null;

  constructor(options: FeedMonitorOptions) {
    this.#options = options;
    this.#since = options.clock.now();
    this.#heardAt = options.clock.monotonic();
  }

  start(): void {
    this.#timer = this.#options.clock.every(CHECK_EVERY_MS, () => this.#check());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  get status(): FeedStatus {
    const { venue, pause } = this.#options;
    const reason = this.#reason ?? pause()?.reason ?? null;
    return { venue, state: this.#state, since: this.#since, reason };
  }

  /** Age of the newest data in ms; null before the first. */
  get dataAge(): number | null {
    const now = this.#options.clock.monotonic();
    return this.#lastDataAt === null ? null : now - this.#lastDataAt;
  }

  /** How the connections are. What is on the screen while they are tried anew is stale. */
  connections({ state, reason, retryInMs }: PoolState): void {
    this.#isOpen = state === 'open';
    this.#heardAt = this.#options.clock.monotonic();
    if (state === 'down' && retryInMs !== 0) this.#set('offline', reason);
    else if (!this.#isOpen && reason !== null) this.#set('stale', reason);
    else if (this.#isOpen && !this.#options.expectsData()) this.#set('live', null);
  }

  /**
   * Without the list of instruments no price can be shown, whatever the streams bring.
   * @param trouble Why there is none, for people; null once there is one.
   */
  instruments(trouble: string | null): void {
    this.#trouble = trouble;
    if (trouble !== null) this.#set('offline', trouble);
    else if (this.#isOpen && !this.#options.expectsData()) this.#set('live', null);
  }

  /** Data came at that monotonic moment. */
  heard(at: number): void {
    this.#heardAt = at;
    this.#lastDataAt = at;
    if (this.#state !== 'live' && this.#isOpen) this.#set('live', null);
  }

  /** Streams go on while requests have to pause, but history and candles do not. */
  #checkPause(): void {
    const until = this.#options.pause()?.until ?? null;
    const before = this.#pausedUntil;
    // The same moment by two clocks differs by a little.
    if (until === before || Math.abs((until ?? 0) - (before ?? 0)) < CHECK_EVERY_MS) return;
    this.#pausedUntil = until;
    this.#options.onChange(this.status);
  }

  #check(): void {
    this.#checkPause();
    const { clock, expectsData, onSilence } = this.#options;
    if (!this.#isOpen) return;
    if (!expectsData()) {
      this.#heardAt = clock.monotonic();
      if (this.#state !== 'live') this.#set('live', null);
    } else if (clock.monotonic() - this.#heardAt >= STALE_AFTER_MS) {
      this.#set('stale', 'The exchange is connected but sends no data');
      this.#heardAt = clock.monotonic();
      onSilence();
    }
  }

  #set(wanted: FeedState, why: string | null): void {
    const state = this.#trouble === null ? wanted : 'offline';
    const reason = this.#trouble ?? why;
    if (this.#state === state && this.#reason === reason) return;
    if (this.#state !== state) this.#since = this.#options.clock.now();
    this.#state = state;
    this.#reason = reason;
    this.#options.onChange(this.status);
  }
}
