import { expect, test } from 'vitest';
import type { Kline } from '../../../shared/domain/kline';
import { FakeExchange } from '../exchange/fake-exchange';
import { SeriesReader } from './series-reader';

const MINUTES = 15 * 60_000;
const klineAt = (step: number, isClosed = true): Kline => ({
  ...{ openTime: step * MINUTES, open: 1, high: 2, low: 1, close: 2 },
  ...{ volume: 1, lastTradeId: step, isClosed },
});

function rig(klines: Kline[], now: number) {
  const exchange = new FakeExchange();
  exchange.klines = klines;
  exchange.time = now;
  const series = { symbol: 'BTC/USDT', interval: '15m', from: 0, last: null } as const;
  return { exchange, reader: new SeriesReader({ exchange, ...series }) };
}

test('a candle is taken once it has settled, and not before', async () => {
  const { exchange, reader } = rig([klineAt(0), klineAt(1)], 2 * MINUTES + 29_000);
  await reader.read(2 * MINUTES);
  expect(reader.upTo(2 * MINUTES).map(({ kline }) => kline.openTime)).toEqual([0]);
  reader.drop(2 * MINUTES);
  exchange.time += 1000;
  await reader.read(2 * MINUTES);
  expect(reader.upTo(2 * MINUTES).map(({ kline }) => kline.openTime)).toEqual([MINUTES]);
});

test('a candle that is not closed is not taken, however old', async () => {
  const { reader } = rig([klineAt(0), klineAt(1, false)], 10 * MINUTES);
  await reader.read(2 * MINUTES);
  expect(reader.upTo(2 * MINUTES)).toHaveLength(1);
});

test('the venue is asked for a hole by itself before it is taken for a halt', async () => {
  const { exchange, reader } = rig([klineAt(0), klineAt(3)], 10 * MINUTES);
  await reader.read(4 * MINUTES);
  expect(reader.upTo(4 * MINUTES).map(({ followsHalt }) => followsHalt)).toEqual([false, true]);
  expect(exchange.klineCalls.map(({ endTime }) => endTime)).toContain(2 * MINUTES);
});
