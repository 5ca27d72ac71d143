import type { FeedStatus, Venue } from '../../../shared/domain/feed-status';
import type { Instrument } from '../../../shared/domain/instrument';
import type { Interval } from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import type { MarkPrice } from '../../../shared/domain/mark-price';
import type { Ticker } from '../../../shared/domain/ticker';
import type { Trade } from '../../../shared/domain/trade';
import type { LatencyBuckets } from '../latency-buckets';

/** What an exchange tells, synchronously and in the order it arrived. Listeners must not throw. */
export interface ExchangeListener {
  trade(trade: Trade): void;
  kline(symbol: string, interval: Interval, kline: Kline, eventTime: number): void;
  ticker(ticker: Ticker): void;
  /** Futures only; about once a second. */
  markPrice(mark: MarkPrice): void;
  status(status: FeedStatus): void;
  /** The list of instruments was loaded or has changed. */
  instruments(instruments: readonly Instrument[]): void;
  /** The stream is back after a break: what happened meanwhile has to be asked for. */
  resumed(): void;
}

/** A stream one can listen to; equal keys share one stream. */
export type StreamKey =
  | { readonly kind: 'trades'; readonly symbol: string }
  | { readonly kind: 'ticker'; readonly symbol: string }
  /** Of futures; spot has none. */
  | { readonly kind: 'markPrice'; readonly symbol: string }
  | { readonly kind: 'klines'; readonly symbol: string; readonly interval: Interval };

export interface KlineQuery {
  /** Wire symbol. */
  readonly symbol: string;
  readonly interval: Interval;
  /** 1–1000. */
  readonly limit: number;
  /** Only candles that open at or before this time (ms UTC); the newest when absent. */
  readonly endTime?: number;
  /** Only candles that open at or after this time (ms UTC); then the oldest of them are taken. */
  readonly startTime?: number;
  /** It may wait behind what people ask for. */
  readonly isBackground?: boolean;
}

/** What a venue's history holds. */
export interface History {
  /** Candles there are, finest first. */
  readonly intervals: readonly Interval[];
  /** Single trades are served this far back, ms; longer ago there are candles alone. */
  readonly tradesReachMs: number;
}

/** Market data by wire symbol, from whichever venue has it. */
export interface Exchange {
  /** Now by the clock of a wire symbol's venue as far as it is known, ms UTC. */
  now(symbol: string): number;
  /**
   * The instrument a trader means, whether it trades or not; waits for the list of a venue that is
   * just being reached.
   * @throws {AppError} `UNKNOWN_SYMBOL`, or `UNAVAILABLE` when the venue cannot be reached or is off.
   */
  instrument(input: string): Promise<Instrument>;
  /** Claims a stream by wire symbol until the returned function is called; claims are counted. */
  subscribe(stream: StreamKey): () => void;
  /** Whether the venue has agreed to send the trades of a wire symbol, so that none goes unheard. */
  hears(symbol: string): boolean;
  /** Candles, oldest first, the last one possibly unfinished. @throws {AppError} `UNAVAILABLE`. */
  fetchKlines(query: KlineQuery): Promise<Kline[]>;
  /** At most 1000 trades from an aggregate id on, oldest first. @throws {AppError} `UNAVAILABLE`. */
  fetchTrades(symbol: string, fromId: number): Promise<Trade[]>;
  /** At most 1000 trades at or after a time (ms UTC), oldest first. @throws {AppError} `UNAVAILABLE`. */
  fetchTradesSince(symbol: string, startTime: number): Promise<Trade[]>;
  /** 24 h summaries of at most 100 symbols. @throws {AppError} `UNAVAILABLE`. */
  fetchTickers(symbols: readonly string[]): Promise<Ticker[]>;
  /**
   * By symbol, the id of its last single trade of the last 24 h as the venue's history has it, -1
   * where it has none; asked as upkeep, at most 100 symbols. Of those that the answer leaves out
   * nothing is known. @throws {AppError}
   * `UNAVAILABLE`, or `UNKNOWN_SYMBOL` when the venue has dropped one of them.
   */
  fetchLastTradeIds(symbols: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Why a wire symbol does not trade, for people; null while it does and while nothing is known. */
  suspension(symbol: string): string | null;
  /** Reads a venue's list of instruments again and tells the listener. @throws {AppError} `UNAVAILABLE`. */
  refreshInstruments(venue: Venue): Promise<void>;
  /**
   * Has the venue send a symbol's streams anew, for when it stopped without a sign: `stream`
   * subscribes to them again, `connection` replaces the connection that carries them.
   */
  renew(symbol: string, what: 'stream' | 'connection'): void;
  /** Mark prices of at most 100 symbols; spot has none. @throws {AppError} `UNAVAILABLE`. */
  fetchMarkPrices(symbols: readonly string[]): Promise<MarkPrice[]>;
  /** What the history of a wire symbol holds. */
  history(symbol: string): History;
}

/** What a venue's feed has done since the start, and how it stands. */
export interface FeedStats {
  readonly venue: Venue;
  /** Host that REST requests go to. */
  readonly host: string;
  /** Request weight used in the present minute, and what the venue allows in one. */
  readonly weightUsed: number;
  readonly weightLimit: number;
  readonly requests: number;
  /** Requests that wait for the next minute. */
  readonly requestsWaiting: number;
  /** Failed requests by kind: `http_429`, `network` …; `bad_candle` counts rows of good ones. */
  readonly requestFaults: Readonly<Record<string, number>>;
  readonly connections: number;
  /** Connections begun, lost, and replaced while they still worked. */
  readonly attempts: number;
  readonly reconnects: number;
  readonly renewals: number;
  /** Subscriptions the venue agreed to. */
  readonly acks: number;
  /** Streams the venue refuses at the moment. */
  readonly refusedStreams: number;
  /** Ends of connections by cause. */
  readonly drops: Readonly<Record<string, number>>;
  readonly frames: number;
  readonly badFrames: number;
  /** From the time a frame carries to its receipt, by the venue's clock. */
  readonly delay: LatencyBuckets;
}

/** One venue that serves market data. */
export interface VenueClient extends Exchange {
  /** Begins to connect and keeps trying until stopped; never rejects for an unreachable venue. */
  start(listener: ExchangeListener): void;
  stop(): Promise<void>;
  /** Gives every connection up as dead and makes new ones, e.g. after sleep. */
  restart(reason: string): void;
  status(): FeedStatus;
  /** When the venue may be asked again, ms UTC by our wall clock; null while it may. */
  readonly unavailableUntil: number | null;
  /** Those that trade now; waits for the list as `instrument` does. @throws {AppError} `UNAVAILABLE`. */
  listed(): Promise<readonly Instrument[]>;
  /** Age of the newest data of any kind in ms; null before the first. */
  dataAge(): number | null;
  /** Its figures, alone in the list. */
  stats(): readonly FeedStats[];
}
