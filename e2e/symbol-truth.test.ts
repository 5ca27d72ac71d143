import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { systemClock, type Clock } from '../electron/services/clock';
import { EventHub } from '../electron/services/event-hub';
import { BinanceExchange } from '../electron/services/exchange/binance/binance-exchange';
import { seededRandom } from '../electron/services/exchange/demo/prng';
import { createSyntheticMarket } from '../electron/services/exchange/demo/synthetic-market';
import { DemoVenue } from '../electron/services/exchange/demo/venue';
import { Venues } from '../electron/services/exchange/venues';
import { FeedReport } from '../electron/services/feed/feed-report';
import { silentLogger } from '../electron/services/logger';
import { MarketData } from '../electron/services/feed/market-data';
import type { Envelope } from '../shared/protocol/events';

const BTC = 'BTC/USDT';
const ETH = 'ETH/USDT';
const SOL = 'SOL/USDT';
/** The minute of silence that a symbol is allowed passes this much faster. */
const HASTE = 10;

const hasty: Clock = {
  now: () => systemClock.now(),
  monotonic: () => systemClock.monotonic() * HASTE,
  after: (ms, run) => systemClock.after(ms / HASTE, run),
  every: (ms, run) => systemClock.every(ms / HASTE, run),
};

const market = createSyntheticMarket({ seed: 'truth', clock: systemClock });
const venue = new DemoVenue({ market, clock: systemClock, logger: silentLogger, faults: true });
const ids: number[] = [];
const heard: Envelope[] = [];
let exchange: Venues;
let marketData: MarketData;
let report: FeedReport;

beforeAll(async () => {
  const { restUrl, wsUrl } = await venue.start();
  const ports = { logger: silentLogger, random: seededRandom(1) };
  const urls = { rest: restUrl, ws: wsUrl };
  exchange = new Venues({
    clock: systemClock,
    open: () => new BinanceExchange({ ...ports, clock: systemClock, urls }),
    whyOff: (each) => (each === 'spot' ? null : 'Off'),
  });
  marketData = new MarketData({
    ...ports,
    clock: hasty,
    exchange,
    wants: () => true,
    onPrice: () => undefined,
    onTrade: ({ symbol, id }) => {
      if (symbol === BTC) ids.push(id);
    },
  });
  let seq = 0;
  const hub = new EventHub(() => ++seq, 'demo');
  hub.attach({ deliver: (_room, envelope) => void heard.push(envelope) });
  report = new FeedReport({ ...ports, clock: hasty, exchange, marketData, hub, marketNote: null });
  marketData.start();
  report.start();
  for (const symbol of [BTC, ETH, SOL]) marketData.watch(symbol);
  exchange.start({
    trade: (trade) => marketData.onTrade(trade),
    ticker: (ticker) => marketData.onTicker(ticker),
    markPrice: () => undefined,
    kline: () => undefined,
    status: (status) => report.onStatus(status.venue),
    moved: () => undefined,
    resumed: (each) => {
      marketData.onResumed(each);
      report.onResumed();
    },
    instruments: (each) => {
      marketData.onInstruments(each);
      report.onInstruments();
    },
  });
  await vi.waitFor(() => {
    for (const symbol of [BTC, ETH, SOL]) {
      expect(marketData.tape(symbol)?.heard).toBeGreaterThan(0);
      expect(stateOf(symbol)).toBe('live');
    }
  }, 30_000);
});

afterAll(async () => {
  report.stop();
  marketData.stop();
  await exchange.stop();
  await venue.stop();
});

const stateOf = (symbol: string) => report.freshness.of(symbol).state;
const isWhole = () => ids.every((id, at) => at === 0 || id === (ids[at - 1] ?? 0) + 1);
const toldOf = (symbol: string) =>
  heard.flatMap((each) =>
    each.type === 'symbol_status' && each.data.symbol === symbol ? [each.data] : [],
  );

test('fault 5: one symbol of many that stalls is found out by the venue, subscribed anew and filled', async () => {
  const acks = exchange.stats()[0]!.acks;
  const last = ids.at(-1)!;
  venue.faults.silence('BTCUSDT');
  await vi.waitFor(() => expect(report.freshness.of(BTC).reason).toMatch(/has newer ones/), {
    timeout: 30_000,
    interval: 20,
  });
  expect(stateOf(BTC)).toBe('stale');
  expect(stateOf(ETH)).toBe('live');
  await vi.waitFor(() => expect(report.status('spot').reason).toContain(`Not live: ${BTC}`), 5000);
  expect(report.status('spot').status).toBe('live');
  await vi.waitFor(() => expect(ids.at(-1)).toBeGreaterThan(last), 5000);
  await vi.waitFor(() => expect(exchange.stats()[0]!.acks).toBeGreaterThan(acks), 5000);
  venue.faults.lift();
  await vi.waitFor(() => expect(stateOf(BTC)).toBe('live'), 15_000);
  expect(isWhole()).toBe(true);
});

test('fault 22: trades that get lost are fetched, and the price is not live meanwhile', async () => {
  const { backfilled } = marketData.figures();
  venue.faults.scramble({ seed: 'truth', drop: 0.5, duplicate: 0, window: 0 });
  await vi.waitFor(
    () => expect(marketData.figures().backfilled).toBeGreaterThan(backfilled),
    20_000,
  );
  venue.faults.lift();
  await vi.waitFor(() => expect(stateOf(BTC)).toBe('live'), 15_000);
  expect(isWhole()).toBe(true);
});

test('fault 27: halted and delisted symbols are told once, in words, and so is their return', async () => {
  const before = toldOf(ETH).length;
  venue.faults.listings.halt('ETHUSDT');
  venue.faults.listings.delist('SOLUSDT');
  await vi.waitFor(() => expect(stateOf(ETH)).toBe('offline'), 40_000);
  await vi.waitFor(() => expect(stateOf(SOL)).toBe('offline'), 10_000);
  expect(report.freshness.of(ETH)).toMatchObject({
    reason: 'The exchange has halted trading of this symbol',
    isSuspended: true,
  });
  expect(report.freshness.of(SOL).reason).toMatch(/no longer lists/);
  const offline = toldOf(ETH)
    .slice(before)
    .filter(({ status }) => status === 'offline');
  expect(offline).toHaveLength(1);
  venue.faults.listings.resume('ETHUSDT');
  await vi.waitFor(() => expect(stateOf(ETH)).toBe('live'), 15_000);
  expect(stateOf(BTC)).toBe('live');
});
