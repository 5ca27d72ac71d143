import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { systemClock } from '../electron/services/clock';
import { createSyntheticMarket } from '../electron/services/exchange/demo/synthetic-market';
import { DemoVenue } from '../electron/services/exchange/demo/venue';
import { silentLogger } from '../electron/services/logger';
import { startHeadless, type Headless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { makeTempFolder } from './support/temp-folder';

const market = createSyntheticMarket({ seed: 'halted', clock: systemClock });
const venue = new DemoVenue({ market, clock: systemClock, logger: silentLogger, faults: true });
let dataDir: string;
let flags: string[];
let server: Headless;
let client: SocketClient;

async function start(): Promise<void> {
  server = await startHeadless(flags);
  client = await SocketClient.connect(server.url, server.token);
  await vi.waitFor(
    async () =>
      expect(await client.ask('get_price', { symbol: 'BTC/USDT' })).toHaveProperty('ok', true),
    10_000,
  );
}

async function stop(): Promise<void> {
  client.close();
  await server.end();
}

beforeAll(async () => {
  const { restUrl, wsUrl } = await venue.start();
  dataDir = await makeTempFolder();
  flags = ['--spot-rest', restUrl, '--spot-ws', wsUrl, '--data-dir', dataDir];
  venue.faults.listings.halt('ETHUSDT');
  await start();
});

afterAll(async () => {
  await stop();
  await venue.stop();
  await rm(dataDir, { recursive: true });
});

/** Follows a symbol, asks about it and lets go of it, and sees that it is offline all the while. */
async function seeOffline(symbol: string, why: RegExp): Promise<void> {
  const reason = expect.stringMatching(why) as string;
  expect(await client.ask('subscribe_symbol', { symbol })).toMatchObject({ ok: true });
  await vi.waitFor(() => {
    const told = client.of('symbol_status').filter(({ data }) => data.symbol === symbol);
    expect(told.at(-1)?.data).toMatchObject({ status: 'offline', reason });
  }, 5000);
  const value = { symbol, status: 'offline', reason };
  expect(await client.ask('get_price', { symbol })).toMatchObject({ ok: true, value });
  const input = symbol.toLowerCase().replace('/', '-');
  const released = { ok: true, value: { symbol } };
  expect(await client.ask('unsubscribe_symbol', { symbol: input })).toEqual(released);
  expect(await client.ask('get_price', { symbol })).toMatchObject({ ok: true, value });
}

test('a symbol that is halted from the start can be followed, asked about and let go of, and is offline', async () => {
  await seeOffline('ETH/USDT', /halted trading/);
  expect(await client.ask('subscribe_symbol', { symbol: 'NO/SUCH' })).toMatchObject({
    error: { code: 'UNKNOWN_SYMBOL' },
  });
});

test('a symbol that was delisted since the last run is known still, and offline', async () => {
  await stop();
  venue.faults.listings.delist('SOLUSDT');
  await start();
  await seeOffline('SOL/USDT', /no longer lists/);
});
