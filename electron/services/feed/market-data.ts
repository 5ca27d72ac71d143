import type { Venue } from '../../../shared/domain/feed-status';
import { venueOf, type Instrument } from '../../../shared/domain/instrument';
import type { Interval } from '../../../shared/domain/interval';
import { changePercent, type Ticker } from '../../../shared/domain/ticker';
import type { Trade } from '../../../shared/domain/trade';
import type { Kline } from '../../../shared/domain/kline';
import { Claims } from '../claims';
import type { Clock, Timer } from '../clock';
import type { Exchange } from '../exchange/exchange';
import { FirstPrices } from './first-prices';
import { GapBridge } from './gap-bridge';
import { LatencyBuckets } from '../latency-buckets';
import type { Logger } from '../logger';
import type { TradeOrigin } from './ordered-tape';
import { sumOfStats, type SequencerStats } from './sum-of-stats';
import {
  isDisproof,
  isPassed,
  isUnpriced,
  joinBeginning,
  leaveMarket,
  NO_PRICE,
  summedUp,
  tapeOf,
  type Book,
  type PriceState,
  type Tape,
} from './tape';
import { TradeSequencer } from './trade-sequencer';

const FLUSH_EVERY_MS = 100;

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
  /** A symbol's last trade of an earlier run, if all that followed it is needed; else null. */
  readonly lastSeen?: (symbol: string) => Trade | null;
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
  /** From the receipt of a price to its publication. */
  readonly publishDelay = new LatencyBuckets();
  readonly #firstPrices: FirstPrices;
  /** What tapes came to that are kept no more. */
  #closed = sumOfStats([]);
  #flushTimer: Timer | null = null;

  constructor(options: MarketDataOptions) {
    this.#options = options;
    this.#claims = new Claims((symbol) => this.#open(symbol));
    this.#bridge = new GapBridge(options);
    this.#firstPrices = new FirstPrices({
      ...options,
      isMissing: (symbol) => isUnpriced(this.#books.get(symbol)),
      onTicker: (ticker) => this.onTicker(ticker),
    });
  }

  start(): void {
    this.#flushTimer = this.#options.clock.every(FLUSH_EVERY_MS, () => this.#flush());
  }

  stop(): void {
    this.#flushTimer?.cancel();
    this.#firstPrices.stop();
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
    const { price, openPrice, time, asOf } = book;
    const change24h = openPrice === null ? null : changePercent(price, openPrice);
    return { symbol, price, change24h, time, asOf };
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
    if (isDisproof(book, ticker)) {
      book.disprovedAt = this.#options.clock.monotonic();
      book.rivalPrice = ticker.lastPrice;
    }
    const isNews =
      book.isForeign || book.price === null || (!book.isTraded && ticker.time > book.time);
    if (!isNews) return;
    if (!book.isTraded && ticker.lastTradeId !== undefined) book.beginning ??= ticker;
    this.#setPrice(book, ticker.lastPrice, ticker.time, 0);
  }

  /** To be called when a venue has been reached, so that waiting symbols get their first price. */
  onInstruments(venue: Venue): void {
    for (const [symbol, book] of this.#books) {
      if (isUnpriced(book) && venueOf(symbol) === venue) this.#firstPrices.ask(symbol);
    }
  }

  #close({ sequencer }: Book): void {
    sequencer.stop();
    this.#closed = sumOfStats([this.#closed, sequencer.stats]);
  }

  #setTrade(book: Book, { symbol, price, time }: Trade, origin: TradeOrigin): void {
    book.isTraded = true;
    book.disprovedAt = null;
    book.rivalPrice = null;
    // What the stream brings has just happened, however wrong the clocks are.
    const ageMs = origin === 'live' ? 0 : Math.max(0, this.#options.exchange.now(symbol) - time);
    this.#setPrice(book, price, time, ageMs);
  }

  #setPrice(book: Book, price: number, time: number, ageMs: number): void {
    book.price = price;
    book.isForeign = false;
    book.time = time;
    book.asOf = this.#options.clock.monotonic() - ageMs;
    book.isFresh = ageMs === 0;
  }

  #open(symbol: string): () => void {
    const { exchange, onWatch = () => () => undefined } = this.#options;
    const book: Book = { ...NO_PRICE, sequencer: this.#sequencer(symbol) };
    this.#books.set(symbol, book);
    book.sequencer.resume(this.#options.lastSeen?.(symbol) ?? null);
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
      this.#dirty.delete(symbol);
      this.#told.delete(symbol);
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
        if (!book || (origin === 'backfill' && trade.lastTradeId <= book.countedTo)) return;
        if (origin === 'live' || !isPassed(trade, book)) this.#setTrade(book, trade, origin);
        this.#dirty.add(symbol);
        onTrade(trade, origin);
      },
    });
  }

  #flush(): void {
    const now = this.#options.clock.monotonic();
    for (const symbol of this.#dirty) {
      const state = this.price(symbol);
      if (!state || !this.#isNews(state)) continue;
      if (this.#books.get(symbol)?.isFresh === true) this.publishDelay.observe(now - state.asOf);
      this.#options.onPrice(state);
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
