import type { Trade } from '../../../shared/domain/trade';

/** Trades kept at once; above it all are let go, history has them too by the time it is asked. */
const MOST = 50_000;
/** Ids grow with time; an exchange's own times are out of order by less than this. */
const STRAY_AFTER_MS = 1000;

interface Waiting {
  readonly trade: Trade;
  /** Where the tape ended when it came. */
  readonly lastId: number;
}

/** Live trades of one symbol that came ahead of their turn, by id. */
export class WaitingTrades {
  readonly #trades = new Map<number, Waiting>();

  get size(): number {
    return this.#trades.size;
  }

  /** Keeps a trade until its turn. Returns false when it waits already. */
  add(trade: Trade, lastId: number): boolean {
    const isNew = !this.#trades.has(trade.id);
    this.#trades.set(trade.id, { trade, lastId });
    if (this.#trades.size > MOST) this.#trades.clear();
    return isNew;
  }

  has(id: number): boolean {
    return this.#trades.has(id);
  }

  /** Gives a trade away; undefined when it does not wait here. */
  take(id: number): Trade | undefined {
    const waiting = this.#trades.get(id);
    this.#trades.delete(id);
    return waiting?.trade;
  }

  /** The smallest id after another; Infinity when none waits. */
  next(lastId: number): number {
    let next = Infinity;
    for (const id of this.#trades.keys()) if (id > lastId && id < next) next = id;
    return next;
  }

  clear(): void {
    this.#trades.clear();
  }

  /** Lets go of what the tape has passed. */
  forget(lastId: number): void {
    for (const id of this.#trades.keys()) if (id <= lastId) this.#trades.delete(id);
  }

  /**
   * The ids of trades that were never part of the tape: since they came, it has gone on at smaller
   * ids and at clearly later times.
   */
  straysOf(last: Trade): number[] {
    const strays: number[] = [];
    for (const [id, { trade, lastId }] of this.#trades) {
      if (last.id > lastId && last.time > trade.time + STRAY_AFTER_MS) strays.push(id);
    }
    return strays;
  }
}
