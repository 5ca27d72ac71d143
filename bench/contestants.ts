import { WebSocket } from 'ws';
import { systemClock } from '../electron/services/clock';
import { BinanceExchange } from '../electron/services/exchange/binance/binance-exchange';
import { KlineService } from '../electron/services/kline-service';
import { silentLogger } from '../electron/services/logger';
import { MarketData } from '../electron/services/market-data';
import type { Trade } from '../shared/domain/trade';
import { BASE_ASSETS } from './frame-source';
import type { ProducerProcess } from './producer-process';

/** Told of every trade: the price, and the quantity, in which a moment may travel. */
type Decide = (price: number, quantity: number) => void;

/** A client of the producer; resolves with how to end it once it is subscribed to everything. */
export type Contestant = (
  producer: ProducerProcess,
  decide: Decide,
) => Promise<() => Promise<void>>;

const KINDS = ['aggTrade', 'miniTicker', 'kline_1m'];
const NAMES = BASE_ASSETS.flatMap((base) =>
  KINDS.map((kind) => `${base.toLowerCase()}usdt@${kind}`),
);

/** The least a program can do: `ws`, `JSON.parse`, a price. */
export const raw: Contestant = async (producer, decide) => {
  const subscribed = producer.subscribed(NAMES.length);
  const socket = new WebSocket(`ws://${producer.host}/stream`, { perMessageDeflate: false });
  socket.on('open', () => {
    socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: NAMES, id: 1 }));
  });
  socket.on('message', (bytes: Buffer) => {
    const { data } = JSON.parse(bytes.toString()) as { data?: { e: string; p: string; q: string } };
    if (data?.e === 'aggTrade') decide(Number(data.p), Number(data.q));
  });
  await subscribed;
  return () => {
    socket.terminate();
    return Promise.resolve();
  };
};

/** The product's own way, put together as the app does it: socket, reader, tape, prices, candles. */
export const pipeline: Contestant = async (producer, decide) => {
  const exchange = new BinanceExchange({
    urls: { rest: `http://${producer.host}`, ws: `ws://${producer.host}` },
    clock: systemClock,
    logger: silentLogger,
    random: () => 0,
  });
  const shared = { exchange, clock: systemClock, logger: silentLogger, random: () => 0 };
  const klines = new KlineService({
    ...shared,
    watch: (symbol) => marketData.watch(symbol),
    onKline: () => undefined,
  });
  const marketData: MarketData = new MarketData({
    ...shared,
    wants: () => false,
    onPrice: () => undefined,
    onTrade: (trade: Trade) => {
      klines.onTrade(trade);
      decide(trade.price, trade.quantity);
    },
  });
  const subscribed = producer.subscribed(NAMES.length);
  const loaded = new Promise<void>((resolve) => {
    exchange.start({
      trade: (trade) => marketData.onTrade(trade),
      ticker: (ticker) => marketData.onTicker(ticker),
      kline: (symbol, interval, kline, time) => klines.onKline(symbol, interval, kline, time),
      markPrice: () => undefined,
      status: () => undefined,
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
  await Promise.all([subscribed, loaded]);
  return async () => {
    marketData.stop();
    klines.stop();
    await exchange.stop();
  };
};
