import { EndpointChoice } from './endpoint-choice';
import { lineProbe } from './line-probe';
import { Reachability } from './reachability';
import type { RestPause } from './rest-client';
import { StreamBackoff } from './stream-backoff';
import type { PoolCounters, PoolState, PoolStats, StreamPoolOptions } from './stream-pool-types';
import { StreamShard } from './stream-shard';

const AT_FIRST: PoolState = { state: 'connecting', reason: null, retryInMs: null };

/**
 * The combined streams of one venue on as many connections as they need, each watched, renewed and
 * brought back by itself.
 */
export class StreamPool {
  readonly #options: StreamPoolOptions;
  readonly #backoff: StreamBackoff;
  readonly #endpoints: EndpointChoice;
  readonly #reachability: Reachability;
  readonly #shards: StreamShard[] = [];
  readonly #shardOf = new Map<string, StreamShard>();
  readonly #counters: PoolCounters = {
    attempts: 0,
    reconnects: 0,
    renewals: 0,
    acks: 0,
    drops: {},
    rejected: new Set(),
  };
  #state = AT_FIRST;
  #isRunning = false;

  constructor(options: StreamPoolOptions) {
    this.#options = options;
    this.#backoff = new StreamBackoff(options.clock, options.random);
    this.#endpoints = new EndpointChoice(options.base, options.alternates);
    this.#reachability = new Reachability({
      base: options.base,
      clock: options.clock,
      probe: options.probe ?? lineProbe(options.clock),
      mayAsk: () => options.mayAsk?.() ?? true,
      onBack: () => this.#hasten('The network is back'),
    });
    this.#grow();
  }

  /** Connects, with or without names. */
  start(): void {
    this.#isRunning = true;
    for (const shard of this.#shards) shard.start();
  }

  /** Leaves no timer and no socket behind, and says nothing more. A pool is not started twice. */
  stop(): void {
    this.#isRunning = false;
    this.#backoff.unsettled();
    this.#reachability.settled();
    for (const shard of this.#shards) shard.stop();
  }

  /** Subscribes to a stream by the venue's name, e.g. `btcusdt@aggTrade`; harmless when it is there. */
  add(name: string): void {
    if (this.#shardOf.has(name)) return;
    const shard = this.#shards.find((each) => each.has(name)) ?? this.#roomiest() ?? this.#grow();
    this.#shardOf.set(name, shard);
    shard.add(name);
  }

  /** Whether the venue has agreed to send a stream at present. */
  carries(name: string): boolean {
    return this.#shardOf.get(name)?.carries(name) === true;
  }

  remove(name: string): void {
    const shard = this.#shardOf.get(name);
    if (!shard) return;
    this.#shardOf.delete(name);
    this.#counters.rejected.delete(name);
    const { canary } = this.#options.rules;
    if (name === canary) return;
    shard.remove(name);
    const isEmpty = shard.size === (canary === null ? 0 : 1);
    if (isEmpty && shard !== this.#shards[0]) this.#shrink(shard);
  }

  /**
   * Asks the venue anew for a stream that it has confirmed and does not send.
   * @param what `stream` subscribes to it again, `connection` replaces the connection that carries it.
   */
  renew(name: string, what: 'stream' | 'connection'): void {
    const shard = this.#shardOf.get(name);
    if (what === 'stream') shard?.renewName(name);
    else shard?.renew();
  }

  /**
   * Gives every connection up and opens new ones, beginning with the first address of the venue, at
   * once unless it has asked for patience:
   * after the machine slept, when the network is back, when what comes cannot be trusted.
   */
  restart(reason: string): void {
    if (!this.#isRunning) return;
    this.#endpoints.reset();
    for (const shard of this.#shards) shard.restart(reason);
  }

  /** Why and until when connections wait since nobody serves our location; null when they do not. */
  get pause(): RestPause | null {
    const restricted = this.#shards.find(({ restrictedMs }) => restrictedMs > 0);
    if (!restricted) return null;
    const until = this.#options.clock.now() + restricted.restrictedMs;
    return { until, reason: restricted.state.reason ?? '' };
  }

  stats(): PoolStats {
    const { drops, rejected, ...counters } = this.#counters;
    return {
      ...counters,
      drops: { ...drops },
      rejected: [...rejected],
      ackTimeouts: drops['ack-timeout'] ?? 0,
      connections: this.#shards.length,
    };
  }

  #hasten(reason: string): void {
    this.#options.logger.info('Connecting anew', { reason });
    this.#endpoints.reset();
    for (const shard of this.#shards) shard.hasten(reason);
    this.#options.onBack?.();
  }

  #roomiest(): StreamShard | null {
    const { maxStreamsPerConnection } = this.#options.rules;
    const withRoom = this.#shards.filter((shard) => shard.size < maxStreamsPerConnection);
    return withRoom.reduce<StreamShard | null>(
      (best, shard) => (best && best.size <= shard.size ? best : shard),
      null,
    );
  }

  #grow(): StreamShard {
    const shard = new StreamShard({
      pool: this.#options,
      backoff: this.#backoff,
      endpoints: this.#endpoints,
      counters: this.#counters,
      onChange: () => this.#changed(),
      onLost: (end, retryInMs) => this.#reachability.lost(end, retryInMs),
    });
    this.#shards.push(shard);
    if (this.#isRunning) shard.start();
    return shard;
  }

  #shrink(shard: StreamShard): void {
    this.#shards.splice(this.#shards.indexOf(shard), 1);
    shard.stop();
    this.#changed();
  }

  #changed(): void {
    if (!this.#isRunning) return;
    const state = worstOf(this.#shards.map((shard) => shard.state));
    if (state.state === 'open') {
      this.#backoff.settled();
      this.#reachability.settled();
    } else {
      this.#backoff.unsettled();
    }
    const before = this.#state;
    this.#state = state;
    const isNews =
      before.state !== state.state ||
      before.reason !== state.reason ||
      before.retryInMs !== state.retryInMs;
    if (isNews) this.#options.onState(state);
  }
}

/** A connection that is only being added does not make the others less open. */
function worstOf(states: readonly PoolState[]): PoolState {
  const find = (wanted: (state: PoolState) => boolean) => states.find(wanted);
  return (
    find(({ state }) => state === 'down') ??
    find(({ state, reason }) => state === 'connecting' && reason !== null) ??
    find(({ state }) => state === 'open') ??
    AT_FIRST
  );
}
