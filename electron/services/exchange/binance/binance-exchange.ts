import { AppError } from '../../../../shared/domain/errors';
import type { FeedStatus } from '../../../../shared/domain/feed-status';
import type { Instrument } from '../../../../shared/domain/instrument';
import type { Kline } from '../../../../shared/domain/kline';
import type { Ticker } from '../../../../shared/domain/ticker';
import type { Trade } from '../../../../shared/domain/trade';
import { Backoff } from '../../backoff';
import type { Clock, Timer } from '../../clock';
import type { Logger } from '../../logger';
import type { Exchange, ExchangeListener, KlineQuery, StreamKey } from '../exchange';
import type { VenueUrls } from './endpoints';
import { FeedMonitor } from './feed-monitor';
import { BadFrameError, readFrame, type Frame } from './frame-reader';
import { MarketApi } from './market-api';
import { ServerClock } from './server-clock';
import { StreamClient } from './stream-client';
import { streamName } from './stream-name';

export interface BinanceExchangeOptions {
  readonly urls: VenueUrls;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
}

/** Binance spot, or any venue that speaks its protocol. */
export class BinanceExchange implements Exchange {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #serverClock: ServerClock;
  readonly #api: MarketApi;
  readonly #monitor: FeedMonitor;
  readonly #stream: StreamClient;
  readonly #loadBackoff: Backoff;
  readonly #claims = new Map<string, number>();
  #loadTimer: Timer | null = null;
  #isLoaded = false;
  #isStopped = false;
  #wasOpen = false;
  #listener: ExchangeListener | null = null;
  #badFrames = 0;

  constructor({ urls, clock, logger, random }: BinanceExchangeOptions) {
    this.#clock = clock;
    this.#logger = logger;
    this.#serverClock = new ServerClock(clock);
    this.#api = new MarketApi(urls.rest, clock, this.#serverClock);
    this.#loadBackoff = new Backoff(random);
    this.#monitor = new FeedMonitor(
      clock,
      () => this.#claims.size > 0,
      (status) => this.#listener?.status(status),
    );
    this.#stream = new StreamClient({
      base: urls.ws,
      clock,
      logger,
      random,
      onFrame: (text) => this.#onFrame(text),
      onOpen: () => this.#onOpen(),
      onDown: (reason) => this.#monitor.down(reason),
    });
  }

  start(listener: ExchangeListener): void {
    this.#listener = listener;
    this.#monitor.start();
    this.#stream.start();
    void this.#load();
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    this.#loadTimer?.cancel();
    this.#monitor.stop();
    this.#stream.stop();
    return Promise.resolve();
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

  subscribe(stream: StreamKey): () => void {
    const name = streamName(stream);
    const claims = this.#claims.get(name) ?? 0;
    this.#claims.set(name, claims + 1);
    if (claims === 0) this.#stream.add(name);
    let isHeld = true;
    return () => {
      if (isHeld) this.#release(name);
      isHeld = false;
    };
  }

  fetchKlines(query: KlineQuery): Promise<Kline[]> {
    return this.#isLoaded ? this.#api.klines(query) : Promise.reject(notReached());
  }

  fetchTrades(symbol: string, fromId: number): Promise<Trade[]> {
    if (!this.#isLoaded) return Promise.reject(notReached());
    return this.#api.aggTrades(symbol, { fromId, limit: 1000 });
  }

  fetchTickers(symbols: readonly string[]): Promise<Ticker[]> {
    return this.#isLoaded ? this.#api.tickers(symbols) : Promise.reject(notReached());
  }

  #release(name: string): void {
    const claims = this.#claims.get(name) ?? 0;
    if (claims > 1) {
      this.#claims.set(name, claims - 1);
      return;
    }
    this.#claims.delete(name);
    this.#stream.remove(name);
  }

  async #load(): Promise<void> {
    try {
      const instruments = await this.#api.load();
      this.#isLoaded = true;
      if (!this.#isStopped) this.#listener?.instruments(instruments);
    } catch (error) {
      const wait = this.#loadBackoff.next();
      const detail = error instanceof AppError ? error.detail : undefined;
      this.#logger.warn('Instruments not loaded', {
        error: String(error),
        detail,
        retryInMs: wait,
      });
      if (this.#isStopped) return;
      this.#loadTimer = this.#clock.after(wait, () => void this.#load());
    }
  }

  #onOpen(): void {
    this.#monitor.opened();
    if (this.#wasOpen) this.#listener?.resumed();
    this.#wasOpen = true;
  }

  #onFrame(text: string): void {
    try {
      const frame = readFrame(text);
      if (frame) this.#deliver(frame);
    } catch (error) {
      if (!(error instanceof BadFrameError)) throw error;
      this.#badFrames++;
      if (this.#badFrames === 1) {
        this.#logger.warn('Bad frame dropped; further ones are only counted', {
          reason: error.message,
          frame: text.slice(0, 200),
        });
      }
    }
  }

  #deliver(frame: Frame): void {
    if (frame.kind === 'ack') {
      if (frame.error !== null) this.#stream.restart(`the venue refused: ${frame.error}`);
      return;
    }
    this.#monitor.heard();
    this.#serverClock.observe(frame.eventTime);
    const symbol = this.#api.catalog.byVenueSymbol(frame.venueSymbol)?.symbol;
    if (symbol === undefined || !this.#listener) return;
    switch (frame.kind) {
      case 'trade':
        this.#listener.trade({ ...frame, symbol });
        break;
      case 'kline':
        this.#listener.kline(symbol, frame.interval, frame.kline, frame.eventTime);
        break;
      case 'ticker':
        this.#listener.ticker({ ...frame, symbol, time: frame.eventTime });
        break;
    }
  }
}

function notReached(): AppError {
  return new AppError('UNAVAILABLE', 'The exchange has not been reached yet; trying again.');
}
