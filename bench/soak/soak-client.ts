import type { Clock } from '../../electron/services/clock';
import { BinanceExchange } from '../../electron/services/exchange/binance/binance-exchange';
import type { VenueUrls } from '../../electron/services/exchange/binance/endpoints';
import { KlineService } from '../../electron/services/feed/kline-service';
import type { KlineChange } from '../../electron/services/feed/live-series';
import { silentLogger, type Logger } from '../../electron/services/logger';
import { MarketData } from '../../electron/services/feed/market-data';
import type { TextFile } from '../../electron/services/text-file';
import type { TradeOrigin } from '../../electron/services/feed/ordered-tape';
import { WakeDetector } from '../../electron/services/wake-detector';
import type { FeedState } from '../../shared/domain/feed-status';
import type { Interval } from '../../shared/domain/interval';
import type { Kline } from '../../shared/domain/kline';
import type { Trade } from '../../shared/domain/trade';

/** Candles followed for every symbol. */
export const SOAK_INTERVAL = '1m';

/** What an alert engine would be: told of everything, and asked about the bars of long gaps. */
export interface SoakListener {
  trade(trade: Trade, origin: TradeOrigin): void;
  candle(change: KlineChange): void;
  wants(symbol: string, bar: Kline, interval: Interval): boolean;
}

export interface SoakClientOptions {
  readonly listener: SoakListener;
  readonly urls: VenueUrls;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Wire symbols to be watched. */
  readonly symbols: readonly string[];
  /** Outlives the client, as files do. */
  readonly banFile: TextFile;
  /** Whether candles are followed as well. */
  readonly withCandles?: boolean;
  /** Gets each new state of the feed. */
  readonly onState?: (state: FeedState) => void;
}

/** The product's services from the sockets to the listeners, wired as the product wires them. */
export class SoakClient {
  readonly exchange: BinanceExchange;
  readonly marketData: MarketData;
  readonly #klines: KlineService;
  readonly #wake: WakeDetector;

  constructor(private readonly options: SoakClientOptions) {
    const { clock, random, urls, banFile, listener, logger = silentLogger } = options;
    const ports = { clock, random, logger };
    this.exchange = new BinanceExchange({ ...ports, urls, banFile });
    this.marketData = new MarketData({
      ...ports,
      exchange: this.exchange,
      wants: (...bar) => listener.wants(...bar),
      onPrice: () => undefined,
      onTrade: (trade, origin) => {
        this.#klines.onTrade(trade);
        listener.trade(trade, origin);
      },
    });
    this.#klines = new KlineService({
      ...ports,
      exchange: this.exchange,
      watch: (symbol) => this.marketData.watch(symbol),
      onKline: (change) => listener.candle(change),
    });
    this.#wake = new WakeDetector(clock, () => this.exchange.restart('The machine has slept'));
  }

  start(): void {
    const { symbols, withCandles = true, onState } = this.options;
    this.marketData.start();
    this.#klines.start();
    this.#wake.start();
    for (const symbol of symbols) {
      this.marketData.watch(symbol);
      if (withCandles) this.#klines.follow(symbol, SOAK_INTERVAL);
    }
    this.exchange.start({
      trade: (trade) => this.marketData.onTrade(trade),
      ticker: (ticker) => this.marketData.onTicker(ticker),
      markPrice: () => undefined,
      kline: (...update) => this.#klines.onKline(...update),
      status: ({ state }) => onState?.(state),
      resumed: () => {
        this.marketData.onResumed('spot');
        this.#klines.onResumed('spot');
      },
      instruments: () => this.marketData.onInstruments('spot'),
    });
  }

  async stop(): Promise<void> {
    this.#wake.stop();
    this.#klines.stop();
    this.marketData.stop();
    await this.exchange.stop();
  }

  /** Whether the feed is live and nothing is being fetched. */
  get isWhole(): boolean {
    return this.exchange.status().state === 'live' && this.marketData.filling().length === 0;
  }
}
