import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import type { Trade } from '../../shared/domain/trade';
import { systemClock } from '../../electron/services/clock';
import { BinanceExchange } from '../../electron/services/exchange/binance/binance-exchange';
import { loadRecording } from '../../electron/services/exchange/demo/recorded-market';
import { DemoVenue } from '../../electron/services/exchange/demo/venue';
import { silentLogger } from '../../electron/services/logger';

const folder = process.env['TICKWATCH_RECORDINGS'] ?? '';

test('every trade of a recording reaches a listener of the real client, once and in order', async () => {
  const file = join(folder, 'trades/TRXUSDT-trades-2025-10-10-tardis.csv.gz');
  const rows = gunzipSync(readFileSync(file)).toString().trim().split('\n').slice(1, 20_001);
  const wanted = rows.map((row) => row.split(',').slice(6).map(Number));

  const market = await loadRecording(file, { clock: systemClock, speed: 1000 });
  const venue = new DemoVenue({ market, clock: systemClock, logger: silentLogger });
  const { restUrl, wsUrl } = await venue.start();
  const trades: Trade[] = [];
  const exchange = new BinanceExchange({
    urls: { rest: restUrl, ws: wsUrl },
    clock: systemClock,
    logger: silentLogger,
    random: () => 0.5,
  });
  exchange.start({
    trade: (trade) => trades.push(trade),
    kline: () => undefined,
    ticker: () => undefined,
    markPrice: () => undefined,
    status: () => undefined,
    resumed: () => undefined,
    instruments: () => exchange.subscribe({ kind: 'trades', symbol: 'TRX/USDT' }),
  });
  await vi.waitFor(() => expect(trades.length).toBeGreaterThanOrEqual(wanted.length), {
    timeout: 100_000,
    interval: 100,
  });
  await exchange.stop();
  await venue.stop();
  expect(trades.slice(0, wanted.length).map(({ price, quantity }) => [price, quantity])).toEqual(
    wanted,
  );
});
