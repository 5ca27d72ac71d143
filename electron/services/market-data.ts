import { VENUES, type Venue } from '../../shared/domain/feed-status';
import { venueOf, type Instrument } from '../../shared/domain/instrument';
import type { Interval } from '../../shared/domain/interval';
import { changePercent, type Ticker } from '../../shared/domain/ticker';
import type { Trade } from '../../shared/domain/trade';
import type { Kline } from '../../shared/domain/kline';
import { Claims } from './claims';
import type { Clock, Timer } from './clock';
import type { Exchange } from './exchange/exchange';
import { GapBridge } from './gap-bridge';
import type { Logger } from './logger';
import { TradeSequencer, type TradeOrigin } from './trade-sequencer';

const FLUSH_EVERY_MS = 100;
/** Symbols claimed within this time are asked for in one REST call. */
const BATCH_WINDOW_MS = 50;
const TICKERS_PER_CALL = 100;

/** What is known of a symbol's price. */
export interface PriceState {
  /** Wire symbol. */
  readonly symbol: string;
  /** In the quote asset. */
  readonly price: number;
  /** Percent over the last 24 hours; null while unknown. */
  readonly change24h: number | null;
  /** Time of the deciding trade by the exchange, ms UTC. */
  readonly time: number;
  /** Monotonic moment of receipt, ms. */
  readonly receivedAt: number;
}

/** A symbol's price as it stands; changed in place, since it moves with every trade. */
interface Book {
  sequencer: TradeSequencer;
  openPrice: number | null;
  /** Null until there is one. */
  price: number | null;
  time: number;
  receivedAt: number;
  /** Whether the price comes from a trade, which a 24 h summary must not overrule. */
  isTraded: boolean;
  /** Whether the price is that of a market its venue was before. */
  isForeign: boolean;
}

export interface MarketDataOptions {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called at most ten times a second per symbol, newest state only. */
  readonly onPrice: (state: PriceState) => void;
  /**
   * Asked in gaps too long to be fetched whole: whether something could happen within a bar, so
   * that its trades are needed one by one.
   */
  readonly wants: (symbol: string, bar: Kline, interval: Interval) => boolean;
  /** Called when a symbol begins to be watched; what it returns is called when that ends. */
  readonly onWatch?: (symbol: string) => () => void;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  /** Called for every trade of a watched symbol once, in order, over any gap of the stream. */
  readonly onTrade: (trade: Trade, origin: TradeOrigin) => void;
}

/** Knows the price of every symbol that somebody claims. */
export class MarketData {
  readonly #options: MarketDataOptions;
  readonly #books = new Map<string, Book>();
  readonly #claims: Claims<string>;
  readonly #bridge: GapBridge;
  readonly #dirty = new Set<string>();
  /** What was last told of each symbol. */
  readonly #told = new Map<string, PriceState>();
  readonly #unpriced = new Set<string>();
  #flushTimer: Timer | null = null;
  #batchTimer: Timer | null = null;

  constructor(options: MarketDataOptions) {
    this.#options = options;
    this.#claims = new Claims((symbol) => this.#open(symbol));
    this.#bridge = new GapBridge(options);
  }

  start(): void {
    this.#flushTimer = this.#options.clock.every(FLUSH_EVERY_MS, () => this.#flush());
  }

