import { beforeEach, expect, test } from 'vitest';
import type { Venue } from '../../../shared/domain/feed-status';
import type { Trade } from '../../../shared/domain/trade';
import { FakeClock } from '../fake-clock';
import { FakeExchange, instrumentOf, tickerOf } from './fake-exchange';
import { Venues } from './venues';

const SPOT = 'BTC/USDT';
const PERPETUAL = 'BTC/USDT:USDT';
const OFF = 'Futures are off: a test says so';

/** Clients opened so far, in order. */
let opened: { venue: Venue; client: FakeExchange }[];
let heard: string[];
let isOff: boolean;
let venues: Venues;

beforeEach(() => {
  opened = [];
  heard = [];
  isOff = false;
  venues = new Venues({
    clock: new FakeClock(),
    whyOff: (venue) => (isOff && venue === 'futures' ? OFF : null),
    open: (venue) => {
      const client = new FakeExchange();
      client.known = [instrumentOf(venue === 'spot' ? SPOT : PERPETUAL)];
      client.tickers = client.known.map(({ symbol }) => tickerOf(symbol, opened.length + 1, 1));
      client.feed = { ...client.feed, venue };
      opened.push({ venue, client });
      return client;
    },
  });
});

function start(): void {
  venues.start({
    trade: ({ symbol, id }) => heard.push(`trade ${symbol} ${id}`),
    kline: () => undefined,
    ticker: () => undefined,
    markPrice: () => undefined,
    status: ({ venue }) => heard.push(`status ${venue}`),
    instruments: (venue) => heard.push(`instruments ${venue}`),
    resumed: (venue) => heard.push(`resumed ${venue}`),
    moved: (venue) => heard.push(`moved ${venue}`),
  });
}

const trade = (symbol: string, id: number): Trade => ({
  ...{ symbol, id, lastTradeId: id, price: 1, quantity: 1, time: id },
});
const venuesOpened = (): Venue[] => opened.map(({ venue }) => venue);

test('spot is there from the start, futures from their first use on', async () => {
  start();
  expect(venues.awake()).toEqual(['spot']);
  expect(venues.status('futures')).toMatchObject({ state: 'offline', reason: /Not used yet/ });
  await venues.fetchTickers([SPOT]);
  expect(venues.suspension(PERPETUAL)).toBeNull();
  expect(venuesOpened()).toEqual(['spot']);
  await expect(venues.instrument('btcusdt:usdt')).resolves.toMatchObject({ symbol: PERPETUAL });
  expect(venuesOpened()).toEqual(['spot', 'futures']);
  expect(opened[1]?.client.listener).not.toBeNull();
  expect(venues.awake()).toEqual(['spot', 'futures']);
  expect(heard).toContain('status futures');
});

test('what was claimed before the start is served from the start on, each client started once', () => {
  const starts: string[] = [];
  venues.subscribe({ kind: 'trades', symbol: PERPETUAL });
  const { client } = opened[0]!;
  client.start = () => void starts.push('futures');
  start();
  expect(starts).toEqual(['futures']);
  expect(client.streams).toEqual([`trades ${PERPETUAL}`]);
  expect(venuesOpened()).toEqual(['futures', 'spot']);
});

test('each symbol is asked of its own venue, and a question about both goes to both', async () => {
  start();
  const tickers = await venues.fetchTickers([PERPETUAL, SPOT]);
  expect(tickers.map(({ symbol }) => symbol)).toEqual([SPOT, PERPETUAL]);
  expect(opened.map(({ client }) => client.tickerCalls)).toEqual([[[SPOT]], [[PERPETUAL]]]);
  expect(venues.history(SPOT).intervals).toContain('1s');
  expect(venues.history(PERPETUAL).intervals).not.toContain('1s');
});

test('a question that one venue cannot answer has no answer, rather than half of one', async () => {
  start();
  await venues.fetchTickers([PERPETUAL]);
  opened[1]!.client.isReachable = false;
  await expect(venues.fetchLastTradeIds([SPOT, PERPETUAL])).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
});

test('a venue that is off is never connected with, and its symbols say why', async () => {
  isOff = true;
  const release = venues.subscribe({ kind: 'trades', symbol: PERPETUAL });
  start();
  await expect(venues.instrument(PERPETUAL)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: OFF,
  });
  expect(venues.status('futures').reason).toBe(OFF);
  release();
  expect(venuesOpened()).toEqual(['spot']);
});

test('another market takes over with all claims; what the one before says is heard no more', async () => {
  const releases = [SPOT, SPOT, PERPETUAL].map((symbol) =>
    venues.subscribe({ kind: 'trades', symbol }),
  );
  start();
  const before = opened.find(({ venue }) => venue === 'spot')!.client;
  await venues.replace('spot');
  const now = opened.at(-1)!.client;
  expect([before.isStopped, now.isStopped]).toEqual([true, false]);
  expect(now.streams).toEqual([`trades ${SPOT}`, `trades ${SPOT}`]);
  expect(heard).toContain('moved spot');
  heard = [];
  now.listener?.trade(trade(SPOT, 1));
  now.listener?.instruments(now.known);
  expect(heard).toEqual([`trade ${SPOT} 1`, 'instruments spot']);
  for (const release of releases) release();
  expect(now.streams).toEqual([]);
});

test('an answer of the market before that comes too late is no answer', async () => {
  start();
  const question = venues.fetchTickers([SPOT]);
  await venues.replace('spot');
  await expect(question).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(venues.fetchTickers([SPOT])).resolves.toMatchObject([{ lastPrice: 2 }]);
});

test('a venue that nobody uses can be another market without a connection', async () => {
  start();
  await venues.replace('futures');
  expect(venuesOpened()).toEqual(['spot']);
});
