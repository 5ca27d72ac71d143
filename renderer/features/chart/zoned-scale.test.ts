import type { TickMarkWeightValue, Time, TimeScalePoint } from 'lightweight-charts';
import { afterEach, expect, it } from 'vitest';
import { localClock, weightBetween, ZonedScale } from './zoned-scale';

const HOUR_MS = 3_600_000;
const zone = process.env['TZ'];

afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

/** What hours since a moment begin, by the weights of a scale. */
function weightsOf(start: number, count: number, clock: (time: number) => number): number[] {
  const scale = new ZonedScale();
  scale.clock = clock;
  const points = Array.from({ length: count }, (_, at) => {
    const time = (start + at * HOUR_MS) / 1000;
    const none = 0 as TickMarkWeightValue;
    return { timeWeight: none, originalTime: time as Time, time: {} as TimeScalePoint['time'] };
  });
  scale.fillWeightsForPoints(points, 0);
  return points.map(({ timeWeight }) => timeWeight);
}

it('a day begins at the midnight of the zone, not at that of UTC', () => {
  const bangkok = (time: number): number => time + 7 * HOUR_MS;
  const weights = weightsOf(Date.UTC(2026, 4, 10, 12), 24, bangkok);
  expect(weights.indexOf(50)).toBe(5);
  expect(weights.filter((weight) => weight >= 50)).toHaveLength(1);
});

it('days begin at midnight on both sides of a clock change', () => {
  process.env['TZ'] = 'America/New_York';
  // Clocks go back on 1 November 2026: that day has 25 hours.
  const weights = weightsOf(Date.UTC(2026, 9, 31, 3), 80, localClock);
  const days = weights.flatMap((weight, at) => (weight >= 50 ? [at] : []));
  expect(days).toEqual([1, 25, 50, 74]);
  expect(weights[25]).toBe(60);
});

it('a tick mark weighs what begins at it', () => {
  const at = Date.UTC(2027, 0, 1);
  expect(weightBetween(at - 1, at)).toBe(70);
  expect(weightBetween(at, at + 12 * HOUR_MS)).toBe(33);
  expect(weightBetween(at, at + 1000)).toBe(10);
  expect(weightBetween(at, at + 1)).toBe(0);
});
