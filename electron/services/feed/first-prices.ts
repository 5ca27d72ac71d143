import { VENUES, type Venue } from '../../../shared/domain/feed-status';
import { venueOf } from '../../../shared/domain/instrument';
import type { Ticker } from '../../../shared/domain/ticker';
import { Backoff } from '../backoff';
import type { Clock, Timer } from '../clock';
import type { Exchange } from '../exchange/exchange';
import type { Logger } from '../logger';

/** Symbols asked for within this time share one request. */
const BATCH_WINDOW_MS = 50;
/** The least wait before what has no price yet is asked for again; up to 30 s when it stays so. */
const LEAST_RETRY_MS = 1000;
const TICKERS_PER_CALL = 100;

export interface FirstPricesOptions {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  /** Whether a symbol is watched and has no price of its market yet. */
  readonly isMissing: (symbol: string) => boolean;
  readonly onTicker: (ticker: Ticker) => void;
}

/**
 * Asks the venues for the prices of symbols whose streams have not spoken yet, many in one request,
 * until each has one. A venue that is away does not keep the prices of another one back.
 */
export class FirstPrices {
  readonly #queues: ReadonlyMap<Venue, VenueQueue>;

  constructor(options: FirstPricesOptions) {
    this.#queues = new Map(VENUES.map((venue) => [venue, new VenueQueue(options)]));
  }

  ask(symbol: string): void {
    this.#queues.get(venueOf(symbol))?.ask(symbol);
  }

  stop(): void {
    for (const queue of this.#queues.values()) queue.stop();
  }
}

/** The symbols of one venue. */
class VenueQueue {
  readonly #options: FirstPricesOptions;
  readonly #wanted = new Set<string>();
  readonly #backoff: Backoff;
  #batch: Timer | null = null;
  #retry: Timer | null = null;
  #isStopped = false;

  constructor(options: FirstPricesOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  ask(symbol: string): void {
    this.#wanted.add(symbol);
    this.#batch ??= this.#options.clock.after(BATCH_WINDOW_MS, () => {
      this.#batch = null;
      void this.#fetch();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#batch?.cancel();
    this.#retry?.cancel();
  }

  async #fetch(): Promise<void> {
    const { isMissing } = this.#options;
    this.#retry?.cancel();
    const symbols = [...this.#wanted].filter(isMissing);
    this.#wanted.clear();
    for (let at = 0; at < symbols.length; at += TICKERS_PER_CALL) {
      await this.#fetchSome(symbols.slice(at, at + TICKERS_PER_CALL));
    }
    this.#askAgain(symbols.filter(isMissing));
  }

  async #fetchSome(symbols: readonly string[]): Promise<void> {
    const { exchange, logger, onTicker } = this.#options;
    try {
      for (const ticker of await exchange.fetchTickers(symbols)) onTicker(ticker);
    } catch (error) {
      logger.warn('First prices not fetched', { error: String(error) });
    }
  }

  /** The streams of quiet symbols bring no price for hours, and an answer may leave symbols out. */
  #askAgain(symbols: readonly string[]): void {
    if (this.#isStopped) return;
    for (const symbol of symbols) this.#wanted.add(symbol);
    if (this.#wanted.size === 0) {
      this.#backoff.reset();
      return;
    }
    this.#retry?.cancel();
    const waitMs = Math.max(LEAST_RETRY_MS, this.#backoff.next());
    this.#retry = this.#options.clock.after(waitMs, () => void this.#fetch());
  }
}
