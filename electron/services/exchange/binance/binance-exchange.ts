import type { FeedStatus } from '../../../../shared/domain/feed-status';
import type { Instrument } from '../../../../shared/domain/instrument';
import type { Kline } from '../../../../shared/domain/kline';
import type { MarkPrice } from '../../../../shared/domain/mark-price';
import type { Ticker } from '../../../../shared/domain/ticker';
import type { Trade } from '../../../../shared/domain/trade';
import { Claims } from '../../claims';
import type { Clock } from '../../clock';
import { LatencyBuckets } from '../../latency-buckets';
import type { Logger } from '../../logger';
import type {
  ExchangeListener,
  FeedStats,
  History,
  KlineQuery,
  StreamKey,
  VenueClient,
} from '../exchange';
import { ClockFollower } from './clock-follower';
import { ConnectBudget } from './connect-budget';
import { isBusyMarket, type VenueUrls } from './endpoints';
import { FeedMonitor } from './feed-monitor';
import { FrameIntake } from './frame-intake';
import { markPriceOf, newestTimeOf, tickerOf, tradeOf, type MarketFrame } from './frame-mapper';
import { BadFrameError } from './frame-reader';
import { InstrumentLoader } from './instrument-loader';
import { MarketApi } from './market-api';
import { SPOT, type Product } from './product';
import type { RestPause } from './rest-client';
import { ServerClock } from './server-clock';
import { SilenceQuestion } from './silence-question';
import { streamName, streamPrefix } from './stream-name';
import { StreamPool } from './stream-pool';
import type { PoolState } from './stream-pool-types';
import type { ConnectSocket } from './stream-socket';
import type { TextFile } from '../../text-file';

const TRADES_PER_CALL = 1000;

export interface BinanceExchangeOptions {
  /** Spot when absent. */
  readonly product?: Product;
  readonly urls: VenueUrls;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  /** Shared by all venues of the program; one of its own when absent. */
  readonly budget?: ConnectBudget;
  /** Opens the stream's sockets; real ones when absent. */
  readonly connect?: ConnectSocket;
  /** Remembers a ban over restarts. */
  readonly banFile?: TextFile;
  /** Keeps the instruments for a start while the venue is away. */
  readonly instrumentFile?: TextFile;
}

/** One of Binance's venues, or any that speaks its protocol. */
export class BinanceExchange implements VenueClient {
  readonly #product: Product;
  readonly #serverClock: ServerClock;
  readonly #api: MarketApi;
  readonly #monitor: FeedMonitor;
  readonly #pool: StreamPool;
  readonly #loader: InstrumentLoader;
  readonly #streams: Claims<string>;
  #listener: ExchangeListener | null = null;
  /** Whether the connections have been lost since they were last whole. */
  #wasLost = false;
  readonly #intake: FrameIntake;
  readonly #silence: SilenceQuestion;
  readonly #follower: ClockFollower;
  readonly #delay = new LatencyBuckets();

