import { expect, test } from 'vitest';
import { stepOpenTime, type Interval } from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import { momentsOf, PackedKlines, type PackedSeries } from './packed-klines';

const START = Date.UTC(2024, 0, 1);

const klineAt = (openTime: number): Kline => ({
  ...{ openTime, open: 2, high: 4, low: 1, close: 3 },
  ...{ volume: 5, lastTradeId: -1, isClosed: true },
});

function series(symbol: string, interval: Interval, count: number): PackedSeries {
  const packed = new PackedKlines(interval);
  for (let at = 0; at < count; at++) {
    packed.push(klineAt(stepOpenTime(interval, START, at)), at === 2);
  }
  const terms = { callsFrom: stepOpenTime(interval, START, 1), liveFrom: Infinity };
  return { symbol, interval, candles: packed.upTo(Infinity), ...terms };
}

test('candles of many series come as they closed, those of one moment together by name', () => {
  const all = [series('B', '1h', 2), series('A', '30m', 3), series('A', '1h', 1)];
  const names = [...momentsOf(all)].map((moment) =>
    moment.map(({ symbol, interval }) => `${symbol} ${interval}`),
  );
  expect(names).toEqual([['A 30m'], ['A 1h', 'A 30m', 'B 1h'], ['A 30m'], ['B 1h']]);
});

test('a candle comes out as it was packed, with how it is to be taken', () => {
  const liveFrom = stepOpenTime('1M', START, 3) - 0.5;
  const moments = [...momentsOf([{ ...series('A', '1M', 3), liveFrom }])].flat();
  expect(moments).toEqual(
    [0, 1, 2].map((at) => ({
      ...{ symbol: 'A', interval: '1M', kline: klineAt(stepOpenTime('1M', START, at)) },
      ...{ followsHalt: at === 2, origin: ['warm_up', 'replayed', 'live'][at] },
    })),
  );
});

test('a series without candles is passed over', () => {
  expect([...momentsOf([series('A', '1M', 0), series('B', '1h', 1)])]).toHaveLength(1);
  expect([...momentsOf([])]).toEqual([]);
});
