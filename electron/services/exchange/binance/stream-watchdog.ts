import type { Clock, Timer } from '../../clock';
import type { StreamEnd } from './stream-end';
import type { VenueRules } from './venue-rules';

const CHECK_EVERY_MS = 1000;
const HANDSHAKE_LIMIT_MS = 10_000;
const ACK_LIMIT_MS = 5000;
/** A check this late means that the program stood still and has not read its sockets. */
const BLOCKED_MS = 2 * CHECK_EVERY_MS;
/** Blocked without end, a program has to judge at some time all the same. */
const MAX_SKIPPED = 3;

export interface StreamWatchdogOptions {
  readonly rules: VenueRules;
  readonly clock: Clock;
  /** Monotonic moment of the oldest control message without an answer; null when there is none. */
  readonly askedAt: () => number | null;
  readonly onDead: (end: StreamEnd) => void;
}

/**
 * Judges one connection by the monotonic clock alone: its handshake, its answers, its line (pings
 * and data) and its streams (data). A ping proves the line, never the streams.
 */
export class StreamWatchdog {
  readonly #options: StreamWatchdogOptions;
  readonly #timer: Timer;
  readonly #startedAt: number;
  #checkedAt: number;
  #skipped = 0;
  #isOpen = false;
  #heardAt: number;
  /** Monotonic moment from which silence of the streams counts; null while data is not expected. */
  #dataAt: number | null = null;

  /** The time for the handshake starts now. */
  constructor(options: StreamWatchdogOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
    this.#checkedAt = this.#startedAt;
    this.#heardAt = this.#startedAt;
    this.#timer = options.clock.every(CHECK_EVERY_MS, () => this.#check());
  }

  stop(): void {
    this.#timer.cancel();
  }

  opened(): void {
    this.#isOpen = true;
    this.heard();
  }

  /** From now on the connection has a stream that always has news. */
  expectData(): void {
    this.#dataAt ??= this.#options.clock.monotonic();
  }

  /** A sign of life that is not data. */
  heard(): void {
    this.#heardAt = this.#options.clock.monotonic();
  }

  /** Data came at that monotonic moment. */
  heardData(at: number): void {
    this.#heardAt = at;
    if (this.#dataAt !== null) this.#dataAt = this.#heardAt;
  }

  #check(): void {
    const now = this.#options.clock.monotonic();
    const isLate = now - this.#checkedAt > BLOCKED_MS;
    this.#checkedAt = now;
    // Timers run before sockets are read: what would acquit the connection may lie in their buffers.
    if (isLate && this.#skipped < MAX_SKIPPED) {
      this.#skipped++;
      return;
    }
    this.#skipped = 0;
    const end = this.#isOpen ? this.#judge(now) : this.#judgeHandshake(now);
    if (end) this.#options.onDead(end);
  }

  #judgeHandshake(now: number): StreamEnd | null {
    if (now - this.#startedAt < HANDSHAKE_LIMIT_MS) return null;
    const reason = 'The exchange did not answer the connection attempt in time';
    return { cause: 'handshake-timeout', reason, holdMs: 0 };
  }

  #judge(now: number): StreamEnd | null {
    const { rules, askedAt } = this.#options;
    if (now - (askedAt() ?? now) >= ACK_LIMIT_MS) {
      const reason = 'The exchange did not confirm the subscriptions in time';
      return { cause: 'ack-timeout', reason, holdMs: 0 };
    }
    if (now - this.#heardAt >= rules.silenceLimitMs) {
      return { cause: 'silent', reason: 'The line to the exchange went dead', holdMs: 0 };
    }
    if (now - (this.#dataAt ?? now) >= rules.dataLimitMs) {
      const reason = 'The exchange is connected but sends no data';
      return { cause: 'stalled', reason, holdMs: 0 };
    }
    return null;
  }
}
