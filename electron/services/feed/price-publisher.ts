import type { Clock, Timer } from '../clock';
import { LatencyBuckets } from '../latency-buckets';
import type { PriceState } from './tape';

const FLUSH_EVERY_MS = 100;

export interface PricePublisherOptions {
  readonly clock: Clock;
  /** What is known of a symbol's price; null while nothing is. */
  readonly price: (symbol: string) => PriceState | null;
  /** Whether it was heard just now rather than fetched from history. */
  readonly isFresh: (symbol: string) => boolean;
  /** Called at most ten times a second per symbol, newest state only. */
  readonly onPrice: (state: PriceState) => void;
}

/** Tells new prices, however many trades make them, ten times a second. */
export class PricePublisher {
  /** From the receipt of a price to its publication. */
  readonly delay = new LatencyBuckets();
  readonly #options: PricePublisherOptions;
  readonly #dirty = new Set<string>();
  /** What was last told of each symbol. */
  readonly #told = new Map<string, PriceState>();
  #timer: Timer | null = null;

  constructor(options: PricePublisherOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = this.#options.clock.every(FLUSH_EVERY_MS, () => this.#flush());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** A symbol's price may have changed. */
  touch(symbol: string): void {
    this.#dirty.add(symbol);
  }

  /** What was not told yet is no news any more. */
  pass(symbol: string): void {
    this.#dirty.delete(symbol);
  }

  forget(symbol: string): void {
    this.#dirty.delete(symbol);
    this.#told.delete(symbol);
  }

  #flush(): void {
    const { clock, price, isFresh, onPrice } = this.#options;
    const now = clock.monotonic();
    for (const symbol of this.#dirty) {
      const state = price(symbol);
      if (!state || !this.#isNews(state)) continue;
      if (isFresh(symbol)) this.delay.observe(now - state.asOf);
      onPrice(state);
    }
    this.#dirty.clear();
  }

  #isNews(state: PriceState): boolean {
    const told = this.#told.get(state.symbol);
    this.#told.set(state.symbol, state);
    return (
      told?.price !== state.price || told.change24h !== state.change24h || told.time !== state.time
    );
  }
}
