import { expect, test } from 'vitest';
import type { Kline } from '../../../shared/domain/kline';
import { FakeExchange } from '../exchange/fake-exchange';
import { momentsOf } from './packed-klines';
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

const readUpTo = (reader: SeriesReader, step: number) =>
  [
    ...momentsOf([
      {
        ...{ symbol: 'BTC/USDT', interval: '15m', candles: reader.upTo(step * MINUTES) },
        ...{ callsFrom: 0, liveFrom: Infinity },
      },
    ]),
  ].flat();

test('a candle is taken once it has settled, and not before', async () => {
  const { exchange, reader } = rig([klineAt(0), klineAt(1)], 2 * MINUTES + 29_000);
  await reader.read(2 * MINUTES);
  expect(readUpTo(reader, 2).map(({ kline }) => kline.openTime)).toEqual([0]);
  reader.drop(2 * MINUTES);
  exchange.time += 1000;
  await reader.read(2 * MINUTES);
  expect(readUpTo(reader, 2).map(({ kline }) => kline.openTime)).toEqual([MINUTES]);
});

test('a candle that is not closed is not taken, however old', async () => {
  const { reader } = rig([klineAt(0), klineAt(1, false)], 10 * MINUTES);
  await reader.read(2 * MINUTES);
  expect(readUpTo(reader, 2)).toHaveLength(1);
});

test('the venue is asked for a hole by itself before it is taken for a halt', async () => {
  const { exchange, reader } = rig([klineAt(0), klineAt(3)], 10 * MINUTES);
  await reader.read(4 * MINUTES);
  expect(readUpTo(reader, 4).map(({ followsHalt }) => followsHalt)).toEqual([false, true]);
  expect(exchange.klineCalls.map(({ endTime }) => endTime)).toContain(2 * MINUTES);
});

test('what was read waits unchanged, however much is read and dropped meanwhile', async () => {
  const klines = Array.from({ length: 500 }, (_, at) => klineAt(at));
  const { reader } = rig(klines, 1000 * MINUTES);
  const seen: number[] = [];
  for (let step = 7; step <= 500; step += 29) {
    await reader.read((step + 100) * MINUTES);
    const taken = readUpTo(reader, step);
    expect(readUpTo(reader, step)).toEqual(taken);
    reader.drop(step * MINUTES);
    seen.push(...taken.map(({ kline }) => kline.lastTradeId + kline.openTime / MINUTES + 1));
  }
  expect(seen).toEqual(seen.map((_, at) => at));
  expect(seen.length).toBeGreaterThan(450);
});
