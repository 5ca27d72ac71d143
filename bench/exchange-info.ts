import { systemClock } from '../electron/services/clock';
import { readExchangeInfo } from '../electron/services/exchange/binance/instrument-catalog-reader';

/** How long reading an exchangeInfo holds everything else up. */
export interface ExchangeInfoReading {
  readonly megabytes: number;
  /** ms, of the whole reading in slices. */
  readonly took: number;
  /** ms, the longest time nothing else could run meanwhile. */
  readonly longestBlock: number;
  /** ms that JSON.parse takes in one go, for comparison. */
  readonly parsedAtOnce: number;
}

/** Measures with an answer of the size of the real one. */
export async function measureExchangeInfo(symbols: number): Promise<ExchangeInfoReading> {
  const text = exchangeInfo(symbols);
  await readExchangeInfo(exchangeInfo(200), systemClock);
  let longestBlock = 0;
  let isRunning = true;
  let turnedAt = performance.now();
  const turn = (): void => {
    const now = performance.now();
    longestBlock = Math.max(longestBlock, now - turnedAt);
    turnedAt = now;
    if (isRunning) setImmediate(turn);
  };
  setImmediate(turn);
  const startedAt = performance.now();
  await readExchangeInfo(text, systemClock);
  const took = performance.now() - startedAt;
  isRunning = false;
  const parsingAt = performance.now();
  JSON.parse(text);
  const parsedAtOnce = performance.now() - parsingAt;
  return { megabytes: Buffer.byteLength(text) / 1e6, took, longestBlock, parsedAtOnce };
}

function exchangeInfo(symbols: number): string {
  const filters = [
    { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000.00', tickSize: '0.01' },
    { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000.0', stepSize: '0.00001' },
    ...Array.from({ length: 10 }, (_, n) => ({ filterType: `FILTER_${n}`, limit: n, text: '0.0' })),
  ];
  const sets = [Array.from({ length: 300 }, (_, n) => `TRD_GRP_${n}`)];
  return JSON.stringify({
    timezone: 'UTC',
    rateLimits: [],
    symbols: Array.from({ length: symbols }, (_, n) => ({
      symbol: `S${n}USDT`,
      status: 'TRADING',
      baseAsset: `S${n}`,
      quoteAsset: 'USDT',
      filters,
      permissionSets: sets,
    })),
  });
}
