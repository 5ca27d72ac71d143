import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createApp, type App, type Running } from '../electron/app';
import { systemClock } from '../electron/services/clock';
import { readConfig } from '../electron/services/config';
import type { Markets } from '../electron/services/exchange/binance/endpoints';
import { createSyntheticMarket } from '../electron/services/exchange/demo/synthetic-market';
import { DemoVenue } from '../electron/services/exchange/demo/venue';
import { silentLogger } from '../electron/services/logger';
import { replayProgram } from './support/headless';
import { SocketClient } from './support/socket-client';
import { tempFolder } from './support/temp-folder';

const SPOT = 'BTC/USDT';
const PERPETUAL = 'BTC/USDT:USDT';
const SOON_MS = 15_000;

const clients: SocketClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

async function startApp(flags: readonly string[], markets?: Markets): Promise<Running> {
  return makeApp(flags, await tempFolder(), markets).start();
}

function makeApp(flags: readonly string[], folder: string, markets?: Markets): App {
  const argv = [...flags, '--port', '0', '--data-dir', folder];
  const app = createApp(readConfig(argv, {}), {
    clock: systemClock,
    logger: silentLogger,
    random: Math.random,
    version: 'test',
    replayProgram,
    pageDir: null,
    ...(markets && { markets }),
  });
  onTestFinished(() => app.stop());
  return app;
}

async function startVenue(seed: string) {
  const market = createSyntheticMarket({ seed, clock: systemClock });
  const venue = new DemoVenue({ market, clock: systemClock, logger: silentLogger });
  const urls = await venue.start();
  onTestFinished(() => venue.stop());
  return { market, venue, urls };
}

async function connect({ url, token }: Running): Promise<SocketClient> {
  const client = await SocketClient.connect(url, token);
  clients.push(client);
  return client;
}

/** Asks until the answer is a good one: a venue takes a moment to be reached. */
async function ask(client: SocketClient, name: string, params: object) {
  let value: Record<string, unknown> = {};
  await vi.waitFor(async () => {
    const reply = await client.ask(name, params);
    if (!reply.ok) throw new Error(reply.error.message);
    ({ value } = reply);
  }, SOON_MS);
  return value;
}

test('a perpetual is followed as a spot pair is: price, mark price, candles', async () => {
  const client = await connect(await startApp(['--demo']));
  await expect(ask(client, 'subscribe_symbol', { symbol: 'btcusdt:usdt' })).resolves.toMatchObject({
    symbol: PERPETUAL,
  });
  await ask(client, 'subscribe_klines', { symbol: PERPETUAL, interval: '1m' });
  await vi.waitFor(() => {
    for (const type of ['price_update', 'mark_price_update', 'kline_update'] as const) {
      expect(client.of(type).length, type).toBeGreaterThan(0);
      expect(client.of(type).every(({ data }) => data.symbol === PERPETUAL)).toBe(true);
    }
  }, SOON_MS);
  const mark = client.of('mark_price_update')[0]?.data;
  expect(mark?.index_price).toBeGreaterThan(0);
  expect(Date.parse(mark?.next_funding_at ?? '')).toBeGreaterThan(Date.now());
  const price = await ask(client, 'get_price', { symbol: PERPETUAL });
  expect(price).toMatchObject({ mark: { funding_rate: expect.any(Number) as number } });
  expect(await ask(client, 'get_price', { symbol: 'ETH/USDT:USDT' })).toMatchObject({
    mark: { mark_price: expect.any(Number) as number },
  });
  expect(await ask(client, 'get_price', { symbol: SPOT })).toMatchObject({ mark: null });
  const snapshot = await ask(client, 'get_snapshot', {});
  expect(snapshot).toMatchObject({
    marks: [{ symbol: PERPETUAL }],
    status: [{ venue: 'spot' }, { venue: 'futures', status: 'live' }],
  });
  const seconds = await client.ask('subscribe_klines', { symbol: PERPETUAL, interval: '1s' });
  expect(seconds).toMatchObject({ ok: false, error: { code: 'INVALID' } });
}, 60_000);

