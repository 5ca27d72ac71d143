import { describe, expect, test } from 'vitest';
import { closeTimeOf } from '../interval';
import type { Kline } from '../kline';
import { judge, openClaim } from './labeler';

const HOUR = 3_600_000;
const bar = (at: number, high: number, low: number, close = (high + low) / 2): Kline => ({
  ...{ openTime: at * HOUR, open: close, high, low, close },
  ...{ volume: 1, lastTradeId: -1, isClosed: true },
});
const terms = { interval: '1h', atr: 2, cost: 0.002, stopRanges: 1.5, horizon: 24 } as const;
const see = (claim: ReturnType<typeof openClaim>, kline: Kline) =>
  judge(claim, kline, closeTimeOf('1h', kline.openTime));

describe('a claim at 100 with an average range of 2 and costs of 0.2 %', () => {
  const long = openClaim(bar(0, 101, 99, 100), { ...terms, direction: 1 });
  const short = openClaim(bar(0, 101, 99, 100), { ...terms, direction: -1 });

  test('has its stop 3 away, its target 3.2 the other way, and ends with the 24th candle', () => {
    expect(long).toMatchObject({ entry: 100, target: 103.2, stop: 97 });
    expect(short).toMatchObject({ entry: 100, target: 96.8, stop: 103 });
    expect(long.expiresAt).toBe(closeTimeOf('1h', 24 * HOUR));
  });

  test('is a hit when the target is touched and earns what the stop would have risked', () => {
    expect(see(long, bar(1, 103.2, 97.01))).toEqual({ outcome: 'hit', netMove: 0.03 });
    expect(see(short, bar(1, 102.99, 96.8))).toEqual({ outcome: 'hit', netMove: 0.03 });
  });

  test('is a miss when the stop is touched, also in the candle that touches the target', () => {
    expect(see(long, bar(1, 101, 97))).toEqual({ outcome: 'miss', netMove: -0.032 });
    expect(see(short, bar(1, 103, 99))).toEqual({ outcome: 'miss', netMove: -0.032 });
    expect(see(long, bar(1, 104, 96))).toMatchObject({ outcome: 'miss' });
    expect(see(short, bar(1, 104, 96))).toMatchObject({ outcome: 'miss' });
  });

  test('waits while nothing is touched', () => {
    expect(see(long, bar(1, 103.19, 97.01))).toBeNull();
    expect(see(short, bar(23, 102.99, 96.81))).toBeNull();
  });

  test('is judged by the close when its time is over: more than the costs or not', () => {
    expect(see(long, bar(24, 102, 99, 100.3))).toEqual({ outcome: 'timeout_hit', netMove: 0.001 });
    expect(see(long, bar(24, 102, 99, 100.1))).toEqual({
      outcome: 'timeout_miss',
      netMove: -0.001,
    });
    expect(see(short, bar(24, 101, 98, 99))).toEqual({ outcome: 'timeout_hit', netMove: 0.008 });
    expect(see(short, bar(24, 101, 98, 100))).toEqual({ outcome: 'timeout_miss', netMove: -0.002 });
  });

  test('ends at its time although candles were missing', () => {
    expect(see(long, bar(30, 102, 99, 101))).toMatchObject({ outcome: 'timeout_hit' });
  });
});
