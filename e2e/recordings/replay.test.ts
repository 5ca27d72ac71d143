import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { startHeadless, type Headless } from '../support/headless';
import { SocketClient } from '../support/socket-client';
import { tempFolder } from '../support/temp-folder';

const folder = process.env['TICKWATCH_RECORDINGS'] ?? '';
const MINUTE = 60_000;
const SPEED = 60;

interface TapeTrade {
  price: number;
  quantity: number;
  time: number;
}

interface Candle {
  time: string;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  closed: boolean;
}

/** Trades of one symbol, read here by other means than the product's. */
function readTape(file: string, symbol: string, kind: string): TapeTrade[] {
  const bytes = readFileSync(join(folder, file));
  const text = file.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
  return text.split('\n').flatMap((line) => {
    if (!line.includes(`"e":"${kind}"`)) return [];
    const frame = JSON.parse(line.slice(line.indexOf('{'))) as { data: Record<string, string> };
    const { s, p, q, T } = frame.data;
    return s === symbol ? [{ price: Number(p), quantity: Number(q), time: Number(T) }] : [];
  });
}

/** One-minute candles of a tape, by its own clock; volumes rounded against binary dust. */
function candlesOf(tape: readonly TapeTrade[]): Omit<Candle, 'closed' | 'time'>[] {
  const candles = new Map<number, TapeTrade[]>();
  for (const trade of tape) {
    const minute = Math.floor(trade.time / MINUTE);
    candles.set(minute, [...(candles.get(minute) ?? []), trade]);
  }
  return [...candles.values()].map((trades) => ({
    open: trades[0]!.price,
    high: Math.max(...trades.map(({ price }) => price)),
    low: Math.min(...trades.map(({ price }) => price)),
    close: trades.at(-1)!.price,
    volume: Number(trades.reduce((sum, { quantity }) => sum + quantity, 0).toFixed(8)),
  }));
}

async function candlesAt(server: Headless, symbol: string): Promise<Candle[]> {
  const response = await fetch(
    `${server.url}/api/v1/klines?symbol=${symbol}&interval=1m&limit=1000`,
    { headers: { Authorization: `Bearer ${server.token}` } },
  );
  return ((await response.json()) as { items: Candle[] }).items;
}

test.each([
  ['frames/spot/hft-btcusdt-20240808.txt.gz', 'BTCUSDT', 'trade'],
  ['frames/spot/hft-ethusdt-20240808.txt.gz', 'ETHUSDT', 'trade'],
  ['frames/usdm/hft-btcusdt-20240808.txt.gz', 'BTCUSDT', 'trade'],
])(
  '%s is shown as it was recorded: prices in order, candles to the digit',
  async (file, symbol, kind) => {
    const tape = readTape(file, symbol, kind);
    expect(tape.length).toBeGreaterThan(1000);
    const server = await startHeadless([
      ...['--replay', join(folder, file), '--replay-speed', String(SPEED)],
      ...['--data-dir', await tempFolder()],
    ]);
    const client = await SocketClient.connect(server.url, server.token);
    await vi.waitFor(async () => {
      expect(await client.ask('subscribe_symbol', { symbol })).toMatchObject({ ok: true });
    }, 5000);
    await vi.waitFor(
      () => {
        const reasons = client.of('connection_status').map(({ data }) => data.reason);
        expect(reasons.at(-1)).toMatch(/has ended/);
      },
      { timeout: 60_000, interval: 200 },
    );
    const candles = await candlesAt(server, symbol);
    client.close();
    await server.end();

    const prices = client.of('price_update').map(({ data }) => data.price);
    expect(prices.length).toBeGreaterThan(20);
    const tapePrices = tape.map(({ price }) => price);
    let at = 0;
    for (const price of prices) {
      at = tapePrices.indexOf(price, at);
      expect(at, `${price} in order on the tape`).toBeGreaterThanOrEqual(0);
    }
    expect(prices.at(-1)).toBe(tapePrices.at(-1));
    expect(client.heard.every(({ market }) => market === 'replay')).toBe(true);
    const bare = candles.map(({ open, high, low, close, volume }) => ({
      open,
      high,
      low,
      close,
      volume,
    }));
    expect(bare).toEqual(candlesOf(tape));
  },
);

test('a short recording of several symbols is listed as they were recorded', async () => {
  const server = await startHeadless([
    ...['--replay', join(folder, 'frames/spot/cryptofeed-2021-10-12.ndjson')],
    ...['--data-dir', await tempFolder()],
  ]);
  const client = await SocketClient.connect(server.url, server.token);
  await vi.waitFor(async () => {
    const reply = await client.ask('search_symbols', { query: '' });
    const items = (reply.ok ? reply.value['items'] : []) as { symbol: string }[];
    expect(items.map(({ symbol }) => symbol).sort()).toEqual(['LRC/BTC', 'NKN/USDT']);
  }, 5000);
  client.close();
  await server.end();
});
