import type { FeedState, FeedStatus, Venue } from '../../../../shared/domain/feed-status';
import type { Clock, Timer } from '../../clock';
import type { RestPause } from './rest-client';
import type { Verdict } from './silence-question';
import type { PoolState } from './stream-pool-types';

/** A little more than a stalled connection is given, so that the connection's own judge speaks first. */
const STALE_AFTER_MS = 12_000;
/** Where silence is nothing unusual the venue is asked about it, and an answer waited for until then. */
const DOUBT_AFTER_MS = 9000;
const UNANSWERED_AFTER_MS = 14_000;
/** Between two questions about the same silence. */
const ASK_AGAIN_MS = 2000;
/** Data is steady that came for so long, so often, and never paused longer: then silence is a fault. */
const STEADY_MS = 10_000;
const STEADY_COUNT = 20;
const LULL_MS = 4000;
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
  /**
   * Whether the streams should have brought something in so many ms that brought nothing; rejects
   * when the venue does not answer.
   */
  readonly ask: (silenceMs: number) => Promise<Verdict>;
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
  /** Monotonic moment of the first data after the last lull, and how many came since. */
  #steadySince = 0;
  #steadyCount = 0;
  #isAsking = false;
  #askedAt = -Infinity;
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
    if (this.#lastDataAt === null || at - this.#lastDataAt > LULL_MS) this.#endSteadiness(at);
    this.#steadyCount++;
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
    if (!this.#isOpen) return;
    const now = this.#options.clock.monotonic();
    // Without instruments nothing that comes is understood: that is no fault of the streams.
    if (this.#trouble !== null || !this.#options.expectsData()) {
      this.#heardAt = now;
      if (this.#state !== 'live') this.#set('live', null);
    } else {
      this.#judge(now, now - this.#heardAt);
    }
  }

  #judge(now: number, silenceMs: number): void {
    const limitMs = this.#isSteady ? STALE_AFTER_MS : UNANSWERED_AFTER_MS;
    if (silenceMs >= limitMs) this.#fail(now);
    else if (!this.#isSteady && silenceMs >= DOUBT_AFTER_MS) void this.#ask(now, silenceMs);
  }

  #fail(now: number): void {
    this.#set('stale', 'The exchange is connected but sends no data');
    this.#heardAt = now;
    this.#endSteadiness(now);
    this.#options.onSilence();
  }

  /** Silence where little happens proves nothing: the venue knows whether anything did. */
  async #ask(now: number, silenceMs: number): Promise<void> {
    if (this.#isAsking || now - this.#askedAt < ASK_AGAIN_MS) return;
    this.#isAsking = true;
    this.#askedAt = now;
    const heardAt = this.#heardAt;
    try {
      const verdict = await this.#options.ask(silenceMs);
      // What came or was lost meanwhile has settled it.
      if (heardAt !== this.#heardAt || !this.#isOpen) return;
      if (verdict === 'missed') this.#fail(now);
      if (verdict !== 'quiet') return;
      this.#heardAt = now;
      if (this.#state !== 'live') this.#set('live', null);
    } catch {
      // No answer is not an answer: the limit decides.
    } finally {
      this.#isAsking = false;
    }
  }

  get #isSteady(): boolean {
    const last = this.#lastDataAt ?? -Infinity;
    return this.#steadyCount >= STEADY_COUNT && last - this.#steadySince >= STEADY_MS;
  }

  #endSteadiness(at: number): void {
    this.#steadySince = at;
    this.#steadyCount = 0;
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