test('futures are not connected with before a symbol of theirs is used', async () => {
  const spot = await startVenue('spot');
  const futures = await startVenue('futures');
  const running = await startApp([
    ...['--spot-ws', spot.urls.wsUrl, '--spot-rest', spot.urls.restUrl],
    ...['--futures-ws', futures.urls.futuresWsUrl, '--futures-rest', futures.urls.futuresRestUrl],
  ]);
  const { audit } = futures.venue;
  const client = await connect(running);
  await ask(client, 'subscribe_symbol', { symbol: SPOT });
  await ask(client, 'search_symbols', { query: 'btc' });
  await vi.waitFor(() => expect(client.of('price_update').length).toBeGreaterThan(3), SOON_MS);
  expect([audit.requests, audit.connectionAttempts]).toEqual([[], []]);
  expect(await ask(client, 'get_health', {})).not.toHaveProperty('venues.futures');

  const found = await ask(client, 'search_symbols', { query: 'btc', venue: 'futures' });
  expect(found).toMatchObject({ items: [{ venue: 'futures', symbol: PERPETUAL }] });
  expect(audit.requests.length).toBeGreaterThan(0);
  expect(await ask(client, 'get_health', {})).toHaveProperty('venues.futures');
  expect(audit.total).toBe(0);
}, 60_000);

test('a perpetual on the watchlist is watched again from the next start on', async () => {
  const folder = await tempFolder();
  const first = makeApp(['--demo'], folder);
  const before = await connect(await first.start());
  await ask(before, 'put_watchlist', { symbols: [SPOT, PERPETUAL], groups: {} });
  await first.stop();
  const client = await connect(await makeApp(['--demo'], folder).start());
  await vi.waitFor(async () => {
    const { items } = await ask(client, 'list_prices', {});
    const found = (items as { symbol: string; mark: unknown }[]).find(
      ({ symbol }) => symbol === PERPETUAL,
    );
    expect(found).toMatchObject({
      price: expect.any(Number) as number,
      mark: { mark_price: expect.any(Number) as number },
    });
  }, SOON_MS);
}, 60_000);

test('with a spot address alone futures are off, and a futures symbol says so', async () => {
  const { urls, venue } = await startVenue('1');
  const flags = ['--spot-ws', urls.wsUrl, '--spot-rest', urls.restUrl];
  const client = await connect(await startApp(flags));
  await ask(client, 'subscribe_symbol', { symbol: SPOT });
  const reply = await client.ask('subscribe_symbol', { symbol: PERPETUAL });
  expect(reply).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE' } });
  expect(reply.ok ? '' : reply.error.message).toMatch(/--futures-ws/);
  expect(await ask(client, 'list_venues', {})).toMatchObject({
    items: [
      { venue: 'spot', choice: 'fixed', choices: [] },
      { venue: 'futures', choice: 'off', ws: null, status: 'offline', reason: /--futures-ws/ },
    ],
  });
  const refused = await client.ask('set_venue', { venue: 'spot', choice: 'us' });
  expect(refused.ok ? '' : refused.error.message).toMatch(/--spot-ws and --spot-rest/);
  expect(venue.audit.requests.every(({ path }) => path.startsWith('/api/'))).toBe(true);
}, 60_000);

test('a venue becomes another market while clients watch, and back, without a false price', async () => {
  const [first, second] = [await startVenue('first'), await startVenue('second')];
  const urls = [first, second].map(({ urls: { restUrl: rest, wsUrl: ws } }) => ({ rest, ws }));
  const [global, us] = urls as [Markets['spot'][string], Markets['spot'][string]];
  const client = await connect(await startApp([], { spot: { global, us }, futures: { global } }));
  const levels = [first, second].map(({ market }) =>
    market.latestTrades('BTCUSDT', 1, market.now()).map(({ price }) => price / 100),
  );
  const nearest = (price: number): number =>
    Math.abs(price - levels[0]![0]!) < Math.abs(price - levels[1]![0]!) ? 0 : 1;
  expect(Math.abs(levels[0]![0]! / levels[1]![0]! - 1)).toBeGreaterThan(0.02);
  await ask(client, 'subscribe_symbol', { symbol: SPOT });
  await ask(client, 'subscribe_klines', { symbol: SPOT, interval: '1m' });

  for (const [choice, at] of [
    ['us', 1],
    ['global', 0],
    ['us', 1],
  ] as const) {
    await vi.waitFor(() => expect(client.of('price_update').length).toBeGreaterThan(3), SOON_MS);
    expect(await ask(client, 'set_venue', { venue: 'spot', choice })).toMatchObject({ choice });
    client.heard.length = 0;
    await vi.waitFor(() => expect(client.of('price_update').length).toBeGreaterThan(3), SOON_MS);
    for (const { data } of client.of('price_update')) expect(nearest(data.price)).toBe(at);
    await vi.waitFor(() => expect(client.of('kline_update').length).toBeGreaterThan(3), SOON_MS);
    for (const { data } of client.of('kline_update')) expect(nearest(data.close)).toBe(at);
    expect(client.of('connection_status').at(-1)?.data).toMatchObject({ status: 'live' });
  }
  expect([first.venue.audit.total, second.venue.audit.total]).toEqual([0, 0]);
}, 90_000);
