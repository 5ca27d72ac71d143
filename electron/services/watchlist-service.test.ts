import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Envelope } from '../../shared/protocol/events';
import { EventHub } from './event-hub';
import { FakeExchange, instrumentOf } from './exchange/fake-exchange';
import { FakeClock } from './fake-clock';
import { silentLogger } from './logger';
import { MarketData } from './feed/market-data';
import { StateStore } from './store/state-store';
import { WatchlistService } from './watchlist-service';

let folder: string;
let exchange: FakeExchange;
let published: Envelope[];
let watchlist: WatchlistService;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickwatch-watchlist-'));
  const clock = new FakeClock();
  const ports = { clock, logger: silentLogger, random: () => 0 };
  const store = await StateStore.open({ ...ports, dataDir: folder });
  exchange = new FakeExchange();
  exchange.known = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'ADA/USDT'].map(instrumentOf);
  published = [];
  let seq = 0;
  const hub = new EventHub(() => ++seq, 'live');
  hub.attach({ deliver: (_room, envelope) => published.push(envelope) });
  const marketData = new MarketData({
    exchange,
    clock,
    logger: silentLogger,
    wants: () => true,
    random: () => 0,
    onPrice: () => undefined,
    onTrade: () => undefined,
  });
  watchlist = new WatchlistService({ store, marketData, hub, clock, logger: silentLogger });
  watchlist.start();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** From now on nothing can be saved. */
const breakDisk = async (): Promise<void> => {
  await rm(folder, { recursive: true });
  await writeFile(folder, 'in the way');
};
const symbols = (): string[] => exchange.known.map(({ symbol }) => symbol);

test('a first start lists familiar symbols that the venue has, a later one changes nothing', async () => {
  await watchlist.onInstruments(symbols());
  expect(watchlist.get().symbols).toEqual(['BTC/USDT', 'ETH/USDT', 'SOL/USDT']);
  await watchlist.put({ symbols: [], groups: {} });
  await watchlist.onInstruments(symbols());
  expect(watchlist.get().symbols).toEqual([]);
});

test('listed symbols are watched, in the trader’s order and spelling, without doubles', async () => {
  const list = await watchlist.put({ symbols: ['solusdt', 'BTC/USDT', 'btc-usdt'], groups: {} });
  expect(list.symbols).toEqual(['SOL/USDT', 'BTC/USDT']);
  expect(exchange.streams).toContain('trades SOL/USDT');
  await watchlist.put({ symbols: ['BTC/USDT'], groups: {} });
  expect(exchange.streams).not.toContain('trades SOL/USDT');
  expect(published.map(({ data }) => data)).toMatchObject([
    { symbols: ['SOL/USDT', 'BTC/USDT'] },
    { symbols: ['BTC/USDT'] },
  ]);
});

test('an unknown symbol is refused and nothing changes', async () => {
  await watchlist.put({ symbols: ['BTC/USDT'], groups: {} });
  await expect(
    watchlist.put({ symbols: ['BTC/USDT', 'NOSUCH'], groups: {} }),
  ).rejects.toMatchObject({
    code: 'UNKNOWN_SYMBOL',
  });
  expect(watchlist.get().symbols).toEqual(['BTC/USDT']);
});

test('what is listed may be reordered and removed while the venue is away', async () => {
  await watchlist.put({ symbols: ['BTC/USDT', 'ETH/USDT'], groups: {} });
  exchange.known = [];
  await expect(
    watchlist.put({ symbols: ['ETH/USDT', 'BTC/USDT'], groups: {} }),
  ).resolves.toMatchObject({ symbols: ['ETH/USDT', 'BTC/USDT'] });
});

test('fault 40: a list that cannot be saved stays as it was, and the trader is told', async () => {
  await watchlist.put({ symbols: ['BTC/USDT'], groups: {} });
  await breakDisk();
  await expect(watchlist.put({ symbols: ['ETH/USDT'], groups: {} })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
  expect(watchlist.get().symbols).toEqual(['BTC/USDT']);
  expect(exchange.streams).not.toContain('trades ETH/USDT');
});

test('of two lists put at once that cannot be saved, neither is taken for the saved one', async () => {
  await watchlist.put({ symbols: ['BTC/USDT'], groups: {} });
  await breakDisk();
  const results = await Promise.allSettled([
    watchlist.put({ symbols: ['ETH/USDT'], groups: {} }),
    watchlist.put({ symbols: ['SOL/USDT'], groups: {} }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(watchlist.get().symbols).toEqual(['BTC/USDT']);
});

test('of two lists put at once the later one stays, and each is answered with its own', async () => {
  const [first, second] = await Promise.all([
    watchlist.put({ symbols: ['ETH/USDT'], groups: {} }),
    watchlist.put({ symbols: ['SOL/USDT'], groups: {} }),
  ]);
  expect([first.symbols, second.symbols]).toEqual([['ETH/USDT'], ['SOL/USDT']]);
  expect(watchlist.get().symbols).toEqual(['SOL/USDT']);
});

test('a first start on a full disk goes on without a list', async () => {
  await breakDisk();
  await watchlist.onInstruments(symbols());
  expect(watchlist.get().symbols).toEqual([]);
});
