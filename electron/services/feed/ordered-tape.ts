import type { Trade } from '../../../shared/domain/trade';
import type { Logger } from '../logger';
import type { SequencerStats } from './sum-of-stats';
import { WaitingTrades } from './waiting-trades';

/** Whether a trade was seen as it happened or fetched from history after a gap. */
export type TradeOrigin = 'live' | 'backfill';

export interface OrderedTapeOptions {
  readonly logger: Logger;
  /** Gets every trade once, in the order of ids; must not throw. */
  readonly deliver: (trade: Trade, origin: TradeOrigin) => void;
}

type Counts = { -readonly [K in keyof SequencerStats]: number };

/** Hands on the trades of one symbol in the order of their ids, and keeps those that come ahead. */
export class OrderedTape {
  readonly stats: Counts = {
    live: 0,
    gaps: 0,
    backfilled: 0,
    duplicates: 0,
    missing: 0,
    strays: 0,
  };
  readonly #waiting = new WaitingTrades();
  #lastId: number | null = null;
  #last: Trade | null = null;
  /** The latest time of a trade so far; one wrong time does not set it back. */
  #latest = 0;
  #isStopped = false;

  constructor(private readonly options: OrderedTapeOptions) {}

  /** The newest trade handed on; null before the first. */
  get last(): Trade | null {
    return this.#last;
  }

  /** Id up to which the tape is done, which may be passed over on purpose; null before the first. */
  get lastId(): number | null {
    return this.#lastId;
  }

  /** Trades that wait behind a gap. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** The newest trade at a time that is sane as far as one is known. @param now ms UTC. */
  end(now: number): Trade | null {
    const last = this.#last;
    return last && this.#latest <= now ? { ...last, time: this.#latest } : last;
  }

  /** Takes a trade from the stream. Returns false when there is a gap before it, and it waits. */
  takeLive(trade: Trade): boolean {
    const expected = this.#lastId === null ? trade.id : this.#lastId + 1;
    if (trade.id > expected) {
      if (!this.#waiting.add(trade, expected - 1)) this.stats.duplicates++;
      return false;
    }
    if (trade.id < expected) {
      this.stats.duplicates++;
      return true;
    }
    this.#deliver(trade, 'live');
    if (this.#waiting.size > 0) this.drain();
    return true;
  }

  /** Takes a trade from history, after those before it that wait and follow on. */
  takePast(trade: Trade): void {
    if (this.#isStopped || (this.#lastId !== null && trade.id <= this.#lastId)) return;
    this.#drainTo(trade.id);
    // What the stream has brought as well was seen as it happened.
    const isLive = this.#waiting.take(trade.id) !== undefined;
    this.#deliver(trade, isLive ? 'live' : 'backfill');
  }

  /** Id of the trade behind the hole that is left before a trade of history; null when there is none. */
  holeBefore(id: number): number | null {
    this.#drainTo(id);
    if (this.#isStopped || this.#lastId === null || id <= this.#lastId + 1) return null;
    return Math.min(id, this.nextWaiting());
  }

  /** Delivers waiting trades for as long as they follow on, and drops what has no place. */
  drain(): void {
    if (this.#lastId === null || !this.#last) return;
    this.#waiting.forget(this.#lastId);
    this.#drainTo(Infinity);
    for (const id of this.#waiting.straysOf(this.#last)) this.drop(id);
  }

  /** The smallest id that waits for its turn; Infinity when none does. */
  nextWaiting(): number {
    return this.#waiting.next(this.#lastId ?? -1);
  }

  /** Whether a trade waits that has a neighbor, so that it is hardly a mere mistake. */
  isBacked(id: number): boolean {
    return this.#waiting.has(id + 1);
  }

  /** Drops a waiting trade that is no part of the tape. */
  drop(id: number): void {
    const stray = this.#waiting.take(id);
    this.stats.strays++;
    this.options.logger.warn('A trade is no part of the tape', { symbol: stray?.symbol, id });
  }

  /** Goes on at a trade, after a hole that the exchange itself has in its history. */
  leap(nextId: number): void {
    const last = this.#lastId ?? nextId - 1;
    const hole = { fromId: last + 1, toId: nextId - 1 };
    this.options.logger.warn('The exchange has no history of some trades', hole);
    this.stats.missing += nextId - last - 1;
    this.#lastId = nextId - 1;
  }

  /** Goes on after a trade that was handed on in an earlier run. */
  resume(last: Trade): void {
    this.#lastId = last.id;
    this.#last = last;
    this.#latest = last.time;
  }

  /** Passes over trades on purpose, up to an id and with it. */
  passTo(id: number): void {
    this.#lastId = Math.max(this.#lastId ?? id, id);
  }

  /** Goes on in a new numbering, with the first trade known of it. */
  startAnew(first: Trade): void {
    const move = { symbol: first.symbol, from: this.#lastId, to: first.id };
    this.options.logger.warn('The exchange numbers its trades anew', move);
    this.#waiting.clear();
    this.#deliver(first, 'live');
  }

  /** Hands nothing on any more. */
  stop(): void {
    this.#isStopped = true;
  }

  #deliver(trade: Trade, origin: TradeOrigin): void {
    this.#lastId = trade.id;
    this.#last = trade;
    this.#latest = Math.max(this.#latest, trade.time);
    if (origin === 'backfill') this.stats.backfilled++;
    else this.stats.live++;
    this.options.deliver(trade, origin);
  }

  /** Delivers waiting trades before an id for as long as they follow on. */
  #drainTo(endId: number): void {
    while (this.#lastId !== null && this.#lastId + 1 < endId && !this.#isStopped) {
      const next = this.#waiting.take(this.#lastId + 1);
      if (!next) return;
      this.#deliver(next, 'live');
    }
  }
}
