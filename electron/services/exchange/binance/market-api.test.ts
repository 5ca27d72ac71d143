import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { silentLogger } from '../../logger';
import { InstrumentLoader } from './instrument-loader';
import { MarketApi } from './market-api';
import { ServerClock } from './server-clock';
import type { TextFile } from '../../text-file';

const NOW = Date.UTC(2026, 0, 1);

let server: Server;
let statuses: Record<string, string>;
let asked: URL[];
let rows: unknown;
let isAway: boolean;
let failures: number;
let oddRows: unknown[];
let warnings: { message: string; fields: unknown }[];
let clock: FakeClock;
let serverClock: ServerClock;
let instrumentFile: TextFile & { text: string | null };
let api: MarketApi;

beforeEach(async () => {
  statuses = { BTCUSDT: 'TRADING', ETHUSDT: 'HALT', 币安人生USDT: 'TRADING' };
  asked = [];
  rows = [];
  isAway = false;
  failures = 0;
  oddRows = [];
  warnings = [];
  clock = new FakeClock();
  instrumentFile = {
    text: null,
    read: () => Promise.resolve(instrumentFile.text),
    write: (text) => {
      instrumentFile.text = text;
      return Promise.resolve();
    },
  };
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://venue.test');
    asked.push(url);
    if (isAway) return response.writeHead(451).end();
    if (failures-- > 0) return response.writeHead(500).end();
    return response.end(JSON.stringify(answerTo(url.pathname)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = newApi();
});

afterEach(async () => {
  api.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function newApi(): MarketApi {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  serverClock = new ServerClock(clock);
  const warn = (message: string, fields: unknown) => void warnings.push({ message, fields });
  const logger = { ...silentLogger, warn };
  return new MarketApi(base, clock, serverClock, { instrumentFile, logger });
}

function answerTo(path: string): unknown {
  if (path === '/api/v3/time') return { serverTime: NOW + 5000 };
  if (path !== '/api/v3/exchangeInfo') return rows;
  return {
    timezone: 'UTC',
    rateLimits: [
      { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 9 },
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 100 },
    ],
    symbols: [
      ...Object.entries(statuses).map(([symbol, status]) => ({
        symbol,
        status,
        baseAsset: symbol.replace('USDT', ''),
        quoteAsset: 'USDT',
        note: 'brackets ]} and a quote " in a text',
        filters: [
          { filterType: 'PRICE_FILTER', tickSize: '0.01' },
          { filterType: 'LOT_SIZE', stepSize: '0.001' },
        ],
      })),
      ...oddRows,
    ],
    sors: [{ baseAsset: 'BTC', symbols: ['BTCUSDT'] }],
  };
}

const row = (a: number) => ({ a, p: '1.50', q: '2', f: a, l: a, T: NOW + a, m: true, M: true });

const symbols = (): string[] => api.catalog.list.map(({ symbol }) => symbol);

test('loading sets the clock, the instruments and the weight limit by the venue', async () => {
  expect(await api.load()).toMatchObject([
    { symbol: 'BTC/USDT', tickSize: '0.01', stepSize: '0.001', isTrading: true },
    { symbol: '币安人生/USDT' },
  ]);
  expect(serverClock.now()).toBe(NOW + 5000);
  for (let used = 21; used < 50; used++) await api.measureClock();
  const later = api.klines({ symbol: 'BTC/USDT', interval: '1m', limit: 1 }, 'background');
  await vi.waitFor(() => expect(clock.pending).toBe(1));
  expect(asked.at(-1)?.pathname).toBe('/api/v3/time');
  clock.advance(55_000);
  await later;
  expect(asked.at(-1)?.pathname).toBe('/api/v3/klines');
});

test('a reading of the clock that was tried twice counts the last round trip alone', async () => {
  failures = 1;
  const measured = api.measureClock();
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  await vi.waitFor(() => {
    // The time-out of a request that runs is 10 s away, a pause between two tries is not.
    if (asked.length === 1) clock.advance(200);
    expect(asked).toHaveLength(2);
  });
  await measured;
  expect(clock.monotonic()).toBeGreaterThanOrEqual(200);
  expect(serverClock.now()).toBe(NOW + 5000);
});

test('fault 27: what is halted or no longer listed is known as such and not offered', async () => {
  await api.load();
  expect(api.catalog.byVenueSymbol('ETHUSDT')?.status).toBe('HALT');
  statuses = { BTCUSDT: 'BREAK' };
  await api.load();
  expect(symbols()).toEqual([]);
  expect(api.catalog.byVenueSymbol('BTCUSDT')?.status).toBe('BREAK');
  expect(api.catalog.byVenueSymbol('币安人生USDT')).toMatchObject({
    status: 'DELISTED',
    isTrading: false,
  });
  asked = [];
  await api.tickers(['BTC/USDT', '币安人生/USDT', 'NEVER/SEEN']);
  expect(asked[0]?.searchParams.get('symbols')).toBe('["BTCUSDT"]');
});

test('a halted symbol is found by its spelling, but not in place of one that trades', async () => {
  statuses = { AUSDT: 'TRADING', 'A-USDT': 'HALT', ETHUSDT: 'HALT' };
  await api.load();
  expect(api.catalog.find('AUSDT')?.status).toBe('TRADING');
  expect(api.catalog.find('ETHUSDT')?.status).toBe('HALT');
});

test('a start while the venue is away has the instruments of the last run', async () => {
  await api.load();
  isAway = true;
  api = newApi();
  await expect(api.load()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(symbols()).toEqual(['BTC/USDT', '币安人生/USDT']);
  expect(api.catalog.byVenueSymbol('ETHUSDT')?.status).toBe('HALT');
});

test.each(['', '{}', '{"version":2,"host":"","rows":[]}', '[1'])(
  'a file of instruments that says %j is passed over',
  async (text) => {
    instrumentFile.text = text;
    isAway = true;
    await expect(api.load()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(symbols()).toEqual([]);
  },
);

test('a list that comes back empty once delists nothing, and is not kept for the next start', async () => {
  await api.load();
  const kept = instrumentFile.text;
  const known = statuses;
  statuses = {};
  await expect(api.load()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  clock.advance(170_000);
  await expect(api.load()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(symbols()).toEqual(['BTC/USDT', '币安人生/USDT']);
  expect(instrumentFile.text).toBe(kept);
  statuses = known;
  await api.load();
  clock.advance(60_000);
  statuses = {};
  await expect(api.load()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('a list that has lost most of its symbols is believed once the venue has said so for minutes', async () => {
  statuses = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`S${n}USDT`, 'TRADING']));
  await api.load();
  statuses = { S0USDT: 'TRADING', S1USDT: 'TRADING' };
  await expect(api.load()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(symbols()).toHaveLength(20);
  clock.advance(180_000);
  expect(await api.load()).toHaveLength(2);
  expect(api.catalog.byVenueSymbol('S2USDT')?.status).toBe('DELISTED');
});

test('a list that was doubted is read again soon, by whatever way it was asked for', async () => {
  const onInstruments = vi.fn();
  const options = { api, clock, logger: silentLogger, random: () => 0.5 };
  const loader = new InstrumentLoader({ ...options, onInstruments, onTrouble: () => undefined });
  await loader.refresh();
  const known = statuses;
  statuses = {};
  await expect(loader.refresh()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(onInstruments.mock.lastCall?.[0]).toHaveLength(2);
  statuses = { ...known, ETHUSDT: 'TRADING' };
  clock.advance(1);
  await vi.waitFor(() => expect(onInstruments.mock.lastCall?.[0]).toHaveLength(3));
  loader.stop();
  expect(clock.pending).toBe(0);
});

const bare = { symbol: 'XUSDT', status: 'TRADING', baseAsset: 'X', quoteAsset: 'USDT' };
test.each([
  ['has no filters', bare],
  ['has no quote asset', { ...bare, quoteAsset: undefined, filters: [] }],
  ['has null for filters', { ...bare, filters: null }],
  ['is null', null],
  ['is a number', 5],
])('one row of the list that %s is passed over and told of once', async (_what, row) => {
  oddRows = [row];
  await api.load();
  await api.load();
  expect(symbols()).toEqual(['BTC/USDT', '币安人生/USDT']);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatchObject({ fields: { count: 1 } });
});

test('a known symbol whose row becomes odd stays as it was', async () => {
  await api.load();
  oddRows = [{ ...bare, symbol: 'BTCUSDT' }];
  delete statuses['BTCUSDT'];
  await api.load();
  expect(symbols()).toEqual(['币安人生/USDT', 'BTC/USDT']);
});

test('instruments are loaded anew every hour until stopped', async () => {
  const seen = vi.fn();
  api.keepFresh(seen, vi.fn());
  clock.advance(3_600_000);
  await vi.waitFor(() => expect(seen).toHaveBeenCalledTimes(1));
  statuses = { BTCUSDT: 'TRADING' };
  clock.advance(3_600_000);
  await vi.waitFor(() => expect(seen).toHaveBeenCalledTimes(2));
  expect(seen.mock.lastCall?.[0]).toHaveLength(1);
  api.stop();
  expect(clock.pending).toBe(0);
});

test('fault 22: trades come from an id or a time on, with growing ids, or not at all', async () => {
  const trade = (a: number) => ({ ...row(a), l: a * 2 });
  rows = [trade(7), trade(8)];
  expect(await api.aggTrades('BTC/USDT', { fromId: 7, limit: 1000 })).toEqual([
    { symbol: 'BTC/USDT', id: 7, lastTradeId: 14, price: 1.5, quantity: 2, time: NOW + 7 },
    { symbol: 'BTC/USDT', id: 8, lastTradeId: 16, price: 1.5, quantity: 2, time: NOW + 8 },
  ]);
  expect(asked[0]?.search).toBe('?symbol=BTCUSDT&fromId=7&limit=1000');
  await api.aggTrades('BTC/USDT', { startTime: 1, endTime: 2, limit: 5 });
  expect(asked[1]?.search).toBe('?symbol=BTCUSDT&startTime=1&endTime=2&limit=5');
  rows = [trade(8), trade(8)];
  await expect(api.aggTrades('BTC/USDT', { fromId: 8, limit: 2 })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
});

test('candles are asked for by start, end or both, in the venue’s spelling', async () => {
  const query = { symbol: '币安人生/USDT', interval: '1m', limit: 2 } as const;
  await api.klines({ ...query, startTime: 60_000, endTime: 120_000 });
  expect(Object.fromEntries(asked[0]!.searchParams)).toEqual({
    symbol: '币安人生USDT',
    interval: '1m',
    limit: '2',
    startTime: '60000',
    endTime: '120000',
  });
});

test('a trade struck out of history, or one that makes no sense, does not spoil its page', async () => {
  const struckOut = { ...row(8), p: '0.00000000', q: '0', f: -1, l: -1 };
  rows = [row(7), struckOut, row(9), { ...row(10), T: 0 }, null, { ...row(-1) }, row(11)];
  const trades = await api.aggTrades('BTC/USDT', { fromId: 7, limit: 1000 });
  expect(trades.map(({ id }) => id)).toEqual([7, 9, 11]);
  rows = [struckOut];
  expect(await api.aggTrades('BTC/USDT', { fromId: 8, limit: 1000 })).toEqual([]);
  rows = [{ oops: 1 }, { oops: 2 }];
  const asked = api.aggTrades('BTC/USDT', { fromId: 8, limit: 1000 });
  await expect(asked).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('trades of history keep the time the venue gives them, also when our clocks are behind it', async () => {
  const time = clock.now() + 3_600_000;
  rows = [{ a: 7, p: '1', q: '2', f: 8, l: 9, T: time, m: false }];
  expect(await api.aggTrades('BTC/USDT', { fromId: 7, limit: 1000 })).toMatchObject([{ time }]);
});
