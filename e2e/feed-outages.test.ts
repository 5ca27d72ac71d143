import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { systemClock } from '../electron/services/clock';
import { BinanceExchange } from '../electron/services/exchange/binance/binance-exchange';
import { seededRandom } from '../electron/services/exchange/demo/prng';
import { createSyntheticMarket } from '../electron/services/exchange/demo/synthetic-market';
import { DemoVenue } from '../electron/services/exchange/demo/venue';
import { silentLogger } from '../electron/services/logger';
import { MarketData } from '../electron/services/feed/market-data';
import type { TradeOrigin } from '../electron/services/feed/ordered-tape';
import type { FeedState } from '../shared/domain/feed-status';
import type { Trade } from '../shared/domain/trade';

const SYMBOLS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'DOGE/USDT'];
const OUTAGES = 24;
const SEED = 20_261_123;

const market = createSyntheticMarket({ seed: 'outages', clock: systemClock });
const venue = new DemoVenue({ market, clock: systemClock, logger: silentLogger, faults: true });
const seen: { trade: Trade; origin: TradeOrigin }[] = [];
const states: { state: FeedState; at: number }[] = [];
let exchange: BinanceExchange;
let marketData: MarketData;

beforeAll(async () => {
  const { restUrl, wsUrl } = await venue.start();
  const random = seededRandom(1);
  const ports = { clock: systemClock, logger: silentLogger, random };
  exchange = new BinanceExchange({ ...ports, urls: { rest: restUrl, ws: wsUrl } });
  marketData = new MarketData({
    ...ports,
    exchange,
    wants: () => true,
    onPrice: () => undefined,
    onTrade: (trade, origin) => seen.push({ trade, origin }),
  });
  marketData.start();
  for (const symbol of SYMBOLS) marketData.watch(symbol);
  exchange.start({
    trade: (trade) => marketData.onTrade(trade),
    ticker: (ticker) => marketData.onTicker(ticker),
    markPrice: () => undefined,
    kline: () => undefined,
    status: ({ state }) => states.push({ state, at: performance.now() }),
    resumed: () => marketData.onResumed('spot'),
    instruments: () => marketData.onInstruments('spot'),
  });
  await vi.waitFor(() => expect(exchange.status().state).toBe('live'), 10_000);
  await vi.waitFor(() => {
    for (const symbol of SYMBOLS) {
      expect(seen.some(({ trade }) => trade.symbol === symbol)).toBe(true);
    }
  }, 30_000);
});

afterAll(async () => {
  marketData.stop();
  await exchange.stop();
  await venue.stop();
});

const pause = (ms: number): Promise<void> =>
  new Promise((done) => void systemClock.after(ms, () => done()));

/** One outage of a random kind; ends when the venue is well again. */
async function outage(random: () => number): Promise<void> {
  const kinds: (() => void | Promise<void>)[] = [
    () => venue.faults.reset(),
    () => venue.faults.close(1001),
    () => venue.faults.close(1006),
    () => venue.faults.shutDown({ afterMs: 300 }),
    () => venue.faults.garbage('truncated'),
    () =>
      void venue.faults.scramble({
        seed: String(random()),
        drop: 0.3,
        duplicate: 0.2,
        window: 5,
      }),
    async () => {
      await venue.faults.down();
      await pause(300 + random() * 700);
      await venue.faults.up();
    },
  ];
  await kinds[Math.floor(random() * kinds.length)]?.();
  await pause(200 + random() * 800);
  venue.faults.lift();
}

test('fault 1: a reset is noticed within a second, and the feed is live again within five', async () => {
  states.length = 0;
  const cutAt = performance.now();
  venue.faults.reset();
  await vi.waitFor(() => expect(states[0]?.state).toMatch(/stale|offline/), 2000);
  expect((states[0]?.at ?? Infinity) - cutAt).toBeLessThan(1000);
  await vi.waitFor(() => expect(exchange.status().state).toBe('live'), 5000);
}, 60_000);

test('fault 4: a stream that stalls while pings answer is noticed within fifteen seconds', async () => {
  states.length = 0;
  const stalledAt = performance.now();
  venue.faults.stall();
  await vi.waitFor(() => expect(states[0]?.state).toMatch(/stale|offline/), 20_000);
  expect((states[0]?.at ?? Infinity) - stalledAt).toBeLessThan(15_000);
  await vi.waitFor(() => expect(exchange.status().state).toBe('live'), 35_000);
}, 60_000);

test(`faults 1, 2, 8, 11, 17, 20–22: over ${OUTAGES} random outages (seed ${SEED}) no trade is lost, doubled or out of order`, async () => {
  const random = seededRandom(SEED);
  for (let n = 0; n < OUTAGES; n++) await outage(random);
  await vi.waitFor(() => {
    expect(exchange.status().state).toBe('live');
    expect(marketData.filling()).toEqual([]);
  }, 60_000);
  const end = market.now();
  await vi.waitFor(() => {
    for (const symbol of SYMBOLS) {
      const last = seen.findLast(({ trade }) => trade.symbol === symbol);
      expect(last?.trade.time).toBeGreaterThanOrEqual(end);
    }
  }, 60_000);

  for (const symbol of SYMBOLS) {
    const ids = seen.filter(({ trade }) => trade.symbol === symbol).map(({ trade }) => trade.id);
    const first = ids[0] ?? 0;
    expect(ids, symbol).toEqual(Array.from({ length: ids.length }, (_, n) => first + n));
    const venueSymbol = symbol.replace('/', '');
    const tape = market.tradesFrom(venueSymbol, first, 100_000).slice(0, ids.length);
    expect(tape.map(({ id }) => id)).toEqual(ids);
  }
  expect(seen.some(({ origin }) => origin === 'backfill')).toBe(true);
  expect(venue.audit.total).toBe(0);
}, 180_000);
