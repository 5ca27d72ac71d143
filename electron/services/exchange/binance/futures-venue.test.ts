import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MarkPrice } from '../../../../shared/domain/mark-price';
import type { Trade } from '../../../../shared/domain/trade';
import { systemClock } from '../../clock';
import { silentLogger } from '../../logger';
import { createSyntheticMarket } from '../demo/synthetic-market';
import { DemoVenue } from '../demo/venue';
import { BinanceExchange } from './binance-exchange';
import { FUTURES } from './product';

const BTC = 'BTC/USDT:USDT';
const SOON_MS = 8000;

let venue: DemoVenue;
let exchange: BinanceExchange;
let trades: Trade[];
let marks: MarkPrice[];
let candles: string[];

beforeEach(async () => {
  trades = [];
  marks = [];
  candles = [];
  const clock = systemClock;
  const market = createSyntheticMarket({ seed: 'futures', clock });
  venue = new DemoVenue({ market, clock, logger: silentLogger, faults: true });
  const { futuresRestUrl: rest, futuresWsUrl: ws } = await venue.start();
  const ports = { clock, logger: silentLogger, random: () => 0 };
  exchange = new BinanceExchange({ ...ports, product: FUTURES, urls: { rest, ws } });
  exchange.start({
    trade: (trade) => trades.push(trade),
    ticker: () => undefined,
    markPrice: (mark) => marks.push(mark),
    kline: (symbol, interval) => candles.push(`${symbol} ${interval}`),
    status: () => undefined,
    resumed: () => undefined,
    instruments: () => undefined,
  });
  await vi.waitFor(() => expect(exchange.instruments().length).toBeGreaterThan(0), SOON_MS);
});

afterEach(async () => {
  await exchange.stop();
  await venue.stop();
});

test('perpetuals stream trades, candles and mark prices in the product’s own terms', async () => {
  exchange.subscribe({ kind: 'trades', symbol: BTC });
  exchange.subscribe({ kind: 'markPrice', symbol: BTC });
  exchange.subscribe({ kind: 'klines', symbol: BTC, interval: '1m' });
  await vi.waitFor(() => {
    expect(trades.length).toBeGreaterThan(0);
    expect(marks.length).toBeGreaterThan(1);
    expect(candles).toContain(`${BTC} 1m`);
  }, SOON_MS);
  expect(exchange.status()).toMatchObject({ venue: 'futures', state: 'live' });
  expect(trades[0]?.symbol).toBe(BTC);
  const [mark] = marks;
  expect(mark?.symbol).toBe(BTC);
  expect(Math.abs((mark?.markPrice ?? 0) / (mark?.indexPrice ?? 1) - 1)).toBeLessThan(0.01);
  expect(mark?.nextFundingTime).toBeGreaterThan(systemClock.now());
  expect(Math.abs(mark?.fundingRate ?? 1)).toBeLessThan(0.01);
  expect(venue.audit.total).toBe(0);
}, 20_000);

test('perpetuals are listed, summed up, valued and remembered by REST', async () => {
  expect(exchange.instruments()[0]).toMatchObject({
    venue: 'futures',
    symbol: BTC,
    venueSymbol: 'BTCUSDT',
  });
  const query = { symbol: BTC, interval: '1m', limit: 100 } as const;
  const klines = await exchange.fetchKlines(query);
  expect(klines).toHaveLength(100);
  const [ticker] = await exchange.fetchTickers([BTC, 'NO/SUCH:USDT']);
  expect(ticker).toMatchObject({ symbol: BTC });
  const found = await exchange.fetchMarkPrices([BTC, 'ETH/USDT:USDT']);
  expect(found.map(({ symbol }) => symbol)).toEqual([BTC, 'ETH/USDT:USDT']);
  const since = await exchange.fetchTradesSince(BTC, (klines.at(-2)?.openTime ?? 0) - 1);
  expect(since[0]).toMatchObject({ symbol: BTC });
  expect(venue.audit.requests.every(({ path }) => path.startsWith('/fapi/'))).toBe(true);
  expect(venue.audit.peakWeight.futures).toBeLessThan(40);
});
