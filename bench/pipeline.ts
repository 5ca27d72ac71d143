import { systemClock } from '../electron/services/clock';
import { BinanceExchange } from '../electron/services/exchange/binance/binance-exchange';
import type { ConnectSocket } from '../electron/services/exchange/binance/stream-socket';
import { KlineService } from '../electron/services/feed/kline-service';
import type { KlineChange } from '../electron/services/feed/live-series';
import { silentLogger } from '../electron/services/logger';
import { MarketData } from '../electron/services/feed/market-data';
import type { PriceState } from '../electron/services/feed/tape';
import type { Trade } from '../shared/domain/trade';
import { BASE_ASSETS } from './frame-source';

export interface PipelineOptions {
  /** `host:port` of the venue. */
  readonly host: string;
  /** Opens the stream's sockets; real ones when absent. */
  readonly connect?: ConnectSocket;
  readonly onTrade: (trade: Trade) => void;
  readonly onPrice?: (state: PriceState) => void;
  readonly onKline?: (change: KlineChange) => void;
}

/** What runs from the socket to whoever decides. */
export interface Pipeline {
  /** Resolves once the venue's symbols are known. */
  readonly loaded: Promise<void>;
  /** Symbols whose missing trades are being fetched. */
  readonly filling: () => readonly string[];
  readonly stop: () => Promise<void>;
}

const ignore = (): void => undefined;

/**
 * The product's way of a frame, put together as the app does it: socket, reader, tape, prices and
 * candles of every symbol of the bench.
 */
export function startPipeline(options: PipelineOptions): Pipeline {
  const { host, connect, onTrade, onPrice = ignore, onKline = ignore } = options;
  const ports = { clock: systemClock, logger: silentLogger, random: () => 0 };
  const urls = { rest: `http://${host}`, ws: `ws://${host}` };
  const exchange = new BinanceExchange({ ...ports, urls, ...(connect && { connect }) });
  const shared = { ...ports, exchange };
  const watch = (symbol: string): (() => void) => marketData.watch(symbol);
  const klines = new KlineService({ ...shared, watch, onKline });
  const marketData: MarketData = new MarketData({
    ...shared,
    wants: () => false,
    onPrice,
    onTrade: (trade) => {
      klines.onTrade(trade);
      onTrade(trade);
    },
  });
  const loaded = new Promise<void>((resolve) => {
    exchange.start({
      trade: (trade) => marketData.onTrade(trade),
      ticker: (ticker) => marketData.onTicker(ticker),
      kline: (symbol, interval, kline, time) => klines.onKline(symbol, interval, kline, time),
      markPrice: ignore,
      status: ignore,
      instruments: () => resolve(),
      resumed: () => {
        marketData.onResumed('spot');
        klines.onResumed('spot');
      },
    });
  });
  marketData.start();
  klines.start();
  for (const base of BASE_ASSETS) klines.follow(`${base}/USDT`, '1m');
  return {
    loaded,
    filling: () => marketData.filling(),
    stop: async () => {
      marketData.stop();
      klines.stop();
      await exchange.stop();
    },
  };
}
