import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { systemClock } from '../electron/services/clock';
import { createSyntheticMarket } from '../electron/services/exchange/demo/synthetic-market';
import { DemoVenue } from '../electron/services/exchange/demo/venue';
import { silentLogger } from '../electron/services/logger';
import { decimalsOf } from '../shared/domain/instrument';
import { startHeadless, type Headless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

const market = createSyntheticMarket({ seed: 'headless', clock: systemClock });
const venue = new DemoVenue({ market, clock: systemClock, logger: silentLogger });
let venueFlags: string[];
let server: Headless;

beforeAll(async () => {
  const { restUrl, wsUrl } = await venue.start();
  venueFlags = ['--spot-rest', restUrl, '--spot-ws', wsUrl];
});
afterAll(() => venue.stop());

const start = async (...flags: string[]): Promise<Headless> => {
  server = await startHeadless([...venueFlags, '--data-dir', await tempFolder(), ...flags]);
  return server;
};

/** Prices of the venue's own tape, as the product would show them. */
function tapePrices(venueSymbol: string, from: number): number[] {
  const instrument = market.instruments.find((each) => each.venueSymbol === venueSymbol);
  const tick = Number(instrument?.tickSize);
  const decimals = decimalsOf(instrument?.tickSize ?? '1');
  return market
    .tradesBetween(venueSymbol, from, market.now())
    .map(({ price }) => Number((price * tick).toFixed(decimals)));
}

const get = async (
  path: string,
  token = server.token,
): Promise<{ status: number; body: never }> => {
  const response = await fetch(server.url + path, {
    headers: token ? { Authorization: `Bearer ${token}` } : {},
  });
  return { status: response.status, body: (await response.json()) as never };
};

test('a client receives the prices the exchange traded at, in order, and nothing else', async () => {
  const startedAt = market.now();
  await start();
  const client = await SocketClient.connect(server.url, server.token);
  await vi.waitFor(async () => {
    const reply = await client.ask('subscribe_symbol', { symbol: 'btc-usdt' });
    expect(reply).toMatchObject({ ok: true, value: { symbol: 'BTC/USDT' } });
  }, 5000);
  await vi.waitFor(() => expect(client.of('price_update').length).toBeGreaterThan(8), 20_000);
  client.close();
  await server.end();

  const prices = client.of('price_update').map(({ data }) => data.price);
  const tape = tapePrices('BTCUSDT', startedAt - 60_000);
  let at = 0;
  for (const price of prices) {
    at = tape.indexOf(price, at);
    expect(at, `${price} in order on the tape`).toBeGreaterThanOrEqual(0);
  }
  expect(new Set(client.of('price_update').map(({ data }) => data.symbol))).toEqual(
    new Set(['BTC/USDT']),
  );
  expect(client.argumentCounts).toEqual(new Set([1]));
  const seqs = client.heard.map(({ seq }) => seq);
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  expect(new Set(seqs).size).toBe(seqs.length);
});

test('a followed candle arrives whole and agrees with the history', async () => {
  await start();
  const client = await SocketClient.connect(server.url, server.token);
  await vi.waitFor(async () => {
    const reply = await client.ask('subscribe_klines', { symbol: 'BTC/USDT', interval: '1s' });
    expect(reply.ok).toBe(true);
  }, 5000);
  await vi.waitFor(() => {
    expect(client.of('kline_update').filter(({ data }) => data.closed).length).toBeGreaterThan(3);
  }, 20_000);
  client.close();
  const history = await get('/api/v1/klines?symbol=BTCUSDT&interval=1s&limit=100');
  const { items } = history.body as { items: { time: string }[] };
  const closed = client.of('kline_update').filter(({ data }) => data.closed);
  for (const { data } of closed) {
    const { time, open, high, low, close, volume } = data;
    expect(items).toContainEqual({ time, open, high, low, close, volume, closed: true });
  }
  await server.end();
});

test('the ready line is all there is on stdout, and a signal ends it cleanly within five seconds', async () => {
  await start();
  const { pid, url, token } = server;
  expect(JSON.parse(server.stdout())).toMatchObject({
    ready: true,
    url,
    token,
    pid,
    version: '0.1.0',
  });
  const client = await SocketClient.connect(url, token);
  const askedAt = performance.now();
  const ended = await server.end('SIGINT');
  expect(ended.code).toBe(0);
  expect(performance.now() - askedAt).toBeLessThan(5000);
  expect(ended.stdout.trim().split('\n')).toHaveLength(1);
  expect(ended.stdout + ended.stderr).toContain(token);
  expect(ended.stderr).not.toContain(token);
  client.close();
});

test('REST answers with what the contract says', async () => {
  await start();
  await vi.waitFor(async () => {
    expect((await get('/api/v1/health', '')).body).toMatchObject({
      status: 'ok',
      version: '0.1.0',
      venues: { spot: { status: 'live', data_age_ms: expect.any(Number) as number } },
    });
  }, 10_000);
  const prices = (await get('/api/v1/prices')).body as { items: { symbol: string }[] };
  expect(prices.items.map(({ symbol }) => symbol)).toContain('BTC/USDT');
  expect((await get('/api/v1/prices/ltcusdt')).body).toMatchObject({
    symbol: 'LTC/USDT',
    age_ms: 0,
  });
  const day = (await get('/api/v1/klines?symbol=ETHUSDT&interval=1d&limit=3')).body as {
    items: { closed: boolean }[];
  };
  expect(day.items.map(({ closed }) => closed)).toEqual([true, true, false]);
  expect((await get('/api/v1/prices/nosuch')).body).toMatchObject({
    error: { code: 'UNKNOWN_SYMBOL' },
  });
  expect((await get('/api/v1/klines?symbol=BTCUSDT&interval=7m')).body).toMatchObject({
    error: { code: 'INVALID', details: [{ field: 'interval' }] },
  });
  await server.end();
});

test('the watchlist and the order of events live through a kill', async () => {
  const folder = await tempFolder();
  const flags = [...venueFlags, '--data-dir', folder];
  server = await startHeadless(flags);
  const first = await SocketClient.connect(server.url, server.token);
  const symbols = ['SOL/USDT', 'BTC/USDT'];
  await vi.waitFor(async () => {
    const reply = await first.ask('put_watchlist', { symbols });
    expect(reply).toMatchObject({ ok: true, value: { symbols } });
  }, 5000);
  const before = await first.ask('get_snapshot', {});
  await server.end('SIGKILL');
  server = await startHeadless(flags);
  const second = await SocketClient.connect(server.url, server.token);
  expect(await second.ask('get_watchlist', {})).toMatchObject({ value: { symbols } });
  const after = await second.ask('get_snapshot', {});
  if (!before.ok || !after.ok) throw new Error('no snapshot');
  expect(after.value['seq']).toBeGreaterThan(before.value['seq'] as number);
  second.close();
  await server.end();
});

test('the token file holds the token, for its owner only', async () => {
  const file = join(await tempFolder(), 'token');
  await start('--token-file', file);
  expect((await readFile(file, 'utf8')).trim()).toBe(server.token);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await server.end();
});

test('a program that follows symbols lets go of them when it leaves', async () => {
  await start();
  const client = await SocketClient.connect(server.url, server.token);
  await vi.waitFor(async () => {
    const reply = await client.ask('subscribe_symbol', { symbol: 'LTC/USDT' });
    expect(reply.ok).toBe(true);
  }, 5000);
  const watched = async (): Promise<string[]> =>
    ((await get('/api/v1/prices')).body as { items: { symbol: string }[] }).items.map(
      ({ symbol }) => symbol,
    );
  expect(await watched()).toContain('LTC/USDT');
  client.close();
  await vi.waitFor(async () => expect(await watched()).not.toContain('LTC/USDT'), 5000);
  await server.end();
});
