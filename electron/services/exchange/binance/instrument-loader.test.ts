import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { silentLogger } from '../../logger';
import { InstrumentLoader } from './instrument-loader';
import { MarketApi } from './market-api';
import { ServerClock } from './server-clock';

let server: Server;
let status: string;
let clock: FakeClock;
let api: MarketApi;
let loader: InstrumentLoader;
let lists: number[];
let troubles: (string | null)[];

beforeEach(async () => {
  status = 'BREAK';
  lists = [];
  troubles = [];
  clock = new FakeClock();
  server = createServer((request, response) => {
    const row = { symbol: 'BTCUSDT', status, baseAsset: 'BTC', quoteAsset: 'USDT', filters: [] };
    const isTime = request.url?.endsWith('/time') === true;
    response.end(JSON.stringify(isTime ? { serverTime: clock.now() } : { symbols: [row] }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  api = new MarketApi(`http://127.0.0.1:${port}`, clock, new ServerClock(clock));
  loader = new InstrumentLoader({
    ...{ api, clock, logger: silentLogger, random: () => 0 },
    onInstruments: (instruments) => lists.push(instruments.length),
    onTrouble: (reason) => troubles.push(reason),
  });
});

afterEach(async () => {
  loader.stop();
  api.stop();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

test('a venue that has halted all symbols is no venue in trouble: they are found, and say that they are halted', async () => {
  loader.start();
  await vi.waitFor(() => expect(lists).toEqual([0]));
  await expect(loader.find('btc/usdt')).resolves.toMatchObject({ symbol: 'BTC/USDT' });
  await expect(loader.find('NO/SUCH')).rejects.toMatchObject({ code: 'UNKNOWN_SYMBOL' });
  await expect(loader.listed()).resolves.toEqual([]);
  expect(api.suspension('BTC/USDT')).toMatch(/interrupted trading/);
  expect(troubles).toEqual([null]);
});

test('a venue that has halted all symbols is asked each minute until one trades', async () => {
  loader.start();
  await vi.waitFor(() => expect(lists).toEqual([0]));
  clock.advance(60_000);
  await vi.waitFor(() => expect(lists).toEqual([0, 0]));
  status = 'TRADING';
  clock.advance(60_000);
  await vi.waitFor(() => expect(lists).toEqual([0, 0, 1]));
  await expect(loader.listed()).resolves.toHaveLength(1);
  expect(troubles).toEqual([null, null, null]);
});
