import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { FeedStatus } from '../../../../shared/domain/feed-status';
import type { Trade } from '../../../../shared/domain/trade';
import { systemClock } from '../../clock';
import { silentLogger } from '../../logger';
import { BinanceExchange } from './binance-exchange';

interface Control {
  method: string;
  params: string[];
  id: number;
}

/** Long enough for a first retry. */
const SOON_MS = 5000;

const ANSWERS: Record<string, unknown> = {
  '/api/v3/time': { serverTime: Date.UTC(2026, 0, 1) },
  '/api/v3/exchangeInfo': {
    symbols: [
      {
        symbol: 'BTCUSDT',
        status: 'TRADING',
        baseAsset: 'BTC',
        quoteAsset: 'USDT',
        filters: [{ filterType: 'PRICE_FILTER', tickSize: '0.01000000' }],
      },
    ],
  },
};

const NOW = Date.UTC(2026, 0, 1);

let server: Server;
let sockets: WebSocketServer;
let controls: Control[];
let refuseRest: boolean;
let ban: boolean;
let exchange: BinanceExchange;
let trades: Trade[];
let statuses: FeedStatus[];

beforeEach(async () => {
  controls = [];
  trades = [];
  statuses = [];
  refuseRest = ban = false;
  server = createServer((request, response) => {
    const answer = ANSWERS[request.url?.split('?')[0] ?? ''];
    response.statusCode = refuseRest || !answer ? 451 : 200;
    if (ban) response.writeHead(418, { 'Retry-After': '600' });
    response.end(JSON.stringify(answer ?? {}));
  });
  sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const control = JSON.parse(data.toString()) as Control;
      controls.push(control);
      socket.send(JSON.stringify({ result: null, id: control.id }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  exchange = exchangeAt((server.address() as AddressInfo).port);
});

afterEach(async () => {
  await exchange.stop();
  for (const socket of sockets.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

function exchangeAt(port: number): BinanceExchange {
  return new BinanceExchange({
    urls: { rest: `http://127.0.0.1:${port}`, ws: `ws://127.0.0.1:${port}` },
    clock: systemClock,
    logger: silentLogger,
    random: () => 0,
  });
}

function start(): void {
  exchange.start({
    trade: (trade) => trades.push(trade),
    kline: () => undefined,
    ticker: () => undefined,
    markPrice: () => undefined,
    status: (status) => statuses.push(status),
    instruments: () => undefined,
    resumed: () => undefined,
  });
}

const client = (): WebSocket => [...sockets.clients][0]!;
const names = (): string[] => controls.flatMap(({ params }) => params);
const send = (id: number): void =>
  client().send(
    JSON.stringify({
      stream: 'btcusdt@aggTrade',
      data: { e: 'aggTrade', E: 1, s: 'BTCUSDT', a: id, p: '1.5', q: '2', l: id, T: NOW },
    }),
  );

test('streams claimed together are asked for in one message, in lower case', async () => {
  exchange.subscribe({ kind: 'trades', symbol: 'BTC/USDT' });
  exchange.subscribe({ kind: 'ticker', symbol: 'BTC/USDT' });
  exchange.subscribe({ kind: 'klines', symbol: 'BTC/USDT', interval: '1M' });
  start();
  await vi.waitFor(() => expect(controls).toHaveLength(1));
  expect(controls[0]).toMatchObject({
    method: 'SUBSCRIBE',
    params: ['btcusdt@aggTrade', 'btcusdt@miniTicker', 'btcusdt@kline_1M'],
  });
});

test('a stream claimed twice is asked for once and given back with the last release', async () => {
  const first = exchange.subscribe({ kind: 'trades', symbol: 'BTC/USDT' });
  const second = exchange.subscribe({ kind: 'trades', symbol: 'BTC/USDT' });
  start();
  await vi.waitFor(() => expect(names()).toEqual(['btcusdt@aggTrade']));
  first();
  first();
  second();
  await vi.waitFor(() => expect(controls.at(-1)?.method).toBe('UNSUBSCRIBE'));
  expect(controls).toHaveLength(2);
});

test('trades arrive in the product’s terms, and bad frames between them do no harm', async () => {
  exchange.subscribe({ kind: 'trades', symbol: 'BTC/USDT' });
  start();
  await vi.waitFor(() => {
    expect(controls).toHaveLength(1);
    expect(exchange.instruments()).toHaveLength(1);
  });
  send(1);
  client().send('{"e":"aggTrade","p":"NaN"}');
  client().send('garbage');
  for (const absurd of [{ T: 9_007_199_254_740_991 }, { E: 4e15 }, { T: 4e15, E: 4e15 }]) {
    const trade = { e: 'aggTrade', E: 1, s: 'BTCUSDT', a: 9, p: '1.5', q: '2', l: 9, T: NOW };
    client().send(JSON.stringify({ ...trade, ...absurd }));
  }
  client().send(Buffer.from([0, 1, 2]));
  send(2);
  await vi.waitFor(() => expect(trades).toHaveLength(2));
  expect(trades[0]).toMatchObject({ symbol: 'BTC/USDT', id: 1, price: 1.5, quantity: 2 });
  expect(exchange.status().state).toBe('live');
});

test('after a cut it says so, comes back by itself and asks for the same streams again', async () => {
  exchange.subscribe({ kind: 'trades', symbol: 'BTC/USDT' });
  start();
  await vi.waitFor(() => {
    expect(controls).toHaveLength(1);
    expect(exchange.instruments()).toHaveLength(1);
  });
  send(1);
  await vi.waitFor(() => expect(exchange.status().state).toBe('live'));
  client().terminate();
  await vi.waitFor(() => expect(controls).toHaveLength(2));
  expect(names()).toEqual(['btcusdt@aggTrade', 'btcusdt@aggTrade']);
  send(2);
  await vi.waitFor(() => expect(exchange.status().state).toBe('live'));
  expect(statuses.map(({ state }) => state)).toEqual(['live', 'stale', 'live']);
});

test('a venue that refuses this location is named with the reason', async () => {
  refuseRest = true;
  start();
  await expect(
    exchange.fetchKlines({ symbol: 'BTC/USDT', interval: '1m', limit: 5 }),
  ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  refuseRest = false;
  exchange.restart('a tunnel was set up');
  await vi.waitFor(() => expect(exchange.instruments()).toHaveLength(1), 3000);
  await expect(
    exchange.fetchKlines({ symbol: 'BTC/USDT', interval: '1m', limit: 5 }),
  ).rejects.toMatchObject({ message: expect.stringMatching(/location \(451\)/) as string });
});

test('fault 31: streams that refuse this location are told of as requests are: why, what else, until when', async () => {
  server.removeAllListeners('upgrade');
  server.on('upgrade', (_request, socket) => {
    socket.end('HTTP/1.1 451 Unavailable For Legal Reasons\r\nConnection: close\r\n\r\n');
  });
  exchange.subscribe({ kind: 'trades', symbol: 'BTC/USDT' });
  start();
  const why = /127\.0\.0\.1:\d+ does not serve this location \(451\).*--spot-ws.*asked again at/;
  await vi.waitFor(() => expect(exchange.status().reason).toMatch(why), SOON_MS);
  expect(exchange.status().state).toBe('offline');
  expect(exchange.unavailableUntil! - Date.now()).toBeGreaterThan(500_000);
});

test('a venue whose list of symbols is empty is asked again until it has one', async () => {
  const info = ANSWERS['/api/v3/exchangeInfo'];
  ANSWERS['/api/v3/exchangeInfo'] = { symbols: [] };
  start();
  await vi.waitFor(() => expect(exchange.status().reason).toMatch(/lists no symbols/), SOON_MS);
  ANSWERS['/api/v3/exchangeInfo'] = info;
  await vi.waitFor(() => expect(exchange.instruments()).toHaveLength(1), SOON_MS);
  await vi.waitFor(() => expect(exchange.status().state).toBe('live'), SOON_MS);
});

test('streams that come while the list of symbols is refused are not called live', async () => {
  refuseRest = true;
  exchange.subscribe({ kind: 'trades', symbol: 'BTC/USDT' });
  start();
  await vi.waitFor(() => expect(controls).toHaveLength(1));
  send(1);
  await vi.waitFor(() => expect(exchange.status().reason).toMatch(/451/), SOON_MS);
  send(2);
  expect(exchange.status().state).toBe('offline');
});

test('a venue that is not there is offline with the reason, and live once it appears', async () => {
  const { port } = server.address() as AddressInfo;
  for (const socket of sockets.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
  exchange.subscribe({ kind: 'trades', symbol: 'BTC/USDT' });
  start();
  await vi.waitFor(() => expect(exchange.status().reason).toMatch(/ECONNREFUSED/));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await vi.waitFor(() => {
    expect(controls).toHaveLength(1);
    expect(exchange.instruments()).toHaveLength(1);
  }, 5000);
  send(1);
  await vi.waitFor(() => expect(exchange.status().state).toBe('live'));
});

test('fault 30: a ban stops the questions, the streams go on, and the status tells until when', async () => {
  start();
  exchange.subscribe({ kind: 'trades', symbol: 'BTC/USDT' });
  await vi.waitFor(() => expect(names()).toContain('btcusdt@aggTrade'));
  await vi.waitFor(() => expect(exchange.instruments()).toHaveLength(1));
  ban = true;
  const query = { symbol: 'BTC/USDT', interval: '1m', limit: 5 } as const;
  await expect(exchange.fetchKlines(query)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  send(1);
  await vi.waitFor(() => expect(trades).toHaveLength(1));
  await vi.waitFor(() => expect(statuses.at(-1)?.reason).toMatch(/pause until/), 3000);
  expect(exchange.status().state).toBe('live');
  expect(exchange.unavailableUntil! - Date.now()).toBeGreaterThan(500_000);
});
