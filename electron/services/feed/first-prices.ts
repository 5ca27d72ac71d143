import { VENUES } from '../../../shared/domain/feed-status';
import { venueOf } from '../../../shared/domain/instrument';
import type { Ticker } from '../../../shared/domain/ticker';
import type { Clock, Timer } from '../clock';
import type { Exchange } from '../exchange/exchange';
import type { Logger } from '../logger';

/** Symbols asked for within this time share one request. */
const BATCH_WINDOW_MS = 50;
const TICKERS_PER_CALL = 100;

export interface FirstPricesOptions {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onTicker: (ticker: Ticker) => void;
}

/** Asks the venue for the prices of symbols whose streams have not spoken yet, many in one request. */
export class FirstPrices {
  readonly #options: FirstPricesOptions;
  readonly #wanted = new Set<string>();
  #timer: Timer | null = null;

  constructor(options: FirstPricesOptions) {
    this.#options = options;
  }

  ask(symbol: string): void {
    this.#wanted.add(symbol);
    this.#timer ??= this.#options.clock.after(BATCH_WINDOW_MS, () => {
      this.#timer = null;
      void this.#fetch();
    });
  }

  /** Its price is not needed any more. */
  drop(symbol: string): void {
    this.#wanted.delete(symbol);
  }

  stop(): void {
    this.#timer?.cancel();
  }

  async #fetch(): Promise<void> {
    const symbols = [...this.#wanted];
    this.#wanted.clear();
    // A venue that is away must not keep the prices of another one back.
    await Promise.all(
      VENUES.map((venue) => this.#fetchSome(symbols.filter((symbol) => venueOf(symbol) === venue))),
    );
  }

  async #fetchSome(symbols: readonly string[]): Promise<void> {
    const { exchange, logger, onTicker } = this.#options;
    for (let at = 0; at < symbols.length; at += TICKERS_PER_CALL) {
      try {
        const tickers = await exchange.fetchTickers(symbols.slice(at, at + TICKERS_PER_CALL));
        for (const ticker of tickers) onTicker(ticker);
      } catch (error) {
        // The streams bring the price all the same, only later.
        logger.warn('First prices not fetched', { error: String(error) });
      }
    }
  }
}
