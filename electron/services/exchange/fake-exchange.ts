import { AppError } from '../../../shared/domain/errors';
import type { FeedStatus, Venue } from '../../../shared/domain/feed-status';
import {
  meansSymbol,
  toVenueSymbol,
  venueOf,
  type Instrument,
} from '../../../shared/domain/instrument';
import type { Kline } from '../../../shared/domain/kline';
import type { MarkPrice } from '../../../shared/domain/mark-price';
import type { Ticker } from '../../../shared/domain/ticker';
import type { Trade } from '../../../shared/domain/trade';
import { FUTURES, SPOT } from './binance/product';
import type {
  ExchangeListener,
  FeedStats,
  History,
  KlineQuery,
  StreamKey,
  VenueClient,
} from './exchange';

/** An exchange that does what a test tells it to. */
export class FakeExchange implements VenueClient {
  /** Streams claimed now, as `kind symbol [interval]`; doubles count. */
  readonly streams: string[] = [];
  /** Arguments of the price questions so far. */
  readonly tickerCalls: (readonly string[])[] = [];
  readonly klineCalls: KlineQuery[] = [];
  known: Instrument[] = [];
  tickers: Ticker[] = [];
  klines: Kline[] = [];
  trades: Trade[] = [];
  /** Ids of the last trades in the venue's history, by symbol. */
  readonly lastTradeIds = new Map<string, number>();
  /** Symbols whose streams the venue has not agreed to. */
  readonly unheard = new Set<string>();
  /** What does not trade, and why. */
  readonly suspensions = new Map<string, string>();
  /** Streams asked for anew so far, as `what symbol`. */
  readonly renewals: string[] = [];
  /** Questions for the last trades so far. */
  readonly lastTradeCalls: (readonly string[])[] = [];
  /** Runs when the instruments are asked for again. */
  onRefresh: () => void = () => undefined;
  feed: FeedStatus = { venue: 'spot', state: 'live', since: 0, reason: null };
  marks: MarkPrice[] = [];
  readonly unavailableUntil = null;
  /** Who was told to listen; tests may call it, or the services themselves. */
  listener: ExchangeListener | null = null;
  isStopped = false;
  figures: FeedStats[] = [];
  isReachable = true;
  /** The venue's clock, ms UTC. */
  time = 0;
  restarts = 0;

  start(listener: ExchangeListener): void {
    this.listener = listener;
  }

  stop(): Promise<void> {
    this.isStopped = true;
    return Promise.resolve();
  }

  now(): number {
    return this.time;
  }

  restart(): void {
    this.restarts++;
  }

  status(): FeedStatus {
    return this.feed;
  }

  stats(): readonly FeedStats[] {
    return this.figures;
  }

  awake(): Venue[] {
    return ['spot'];
  }

  dataAge(): number | null {
    return 0;
  }

  listed(): Promise<readonly Instrument[]> {
    if (this.known.length > 0) return Promise.resolve(this.known);
    return Promise.reject(new AppError('UNAVAILABLE', 'not reached yet'));
  }

  async instrument(input: string): Promise<Instrument> {
    const known = await this.listed();
    const found = known.find(({ symbol }) => meansSymbol(input, symbol));
    if (found) return found;
    throw new AppError('UNKNOWN_SYMBOL', `There is no symbol ${input} here`);
  }

  subscribe(stream: StreamKey): () => void {
    const name = Object.values(stream).join(' ');
    this.streams.push(name);
    return () => void this.streams.splice(this.streams.indexOf(name), 1);
  }

  hears(symbol: string): boolean {
    return !this.unheard.has(symbol);
  }

  fetchKlines(query: KlineQuery): Promise<Kline[]> {
    this.klineCalls.push(query);
    if (!this.isReachable) return Promise.reject(new AppError('UNAVAILABLE', 'away'));
    const since = this.klines.filter(({ openTime }) => openTime >= (query.startTime ?? 0));
    return Promise.resolve(since.slice(0, query.limit));
  }

  fetchTradesSince(symbol: string, startTime: number): Promise<Trade[]> {
    const since = this.trades.filter((trade) => trade.symbol === symbol && trade.time >= startTime);
    return Promise.resolve(since.slice(0, 1000));
  }

  fetchTrades(symbol: string, fromId: number): Promise<Trade[]> {
    return Promise.resolve(
      this.trades.filter((trade) => trade.symbol === symbol && trade.id >= fromId),
    );
  }

  fetchMarkPrices(symbols: readonly string[]): Promise<MarkPrice[]> {
    return Promise.resolve(this.marks.filter(({ symbol }) => symbols.includes(symbol)));
  }

  history(symbol: string): History {
    return venueOf(symbol) === 'spot' ? SPOT : FUTURES;
  }

  fetchTickers(symbols: readonly string[]): Promise<Ticker[]> {
    this.tickerCalls.push(symbols);
    if (!this.isReachable) return Promise.reject(new AppError('UNAVAILABLE', 'away'));
    return Promise.resolve(this.tickers.filter(({ symbol }) => symbols.includes(symbol)));
  }

  fetchLastTradeIds(symbols: readonly string[]): Promise<ReadonlyMap<string, number>> {
    this.lastTradeCalls.push(symbols);
    if (!this.isReachable) return Promise.reject(new AppError('UNAVAILABLE', 'away'));
    const found = [...this.lastTradeIds].filter(([symbol]) => symbols.includes(symbol));
    return Promise.resolve(new Map(found));
  }

  suspension(symbol: string): string | null {
    return this.suspensions.get(symbol) ?? null;
  }

  refreshInstruments(): Promise<void> {
    this.onRefresh();
    return Promise.resolve();
  }

  renew(symbol: string, what: 'stream' | 'connection'): void {
    this.renewals.push(`${what} ${symbol}`);
  }
}

/** An instrument with everyday steps. */
export function instrumentOf(symbol: string): Instrument {
  const [baseAsset = '', quoteAsset = ''] = symbol.split(/[/:]/);
  return {
    venue: venueOf(symbol),
    symbol,
    venueSymbol: toVenueSymbol(symbol),
    baseAsset,
    quoteAsset,
    tickSize: '0.01',
    stepSize: '0.00001',
    isTrading: true,
  };
}

/** A 24 h summary with the same price throughout but for the opening. */
export function tickerOf(symbol: string, lastPrice: number, openPrice: number, time = 0): Ticker {
  return {
    symbol,
    lastPrice,
    openPrice,
    highPrice: Math.max(lastPrice, openPrice),
    lowPrice: Math.min(lastPrice, openPrice),
    volume: 1,
    quoteVolume: lastPrice,
    time,
  };
}
