import { closeTimeOf, type Interval } from '../../shared/domain/interval';
import { foldTrade, type Kline } from '../../shared/domain/kline';
import type { Trade } from '../../shared/domain/trade';
import { Claims } from './claims';
import type { Clock, Timer } from './clock';
import type { Exchange, KlineQuery } from './exchange/exchange';
import type { Logger } from './logger';

const FLUSH_EVERY_MS = 250;
/** Candles asked for after a break; longer breaks are filled when the chart is next opened. */
const REFRESH_KLINES = 500;

/** A candle that has changed. */
export interface KlineChange {
  /** Wire symbol. */
  readonly symbol: string;
  readonly interval: Interval;
  readonly kline: Kline;
  /** When it last changed by the exchange, ms UTC. */
  readonly time: number;
}

interface Series {
  readonly symbol: string;
  readonly interval: Interval;
  current: Kline | null;
  lastTrade: Trade | null;
  /** Candles changed since the last flush, by open time; brought up to date in place until then. */
  readonly changed: Map<number, { -readonly [K in keyof KlineChange]: KlineChange[K] }>;
}

export interface KlineServiceOptions {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Watches the trades of a symbol until the returned function is called. */
  readonly watch: (symbol: string) => () => void;
  /** Called at most four times a second per series and candle, newest state only, oldest candle first. */
  readonly onKline: (change: KlineChange) => void;
}

/**
 * Keeps the last candle of each followed series alive: the venue's own candle decides, trades move
 * it in between so that it never lags behind the price.
 */
export class KlineService {
  readonly #options: KlineServiceOptions;
  readonly #series = new Map<string, Map<Interval, Series>>();
  readonly #claims: Claims<string>;
  #timer: Timer | null = null;

  constructor(options: KlineServiceOptions) {
    this.#options = options;
    this.#claims = new Claims((key) => this.#open(key));
  }

  start(): void {
    this.#timer = this.#options.clock.every(FLUSH_EVERY_MS, () => this.#flush());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** Candles from the venue, oldest first. @throws {AppError} `UNAVAILABLE`. */
  list(query: KlineQuery): Promise<Kline[]> {
    return this.#options.exchange.fetchKlines(query);
  }

  /** Follows a series until the returned function is called. */
  follow(symbol: string, interval: Interval): () => void {
    return this.#claims.claim(`${interval} ${symbol}`);
  }

  onTrade(trade: Trade): void {
    const ofSymbol = this.#series.get(trade.symbol);
    if (!ofSymbol) return;
    for (const series of ofSymbol.values()) {
      series.lastTrade = trade;
      if (series.current && trade.lastTradeId > series.current.lastTradeId) {
        this.#set(series, foldTrade(series.current, series.interval, trade), trade.time);
      }
    }
  }

  onKline(symbol: string, interval: Interval, kline: Kline, time: number): void {
    const series = this.#series.get(symbol)?.get(interval);
    if (!series) return;
    if (series.current && kline.openTime < series.current.openTime) {
      this.#note(series, kline, time);
      return;
    }
    this.#set(series, kline, time);
    const { lastTrade } = series;
    const isBehind =
      lastTrade !== null &&
      !kline.isClosed &&
      lastTrade.lastTradeId > kline.lastTradeId &&
      lastTrade.time <= closeTimeOf(interval, kline.openTime);
    if (isBehind) this.#set(series, foldTrade(kline, interval, lastTrade), lastTrade.time);
  }

  /** To be called when the stream is back after a break: brings the candles of the break. */
  onResumed(): void {
    for (const ofSymbol of this.#series.values()) {
      for (const series of ofSymbol.values()) void this.#refresh(series);
    }
  }

  /** Takes the newest candles from history; the exchange corrects the last ones for some seconds. */
  async #refresh(series: Series): Promise<void> {
    const { symbol, interval } = series;
    try {
      const klines = await this.list({ symbol, interval, limit: REFRESH_KLINES });
      for (const kline of klines) {
        if (kline.isClosed) this.#note(series, kline, closeTimeOf(interval, kline.openTime));
      }
    } catch (error) {
      this.#options.logger.warn('Candles not refreshed', {
        symbol,
        interval,
        error: String(error),
      });
    }
  }

  #set(series: Series, kline: Kline, time: number): void {
    series.current = kline;
    this.#note(series, kline, time);
  }

  #note(series: Series, kline: Kline, time: number): void {
    const { symbol, interval, changed } = series;
    const known = changed.get(kline.openTime);
    if (known) {
      known.kline = kline;
      known.time = time;
    } else {
      changed.set(kline.openTime, { symbol, interval, kline, time });
    }
  }

  #open(key: string): () => void {
    const [interval, symbol] = key.split(' ') as [Interval, string];
    const { exchange } = this.#options;
    const ofSymbol = this.#series.get(symbol) ?? new Map<Interval, Series>();
    this.#series.set(symbol, ofSymbol);
    ofSymbol.set(interval, {
      symbol,
      interval,
      current: null,
      lastTrade: null,
      changed: new Map(),
    });
    const releases = [
      this.#options.watch(symbol),
      exchange.subscribe({ kind: 'klines', symbol, interval }),
    ];
    return () => {
      for (const release of releases) release();
      ofSymbol.delete(interval);
      if (ofSymbol.size === 0) this.#series.delete(symbol);
    };
  }

  #flush(): void {
    for (const ofSymbol of this.#series.values()) {
      for (const { changed } of ofSymbol.values()) {
        const inOrder = [...changed.values()].sort((a, b) => a.kline.openTime - b.kline.openTime);
        changed.clear();
        for (const change of inOrder) this.#options.onKline(change);
      }
    }
  }
}
