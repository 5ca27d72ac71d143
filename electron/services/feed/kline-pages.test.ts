import { expect, test } from 'vitest';
import type { Kline } from '../../../shared/domain/kline';
import { FakeExchange } from '../exchange/fake-exchange';
import { klinePages } from './kline-pages';

const MINUTE = 60_000;
const SERIES = { symbol: 'BTC/USDT', interval: '1m' } as const;

const klinesFrom = (first: number, count: number): Kline[] =>
  Array.from({ length: count }, (_, at) => ({
    openTime: (first + at) * MINUTE,
    ...{ open: 1, high: 1, low: 1, close: 1, volume: 1 },
    lastTradeId: -1,
    isClosed: true,
  }));

async function read(exchange: FakeExchange, startTime: number): Promise<number[]> {
  const times: number[] = [];
  for await (const page of klinePages(exchange, { ...SERIES, startTime })) {
    times.push(...page.map(({ openTime }) => openTime / MINUTE));
  }
  return times;
}

/** A venue that gives the same candles whatever is asked for. */
class DeafExchange extends FakeExchange {
  override fetchKlines(query: Parameters<FakeExchange['fetchKlines']>[0]): Promise<Kline[]> {
    this.klineCalls.push(query);
    return Promise.resolve(this.klines);
  }
}

test('a venue that ignores the start time and repeats a full page of old candles is a fault, not an endless loop', async () => {
  const exchange = new DeafExchange();
  exchange.time = 5000 * MINUTE;
  exchange.klines = klinesFrom(0, 1000);
  await expect(read(exchange, 4000 * MINUTE)).rejects.toThrow('The exchange repeats old candles');
  expect(exchange.klineCalls).toHaveLength(1);
});

test('a full page that advances once and then repeats itself is a fault as well', async () => {
  const exchange = new DeafExchange();
  exchange.time = 5000 * MINUTE;
  exchange.klines = klinesFrom(0, 1000);
  await expect(read(exchange, 500 * MINUTE)).rejects.toThrow('The exchange repeats old candles');
  expect(exchange.klineCalls).toHaveLength(2);
});

test('a few old candles whatever is asked for mean that there is nothing newer', async () => {
  const exchange = new DeafExchange();
  exchange.time = 5000 * MINUTE;
  exchange.klines = klinesFrom(0, 3);
  expect(await read(exchange, 4000 * MINUTE)).toEqual([]);
  expect(await read(exchange, MINUTE)).toEqual([1, 2]);
});

test('a page that has lost some rows is not taken for the end of history', async () => {
  const exchange = new FakeExchange();
  exchange.time = 1500 * MINUTE;
  exchange.klines = klinesFrom(0, 1501);
  const whole = exchange.fetchKlines.bind(exchange);
  exchange.fetchKlines = async (query) =>
    (await whole(query)).filter(({ openTime }) => openTime !== 7 * MINUTE);
  expect(await read(exchange, 0)).toHaveLength(1500);
});