  stop(): void {
    this.#flushTimer?.cancel();
    this.#batchTimer?.cancel();
    for (const { sequencer } of this.#books.values()) sequencer.stop();
  }

  /**
   * The instrument a trader means; waits for the list of a venue that is just being reached.
   * @throws {AppError} `UNKNOWN_SYMBOL`, or `UNAVAILABLE` when the venue cannot be reached or is off.
   */
  instrument(input: string): Promise<Instrument> {
    return this.#options.exchange.instrument(input);
  }

  /** Watches a wire symbol until the returned function is called. */
  watch(symbol: string): () => void {
    return this.#claims.claim(symbol);
  }

  /** Wire symbols being watched. */
  watched(): string[] {
    return [...this.#claims.keys()];
  }

  price(symbol: string): PriceState | null {
    const book = this.#books.get(symbol);
    if (!book || book.price === null) return null;
    const { price, openPrice, time, receivedAt } = book;
    const change24h = openPrice === null ? null : changePercent(price, openPrice);
    return { symbol, price, change24h, time, receivedAt };
  }

  /** The price of any symbol, asked of the venue when it is not watched. @throws {AppError} `UNAVAILABLE`. */
  async lookUp(symbol: string): Promise<PriceState | null> {
    const known = this.price(symbol);
    if (known) return known;
    const [ticker] = await this.#options.exchange.fetchTickers([symbol]);
    if (!ticker) return null;
    return {
      symbol,
      price: ticker.lastPrice,
      change24h: changePercent(ticker.lastPrice, ticker.openPrice),
      time: ticker.time,
      receivedAt: this.#options.clock.monotonic(),
    };
  }

  /** Takes a trade from the stream. */
  onTrade(trade: Trade): void {
    this.#books.get(trade.symbol)?.sequencer.live(trade);
  }

  /** To be called when a venue's stream is back after a break: fetches what happened meanwhile. */
  onResumed(venue: Venue): void {
    for (const [symbol, { sequencer }] of this.#books) {
      if (venueOf(symbol) === venue) sequencer.check();
    }
  }

  /**
   * To be called when a venue is another market from now on: trades are numbered anew there, and a
   * price of the market before stands only until the first of the new one.
   */
  onMoved(venue: Venue): void {
    for (const [symbol, book] of this.#books) {
      if (venueOf(symbol) !== venue) continue;
      book.sequencer.stop();
      book.sequencer = this.#sequencer(symbol);
      book.openPrice = null;
      book.isTraded = false;
      book.isForeign = true;
      // What was not told yet is news of a market that is watched no more.
      this.#dirty.delete(symbol);
    }
  }

  /** Symbols whose history is being fetched, so that their price is not yet the newest. */
  filling(): string[] {
    return [...this.#books].flatMap(([symbol, { sequencer }]) =>
      sequencer.isFilling ? [symbol] : [],
    );
  }

  onTicker(ticker: Ticker): void {
    const book = this.#books.get(ticker.symbol);
    if (!book) return;
    book.openPrice = ticker.openPrice;
    this.#dirty.add(ticker.symbol);
    const isNews =
      book.isForeign || book.price === null || (!book.isTraded && ticker.time > book.time);
    if (isNews) this.#setPrice(book, ticker.lastPrice, ticker.time);
  }

  /** To be called when a venue has been reached, so that waiting symbols get their first price. */
  onInstruments(venue: Venue): void {
    for (const [symbol, { price, isForeign }] of this.#books) {
      const isWaiting = price === null || isForeign;
      if (isWaiting && venueOf(symbol) === venue) this.#askForPrice(symbol);
    }
  }

  #setPrice(book: Book, price: number, time: number): void {
    book.price = price;
    book.isForeign = false;
    book.time = time;
    book.receivedAt = this.#options.clock.monotonic();
  }

  #open(symbol: string): () => void {
    const { exchange, onWatch = () => () => undefined } = this.#options;
    const sequencer = this.#sequencer(symbol);
    const unknown = { openPrice: null, price: null, time: 0, receivedAt: 0, isTraded: false };
    const isForeign = false;
    this.#books.set(symbol, { sequencer, ...unknown, isForeign });
    const releases = [
      exchange.subscribe({ kind: 'trades', symbol }),
      exchange.subscribe({ kind: 'ticker', symbol }),
      onWatch(symbol),
    ];
    this.#askForPrice(symbol);
    return () => {
      for (const release of releases) release();
      this.#books.get(symbol)?.sequencer.stop();
      this.#books.delete(symbol);
      this.#dirty.delete(symbol);
      this.#told.delete(symbol);
      this.#unpriced.delete(symbol);
    };
  }

  #sequencer(symbol: string): TradeSequencer {
    const { exchange, clock, logger, random, onTrade } = this.#options;
    return new TradeSequencer({
      clock,
      logger,
      random,
      now: () => exchange.now(symbol),
      fetch: (fromId) => exchange.fetchTrades(symbol, fromId),
      bridge: (last, deliver) => this.#bridge.cross(last, deliver),
      isBeyondHistory: ({ time }) =>
        exchange.now(symbol) - time > exchange.history(symbol).tradesReachMs,
      deliver: (trade, origin) => {
        const book = this.#books.get(symbol);
        if (!book) return;
        book.isTraded = true;
        this.#setPrice(book, trade.price, trade.time);
        this.#dirty.add(symbol);
        onTrade(trade, origin);
      },
    });
  }

  #askForPrice(symbol: string): void {
    this.#unpriced.add(symbol);
    this.#batchTimer ??= this.#options.clock.after(BATCH_WINDOW_MS, () => {
      this.#batchTimer = null;
      void this.#fetchPrices();
    });
  }

  async #fetchPrices(): Promise<void> {
    const symbols = [...this.#unpriced];
    this.#unpriced.clear();
    // A venue that is away must not keep the prices of another one back.
    await Promise.all(
      VENUES.map((venue) => this.#fetchSome(symbols.filter((symbol) => venueOf(symbol) === venue))),
    );
  }

  async #fetchSome(symbols: readonly string[]): Promise<void> {
    const { exchange, logger } = this.#options;
    for (let at = 0; at < symbols.length; at += TICKERS_PER_CALL) {
      try {
        const tickers = await exchange.fetchTickers(symbols.slice(at, at + TICKERS_PER_CALL));
        for (const ticker of tickers) this.onTicker(ticker);
      } catch (error) {
        // The streams bring the price all the same, only later.
        logger.warn('First prices not fetched', { error: String(error) });
      }
    }
  }

  #flush(): void {
    for (const symbol of this.#dirty) {
      const state = this.price(symbol);
      if (state && this.#isNews(state)) this.#options.onPrice(state);
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