  constructor(options: BinanceExchangeOptions) {
    const { product = SPOT, urls, clock, logger, random, connect } = options;
    this.#product = product;
    this.#serverClock = new ServerClock(clock);
    this.#api = new MarketApi(urls.rest, clock, this.#serverClock, options);
    this.#monitor = new FeedMonitor({
      venue: product.venue,
      clock,
      expectsData: () => this.#streams.size > 0,
      pause: () => this.#pause,
      onChange: (status) => this.#listener?.status(status),
      ask: (silenceMs) => this.#silence.ask(silenceMs),
      onSilence: () => this.#pool.restart('The exchange is connected but sends no data'),
    });
    this.#follower = new ClockFollower({
      ...{ clock, logger, serverClock: this.#serverClock },
      measure: () => this.#api.measureClock(),
    });
    this.#silence = new SilenceQuestion({
      exchange: this,
      catalog: () => this.#api.catalog,
      names: () => this.#streams.keys(),
    });
    this.#loader = new InstrumentLoader({
      ...{ api: this.#api, clock, logger, random },
      onInstruments: (instruments) => this.#listener?.instruments(instruments),
      onTrouble: (reason) => this.#monitor.instruments(reason),
    });
    this.#intake = new FrameIntake({
      ...{ clock, logger },
      onFrame: (frame, receivedAt) => this.#deliver(frame, receivedAt),
      onNonsense: () => this.#pool.restart('The exchange sends frames that make no sense'),
    });
    this.#pool = new StreamPool({
      base: urls.ws + product.streamPath,
      rules: isBusyMarket(urls) ? product.rules : { ...product.rules, canary: null },
      ...{ clock, logger, random },
      budget: options.budget ?? new ConnectBudget(clock),
      ...(connect && { connect }),
      onFrame: (bytes, receivedAt) => this.#intake.take(bytes, receivedAt),
      onBack: () => this.#askAnew(),
      mayAsk: () => this.#api.pause === null,
      onState: (state) => this.#onPool(state),
    });
    this.#streams = new Claims((name) => {
      this.#pool.add(name);
      return () => this.#pool.remove(name);
    });
  }

  start(listener: ExchangeListener): void {
    this.#listener = listener;
    this.#monitor.start();
    this.#pool.start();
    this.#loader.start();
  }

  stop(): Promise<void> {
    this.#listener = null;
    this.#loader.stop();
    this.#monitor.stop();
    this.#pool.stop();
    this.#api.stop();
    return Promise.resolve();
  }

  restart(reason: string): void {
    this.#pool.restart(reason);
    this.#askAnew();
  }

  now(): number {
    return this.#serverClock.now();
  }

  status(): FeedStatus {
    return this.#monitor.status;
  }

  dataAge(): number | null {
    return this.#monitor.dataAge;
  }

  instruments(): readonly Instrument[] {
    return this.#api.catalog.list;
  }

  stats(): readonly FeedStats[] {
    const pool = this.#pool.stats();
    const figures = {
      ...this.#intake.counts,
      delay: this.#delay,
      refusedStreams: pool.rejected.length,
    };
    return [{ venue: this.#product.venue, ...this.#api.stats, ...pool, ...figures }];
  }

  subscribe(stream: StreamKey): () => void {
    return this.#streams.claim(streamName(stream));
  }

  hears(symbol: string): boolean {
    return this.#pool.carries(streamName({ kind: 'trades', symbol }));
  }

  fetchKlines(query: KlineQuery): Promise<Kline[]> {
    return this.#api.klines(query, query.isBackground ? 'background' : 'user');
  }

  fetchTrades(symbol: string, fromId: number): Promise<Trade[]> {
    return this.#api.aggTrades(symbol, { fromId, limit: TRADES_PER_CALL });
  }

  fetchTradesSince(symbol: string, startTime: number): Promise<Trade[]> {
    return this.#api.aggTrades(symbol, { startTime, limit: TRADES_PER_CALL });
  }

  fetchTickers(symbols: readonly string[]): Promise<Ticker[]> {
    return this.#api.tickers(symbols);
  }

  fetchLastTradeIds(symbols: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.#api.lastTradeIds(symbols);
  }

  suspension(symbol: string): string | null {
    return this.#api.suspension(symbol);
  }

  refreshInstruments(): Promise<void> {
    return this.#loader.refresh();
  }

  instrument(input: string): Promise<Instrument> {
    return this.#loader.find(input);
  }

  listed(): Promise<readonly Instrument[]> {
    return this.#loader.listed();
  }

  get unavailableUntil(): number | null {
    return this.#pause?.until ?? null;
  }

  get #pause(): RestPause | null {
    return this.#api.pause ?? this.#pool.pause;
  }

  renew(symbol: string, what: 'stream' | 'connection'): void {
    const prefix = streamPrefix(symbol);
    for (const name of this.#streams.keys()) {
      if (name.startsWith(prefix)) this.#pool.renew(name, what);
    }
  }

  fetchMarkPrices(symbols: readonly string[]): Promise<MarkPrice[]> {
    return this.#api.markPrices(symbols);
  }

  history(): History {
    return this.#product;
  }

  /** What was in vain may not be any more. */
  #askAnew(): void {
    this.#api.retry();
    this.#loader.hasten();
    this.#follower.measure();
  }

  #onTrade(trade: Trade, listener: ExchangeListener): void {
    this.#silence.heard(trade);
    listener.trade(trade);
  }

  #onPool(state: PoolState): void {
    this.#monitor.connections(state);
    if (state.state !== 'open') {
      this.#wasLost ||= state.reason !== null;
    } else if (this.#wasLost) {
      this.#wasLost = false;
      this.#listener?.resumed();
    }
  }

  /** @throws {BadFrameError} for times that cannot be: what is newest must not be one of those. */
  #deliver(frame: MarketFrame, receivedAt: number): void {
    if (!this.#follower.believes(newestTimeOf(frame))) {
      throw new BadFrameError('it comes from the future');
    }
    const symbol = this.#api.catalog.byVenueSymbol(frame.venueSymbol)?.symbol;
    if (symbol === undefined || !this.#listener) return;
    this.#monitor.heard(receivedAt);
    this.#follower.follow(frame.eventTime);
    const venueTime = this.#serverClock.at(receivedAt);
    if (venueTime !== null) this.#delay.observe(venueTime - frame.eventTime);
    switch (frame.kind) {
      case 'trade':
        this.#onTrade(tradeOf(frame, symbol), this.#listener);
        break;
      case 'kline':
        this.#listener.kline(symbol, frame.interval, frame.kline, frame.eventTime);
        break;
      case 'ticker':
        this.#listener.ticker(tickerOf(frame, symbol));
        break;
      case 'markPrice':
        this.#listener.markPrice(markPriceOf(frame, symbol));
        break;
    }
  }
}
