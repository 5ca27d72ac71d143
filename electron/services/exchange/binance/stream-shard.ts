import type { Timer } from '../../clock';
import type { EndpointChoice } from './endpoint-choice';
import { StreamConnection, type ConnectionListener } from './stream-connection';
import type { PoolCounters, PoolState, StreamPoolOptions } from './stream-pool-types';
import { askedAgainAt, LOCATION_RETRY_MS, restrictionOf } from './restriction';
import type { StreamBackoff } from './stream-backoff';
import { connectSocket } from './stream-socket';
import { turnsElsewhere, type StreamEnd } from './stream-end';

/** Both connections deliver for this long before the old one goes, so that what lags behind arrives. */
const OVERLAP_MS = 3000;

export interface StreamShardOptions {
  readonly pool: StreamPoolOptions;
  readonly backoff: StreamBackoff;
  /** Shared by all connections of the venue. */
  readonly endpoints: EndpointChoice;
  readonly counters: PoolCounters;
  readonly onChange: () => void;
  /** It has no connection, and the next attempt comes in so many ms. */
  readonly onLost: (end: StreamEnd, retryInMs: number) => void;
}

/**
 * A share of the streams on one connection that is always open or on its way there. A connection
 * that grows old or is about to be closed is replaced before it goes: the new one has to deliver
 * first, and meanwhile both do.
 */
export class StreamShard implements ConnectionListener {
  readonly #options: StreamShardOptions;
  readonly #names = new Set<string>();
  #current: StreamConnection | null = null;
  #successor: StreamConnection | null = null;
  readonly #leaving = new Set<StreamConnection>();
  #attempt: Timer | null = null;
  #renewal: Timer | null = null;
  #overlap: Timer | null = null;
  /** Monotonic moment until which it waits since nobody serves our location. */
  #restrictedUntil = -Infinity;
  #state: PoolState = { state: 'connecting', reason: null, retryInMs: null };
  #isStopped = false;

  constructor(options: StreamShardOptions) {
    this.#options = options;
    const { canary } = options.pool.rules;
    if (canary !== null) this.#names.add(canary);
  }

  /** How its connection is; a reason stays until it is open again. */
  get state(): PoolState {
    return this.#state;
  }

