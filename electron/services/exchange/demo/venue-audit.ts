import type { Clock } from '../../clock';

/** Older entries of the lists are forgotten, so that a venue may run for months. */
const KEPT = 10_000;
const CONNECTION_WINDOW_MS = 300_000;
const MAX_CONNECTIONS = 300;

const NONE = {
  /** Messages beyond the endpoint's rate. */
  messageRate: 0,
  /** SUBSCRIBE commands with more than 200 names. */
  subscribeNames: 0,
  /** Connections that wanted more than 1024 streams. */
  streams: 0,
  /** Attempts beyond 300 in five minutes. */
  connectionRate: 0,
  /** Requests before a Retry-After was over. */
  retryAfter: 0,
  /** Requests during a ban. */
  ban: 0,
  /** Requests beyond the weight of the minute. */
  weight: 0,
};

/** A rule of the venue that clients can break. */
export type Violation = keyof typeof NONE;

/** One REST request as the venue saw it; `at` is monotonic, ms. */
export interface SeenRequest {
  readonly at: number;
  readonly path: string;
}

/**
 * Keeps the books on how clients behave, over the whole venue: they share one address.
 *
 * @see https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
 */
export class VenueAudit {
  /** How often each rule was broken. */
  readonly violations: Record<Violation, number> = { ...NONE };
  /** Times of the attempts to open a stream connection, accepted or not; monotonic, ms. */
  readonly connectionAttempts: number[] = [];
  /** REST requests, answered or not. */
  readonly requests: SeenRequest[] = [];
  /** Highest weight used within one minute so far, per limit pool. */
  readonly peakWeight = { spot: 0, futures: 0 };
  #refusals = 0;

  constructor(private readonly clock: Clock) {}

  /** All broken rules together; 0 is a well-behaved client. */
  get total(): number {
    return Object.values(this.violations).reduce((sum, count) => sum + count, 0);
  }

  /** Requests answered with 418 or 429, by rule or by fault. */
  get refusals(): number {
    return this.#refusals;
  }

  /** Counts a broken rule. */
  broke(rule: Violation): void {
    this.violations[rule] += 1;
  }

  /** Counts an attempt to connect; false when there were too many. */
  connectionTried(): boolean {
    const now = this.clock.monotonic();
    append(this.connectionAttempts, now);
    const limit = this.connectionAttempts.at(-1 - MAX_CONNECTIONS);
    if (limit === undefined || now - limit >= CONNECTION_WINDOW_MS) return true;
    this.broke('connectionRate');
    return false;
  }

  requested(path: string): void {
    append(this.requests, { at: this.clock.monotonic(), path });
  }

  refused(): void {
    this.#refusals += 1;
  }

  /** Takes note of the weight a minute has used so far. */
  weighed(pool: 'spot' | 'futures', used: number): void {
    this.peakWeight[pool] = Math.max(this.peakWeight[pool], used);
  }
}

function append<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > KEPT) list.shift();
}
