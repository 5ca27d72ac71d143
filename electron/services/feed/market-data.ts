import type { Venue } from '../../../shared/domain/feed-status';
import { venueOf, type Instrument } from '../../../shared/domain/instrument';
import type { Interval } from '../../../shared/domain/interval';
import type { Ticker } from '../../../shared/domain/ticker';
import type { Trade } from '../../../shared/domain/trade';
import type { Kline } from '../../../shared/domain/kline';
import { Claims } from '../claims';
import type { Clock } from '../clock';
import type { Exchange } from '../exchange/exchange';
import { FirstPrices } from './first-prices';
import { GapBridge } from './gap-bridge';
import type { LatencyBuckets } from '../latency-buckets';
import type { Logger } from '../logger';
import type { TradeOrigin } from './ordered-tape';
import { sumOfStats, type SequencerStats } from './sum-of-stats';
import {
  isDisproof,
  isFillingUp,
  isNews,
  isPassed,
  isUnpriced,
  joinBeginning,
  leaveMarket,
  NO_PRICE,
  priceOf,
  setPrice,
  setTradePrice,
  stopTape,
  summedUp,
  tapeOf,
  type Book,
  type PriceState,
  type Tape,
} from './tape';
import { PricePublisher } from './price-publisher';
import { StartingPoint } from './starting-point';
import { TradeSequencer } from './trade-sequencer';

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
  /**
   * After which trade of an earlier run, or from when on (ms UTC), all trades are needed of a symbol
   * that begins to be watched; null: of those to come.
   */
  readonly followFrom?: (symbol: string) => Trade | number | null;
  /** Called when a symbol begins to be watched; what it returns is called when that ends. */
  readonly onWatch?: (symbol: string) => () => void;
  /** Hears the price (at ms UTC) that a summary shows of a symbol of which no trade has come yet. */
  readonly onSummary?: (symbol: string, price: number, time: number) => void;
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
  readonly #publisher: PricePublisher;
  readonly #firstPrices: FirstPrices;
  /** What tapes came to that are kept no more. */
  #closed = sumOfStats([]);

  constructor(options: MarketDataOptions) {
    this.#options = options;
    this.#claims = new Claims((symbol) => this.#open(symbol));
    this.#bridge = new GapBridge(options);
    this.#publisher = new PricePublisher({
      ...options,
      price: (symbol) => this.price(symbol),
      isFresh: (symbol) => this.#books.get(symbol)?.isFresh === true,
    });
    this.#firstPrices = new FirstPrices({
      ...options,
      isMissing: (symbol) => isUnpriced(this.#books.get(symbol)),
      onTicker: (ticker) => this.onTicker(ticker),
    });
  }

  start(): void {
    this.#publisher.start();
  }

  stop(): void {
    this.#publisher.stop();
    this.#firstPrices.stop();
    for (const book of this.#books.values()) stopTape(book);
  }

  /**
   * The instrument a trader means; waits for the list of a venue that is just being reached.
   * @throws {AppError} `UNKNOWN_SYMBOL`, or `UNAVAILABLE` when the venue cannot be reached or is off.
   */
  instrument(input: string): Promise<Instrument> {
    return this.#options.exchange.instrument(input);
  }

  /** From the receipt of a price to its publication. */
  get publishDelay(): LatencyBuckets {
    return this.#publisher.delay;
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
    return book ? priceOf(symbol, book) : null;
  }

  /** The price of any symbol, asked of the venue when it is not watched. @throws {AppError} `UNAVAILABLE`. */
  async lookUp(symbol: string): Promise<PriceState | null> {
    const known = this.price(symbol);
    if (known) return known;
    const [ticker] = await this.#options.exchange.fetchTickers([symbol]);
    return ticker ? summedUp(ticker, this.#options.clock.monotonic()) : null;
  }

  /** Takes a trade from the stream. */
  onTrade(trade: Trade): void {
    const book = this.#books.get(trade.symbol);
    if (!book) return;
    if (book.start) {
      book.start.take(trade);
      return;
    }
    if (book.beginning) joinBeginning(book, book.beginning, trade);
    book.sequencer.live(trade);
  }

  /** How fresh a watched symbol's price is; null when it is not watched. */
  tape(symbol: string): Tape | null {
    const book = this.#books.get(symbol);
    return book ? tapeOf(book) : null;
  }

  /** What the tapes of all symbols have come to since the start, and how many trades wait behind gaps. */
  figures(): SequencerStats & { readonly waiting: number } {
    const tapes = [...this.#books.values()].map(({ sequencer }) => sequencer);
    const waiting = tapes.reduce((sum, tape) => sum + tape.waiting, 0);
    return { ...sumOfStats([this.#closed, ...tapes.map(({ stats }) => stats)]), waiting };
  }

  /**
   * Fetches the trades of a symbol from that one on, which its stream should have brought first and
   * did not; to be called when history has them and no trade has come.
   */
  begin(symbol: string, first: Trade): void {
    this.#books.get(symbol)?.sequencer.begin(first.id);
  }

  /** Fetches what may have been missed of one symbol. */
  refill(symbol: string): void {
    this.#books.get(symbol)?.sequencer.check();
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
      this.#close(book);
      book.sequencer = this.#sequencer(symbol);
      leaveMarket(book);
      // What was not told yet is news of a market that is watched no more.
      this.#publisher.pass(symbol);
    }
  }

  /** Symbols whose history is being fetched, so that their price is not yet the newest. */
  filling(): string[] {
    return [...this.#books].flatMap(([symbol, book]) => (isFillingUp(book) ? [symbol] : []));
  }

  onTicker(ticker: Ticker): void {
    const book = this.#books.get(ticker.symbol);
    if (!book) return;
    book.openPrice = ticker.openPrice;
    this.#publisher.touch(ticker.symbol);
    if (isDisproof(book, ticker)) {
      book.disprovedAt = this.#options.clock.monotonic();
      book.rivalPrice = ticker.lastPrice;
    }
    if (!isNews(book, ticker)) return;
    if (!book.isTraded && ticker.lastTradeId !== undefined) book.beginning ??= ticker;
    const { lastPrice: price, time } = ticker;
    setPrice(book, { price, time, ageMs: 0 }, this.#options.clock.monotonic());
    this.#tellSummary(book, ticker.symbol);
  }

  /** To be called when a venue has been reached, so that waiting symbols get their first price. */
  onInstruments(venue: Venue): void {
    for (const [symbol, book] of this.#books) {
      if (isUnpriced(book) && venueOf(symbol) === venue) this.#firstPrices.ask(symbol);
    }
  }

  #close(book: Book): void {
    stopTape(book);
    this.#closed = sumOfStats([this.#closed, book.sequencer.stats]);
  }

  #setTrade(book: Book, trade: Trade, origin: TradeOrigin): void {
    const { exchange, clock } = this.#options;
    // What the stream brings has just happened, however wrong the clocks are.
    const ageMs = origin === 'live' ? 0 : Math.max(0, exchange.now(trade.symbol) - trade.time);
    setTradePrice(book, trade, ageMs, clock.monotonic());
  }

  #open(symbol: string): () => void {
    const { exchange, onWatch = () => () => undefined } = this.#options;
    const book: Book = { ...NO_PRICE, sequencer: this.#sequencer(symbol) };
    this.#books.set(symbol, book);
    const from = this.#options.followFrom?.(symbol) ?? null;
    if (typeof from === 'number') void this.#startFrom(book, symbol, from);
    else book.sequencer.resume(from);
    const releases = [
      exchange.subscribe({ kind: 'trades', symbol }),
      exchange.subscribe({ kind: 'ticker', symbol }),
      onWatch(symbol),
    ];
    this.#firstPrices.ask(symbol);
    return () => {
      for (const release of releases) release();
      this.#close(book);
      this.#books.delete(symbol);
      this.#publisher.forget(symbol);
    };
  }

  async #startFrom(book: Book, symbol: string, since: number): Promise<void> {
    const fetch = () => this.#options.exchange.fetchTradesSince(symbol, since);
    const start = new StartingPoint({ ...this.#options, fetch });
    book.start = start;
    const first = await start.find();
    if (book.start !== start) return;
    book.start = null;
    if (first) book.beginning = null;
    // The one before it tells the price that was known by then.
    if (first) book.sequencer.begin(Math.max(0, first.id - 1));
    else this.#tellSummary(book, symbol);
    for (const trade of start.waiting) this.onTrade(trade);
  }

  /** As long as no trade has come nor is on its way from history. */
  #tellSummary({ isTraded, start, price, time }: Book, symbol: string): void {
    if (!isTraded && !start && price !== null) this.#options.onSummary?.(symbol, price, time);
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
        if (!book || (origin === 'backfill' && trade.lastTradeId <= book.countedTo)) return;
        if (origin === 'live' || !isPassed(trade, book)) this.#setTrade(book, trade, origin);
        this.#publisher.touch(symbol);
        onTrade(trade, origin);
      },
    });
  }
}
