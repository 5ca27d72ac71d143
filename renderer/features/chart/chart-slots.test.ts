import { describe, expect, it } from 'vitest';
import type { Candle } from '../../state/kline-series';
import { gapsOf, placeOf, slotAt, slotsOf } from './chart-slots';

const MINUTE = 60_000;
const candle = (minute: number): Candle => ({
  time: minute * MINUTE,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: 1,
  isClosed: true,
});

describe('slotsOf', () => {
  it('leaves a place for each candle that is missing, and none before or after', () => {
    const slots = slotsOf([candle(10), candle(11), candle(14)], '1m');
    expect(slots.map(({ time, candle: at, index }) => [time / MINUTE, at !== null, index])).toEqual(
      [
        [10, true, 0],
        [11, true, 1],
        [12, false, 1],
        [13, false, 1],
        [14, true, 2],
      ],
    );
    expect(gapsOf(slots)).toEqual([[2, 3]]);
  });

  it('shortens a hole that would push everything else off the screen', () => {
    const slots = slotsOf([candle(0), candle(100_000)], '1m');
    expect(slots).toHaveLength(50);
    expect(slots.at(-1)?.index).toBe(1);
  });

  it('knows months of different lengths', () => {
    const months = [0, 1, 3].map((month) => ({ ...candle(0), time: Date.UTC(2026, month, 1) }));
    const slots = slotsOf(months, '1M');
    expect(slots.map(({ time }) => new Date(time).getUTCMonth())).toEqual([0, 1, 2, 3]);
    expect(gapsOf(slots)).toEqual([[2, 2]]);
  });

  it('finds nothing missing where nothing is', () => {
    expect(slotsOf([], '1m')).toEqual([]);
    expect(gapsOf(slotsOf([candle(1), candle(2)], '1m'))).toEqual([]);
  });
});

describe('slotAt', () => {
  const slots = slotsOf([candle(10), candle(11), candle(14)], '1m');

  it('finds the slot that holds a moment, an empty one too', () => {
    const at = (minute: number) => slotAt(slots, minute * MINUTE);
    expect([at(9.99), at(10), at(10.99), at(13.5), at(20)]).toEqual([-1, 0, 0, 3, 4]);
  });

  it('lets places go on after the last slot as if slots did', () => {
    const at = (minute: number) => placeOf(slots, minute * MINUTE);
    expect([at(13), at(14.5), at(15), at(24)]).toEqual([3, 4, 5, 14]);
  });
});
