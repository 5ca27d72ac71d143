import { describe, expect, it } from 'vitest';
import { KlineSeries, type Candle } from './kline-series';

const MINUTE = 60_000;

const candle = (minute: number, more: Partial<Candle> = {}): Candle => ({
  time: minute * MINUTE,
  open: 1,
  high: 2,
  low: 0.5,
  close: 1.5,
  volume: 10,
  isClosed: true,
  ...more,
});
const minutes = (series: KlineSeries) => series.candles.map(({ time }) => time / MINUTE);

describe('KlineSeries', () => {
  it('merges overlapping history without doubles, in order', () => {
    const series = new KlineSeries('1m');
    series.merge([candle(5), candle(6), candle(7)]);
    series.merge([candle(3), candle(4), candle(5), candle(6)]);
    expect(minutes(series)).toEqual([3, 4, 5, 6, 7]);
  });

  it('replaces the last candle by an update of the same time and appends the next', () => {
    const series = new KlineSeries('1m');
    series.merge([candle(1), candle(2, { isClosed: false })]);
    expect(series.update(candle(2, { close: 1.7, volume: 11, isClosed: false }))).toBe('last');
    expect(series.update(candle(3, { isClosed: false }))).toBe('last');
    expect(minutes(series)).toEqual([1, 2, 3]);
    expect(series.candles[1]?.close).toBe(1.7);
  });

  it('does not reopen a finished candle', () => {
    const series = new KlineSeries('1m');
    series.merge([candle(1, { close: 1.9 })]);
    series.update(candle(1, { close: 1.2, isClosed: false }));
    series.merge([candle(1, { close: 1.2, volume: 99, isClosed: false })]);
    expect(series.last).toMatchObject({ close: 1.9, isClosed: true });
  });

  it('keeps the fuller of two unfinished candles when an answer was overtaken', () => {
    const series = new KlineSeries('1m');
    series.update(candle(1, { volume: 20, close: 1.8, isClosed: false }));
    series.merge([candle(1, { volume: 12, close: 1.1, isClosed: false })]);
    expect(series.last?.close).toBe(1.8);
  });

  it('refuses an update that would leave a hole, and one from the past', () => {
    const series = new KlineSeries('1m');
    series.merge([candle(1), candle(2)]);
    expect(series.update(candle(4))).toBe('gap');
    expect(series.update(candle(1))).toBe('old');
    expect(minutes(series)).toEqual([1, 2]);
  });

  it('starts anew when the newest candles do not reach what is there', () => {
    const series = new KlineSeries('1m');
    series.merge([candle(1), candle(2)]);
    series.mergeTail([candle(3), candle(4)]);
    expect(minutes(series)).toEqual([1, 2, 3, 4]);
    series.mergeTail([candle(9), candle(10)]);
    expect(minutes(series)).toEqual([9, 10]);
  });

  it('knows how long a month is', () => {
    const series = new KlineSeries('1M');
    const month = (index: number) => candle(0, { time: Date.UTC(2026, index, 1) });
    series.merge([month(0)]);
    expect(series.update(month(1))).toBe('last');
    expect(series.update(month(3))).toBe('gap');
  });
});