  /** For how long it waits since the venue does not serve our location, ms; 0 when it does not. */
  get restrictedMs(): number {
    if (this.#current) return 0;
    return Math.max(0, this.#restrictedUntil - this.#options.pool.clock.monotonic());
  }

  /** Streams it carries, canary included. */
  get size(): number {
    return this.#names.size;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  start(): void {
    this.#connect();
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of [this.#attempt, this.#renewal, this.#overlap]) timer?.cancel();
    const end: StreamEnd = { cause: 'retired', reason: 'Stopped', holdMs: 0 };
    for (const connection of this.#connections()) connection.end(end);
  }

  add(name: string): void {
    this.#names.add(name);
    this.#sync();
  }

  remove(name: string): void {
    this.#names.delete(name);
    this.#sync();
  }

  /** Whether the venue has agreed to send a name at present. */
  carries(name: string): boolean {
    return this.#current?.carries(name) === true;
  }

  /** Subscribes to one of its names anew. */
  renewName(name: string): void {
    this.#current?.renewName(name);
  }

  /** Replaces its connection although it works; the old one goes when the new one delivers. */
  renew(): void {
    if (this.#successor || this.#attempt) return;
    // The first address may have recovered.
    this.#options.endpoints.reset();
    this.#connectIn(0);
  }

  /** Gives its connections up; the next comes as soon as the venue and the budget allow. */
  restart(reason: string): void {
    const end: StreamEnd = { cause: 'restart', reason, holdMs: 0 };
    const isOpen = this.#state.state === 'open';
    this.#successor?.end(end);
    this.#current?.end(end);
    if (!isOpen) this.#connectIn(0);
  }

  /** Tries anew at once where it is not open: what is under way was begun while nothing came through. */
  hasten(reason: string): void {
    if (this.#state.state !== 'open') this.restart(reason);
  }

  frame(bytes: Buffer, receivedAt: number): void {
    this.#options.pool.onFrame(bytes, receivedAt);
  }

  accepted(names: readonly string[]): void {
    const { counters } = this.#options;
    counters.acks++;
    if (counters.rejected.size === 0) return;
    for (const name of names) counters.rejected.delete(name);
  }

  rejected(name: string, error: string): void {
    this.#options.pool.logger.warn('The exchange refuses a stream', { name, error });
    this.#options.counters.rejected.add(name);
  }

  advanced(connection: StreamConnection): void {
    if (connection === this.#current) {
      if (this.#state.state !== 'open') this.#opened();
    } else if (connection === this.#successor && connection.stage === 'proven') {
      this.#overlap = this.#options.pool.clock.after(OVERLAP_MS, () => this.#handOver());
    }
  }

  closing(connection: StreamConnection): void {
    if (connection === this.#current) this.renew();
    if (connection !== this.#successor) return;
    const reason = 'The exchange is about to close the connection';
    connection.end({ cause: 'closed', reason, holdMs: 0 });
  }

  ended(connection: StreamConnection, end: StreamEnd): void {
    if (this.#leaving.delete(connection) || this.#isStopped) return;
    const { counters, pool } = this.#options;
    counters.drops[end.cause] = (counters.drops[end.cause] ?? 0) + 1;
    if (connection === this.#current) this.#lost(connection, end);
    else {
      this.#dropSuccessor();
      const retryInMs = this.#waitAfter(connection, end);
      pool.logger.warn('Stream connection not renewed', { reason: end.reason, retryInMs });
      this.#connectIn(retryInMs);
    }
    this.#options.onChange();
  }

  #lost(connection: StreamConnection, end: StreamEnd): void {
    const { pool, counters } = this.#options;
    const { cause } = end;
    this.#renewal?.cancel();
    this.#current = this.#successor;
    this.#dropSuccessor();
    if (this.#current) {
      const { reason } = end;
      pool.logger.info('Stream connection ended, its successor takes over', { reason, cause });
      this.#state = { state: 'connecting', reason, retryInMs: null };
      if (this.#current.stage !== 'connecting') this.#opened();
      return;
    }
    counters.reconnects++;
    const retryInMs = this.#waitAfter(connection, end);
    const reason = this.#reasonOf(connection, end);
    pool.logger.warn('Stream connection lost', { reason, cause, retryInMs });
    this.#state = { state: 'down', reason, retryInMs };
    this.#connectIn(retryInMs);
    this.#options.onLost(end, retryInMs);
  }

  /** Turns to another address where that may help. Returns the ms until the next attempt. */
  #waitAfter(connection: StreamConnection, end: StreamEnd): number {
    const { endpoints, backoff } = this.#options;
    if (turnsElsewhere(end)) endpoints.failed(connection.base);
    const waitMs = backoff.failed(connection.round, end.holdMs);
    if (end.cause !== 'restricted' || endpoints.restricted(connection.base)) return waitMs;
    endpoints.reset();
    this.#restrictedUntil = this.#options.pool.clock.monotonic() + LOCATION_RETRY_MS;
    return Math.max(waitMs, LOCATION_RETRY_MS);
  }

  /** Why there is no connection, for people; where nobody serves our location, also what can be done. */
  #reasonOf({ base }: StreamConnection, { reason }: StreamEnd): string {
    const waitMs = this.restrictedMs;
    if (waitMs === 0) return reason;
    const again = this.#options.pool.clock.now() + waitMs;
    return restrictionOf(new URL(base).host) + askedAgainAt(again);
  }

  #dropSuccessor(): void {
    this.#successor = null;
    this.#overlap?.cancel();
  }

  #opened(): void {
    this.#state = { state: 'open', reason: null, retryInMs: null };
    this.#planRenewal();
    this.#options.onChange();
  }

  #planRenewal(): void {
    const { rules, clock, random } = this.#options.pool;
    const jitter = (random() * 2 - 1) * rules.renewJitterMs;
    this.#renewal?.cancel();
    this.#renewal = clock.after(rules.renewAfterMs + jitter, () => this.renew());
  }

  #handOver(): void {
    const old = this.#current;
    if (!old || !this.#successor) return;
    this.#leaving.add(old);
    this.#current = this.#successor;
    this.#dropSuccessor();
    old.retire();
    this.#options.counters.renewals++;
    // The old one may never have come so far.
    this.#opened();
  }

  #connectIn(waitMs: number): void {
    this.#attempt?.cancel();
    this.#attempt = this.#options.pool.clock.after(waitMs, () => this.#connect());
  }

  /** Opens a connection: the one there has to be, or the successor of the one there is. */
  #connect(): void {
    const { pool, backoff, endpoints, counters } = this.#options;
    this.#attempt = null;
    this.#restrictedUntil = -Infinity;
    const waitMs = backoff.heldMs || pool.budget.take();
    if (waitMs > 0) {
      this.#postpone(waitMs);
      return;
    }
    counters.attempts++;
    const connection = new StreamConnection({
      ...pool,
      base: endpoints.base,
      connect: pool.connect ?? connectSocket,
      wanted: this.#names,
      round: backoff.round,
      listener: this,
    });
    if (this.#current) {
      this.#successor = connection;
      return;
    }
    this.#current = connection;
    this.#state = { state: 'connecting', reason: this.#state.reason, retryInMs: null };
    this.#options.onChange();
  }

  #postpone(waitMs: number): void {
    this.#connectIn(waitMs);
    if (this.#current) return;
    const reason = this.#state.reason ?? 'Too many connection attempts; waiting';
    this.#state = { state: 'down', reason, retryInMs: waitMs };
    this.#options.onChange();
  }

  #sync(): void {
    this.#current?.sync();
    this.#successor?.sync();
  }

  #connections(): StreamConnection[] {
    const present = [this.#current, this.#successor].filter((each) => each !== null);
    return [...present, ...this.#leaving];
  }
}
