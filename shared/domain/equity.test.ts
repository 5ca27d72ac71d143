import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dailyResults,
  extendDrawdown,
  moveDrawdown,
  pnlBetween,
  startDrawdown,
  type EquityPoint,
} from './equity';
import { tradingDayOf } from './equity-day';
import { Exact } from './money';

const HOUR = 3_600_000;

function day(time: string, zone: string, minute = 0): string {
  const { start, end } = tradingDayOf(Date.parse(time), { zone, minute });
  const at = (moment: number) => new Date(moment).toISOString().slice(0, 16);
  return `${at(start)} ${at(end)} ${(end - start) / HOUR} h`;
}

test.each([
  ['2024-05-01T12:00Z', 'UTC', 0, '2024-05-01T00:00 2024-05-02T00:00 24 h'],
  ['2024-05-01T00:00Z', 'UTC', 0, '2024-05-01T00:00 2024-05-02T00:00 24 h'],
  ['2024-04-30T23:59:59.999Z', 'UTC', 0, '2024-04-30T00:00 2024-05-01T00:00 24 h'],
  ['2024-05-01T16:59Z', 'Asia/Bangkok', 0, '2024-04-30T17:00 2024-05-01T17:00 24 h'],
  ['2024-05-01T17:00Z', 'Asia/Bangkok', 0, '2024-05-01T17:00 2024-05-02T17:00 24 h'],
  ['2024-05-01T12:00Z', 'America/New_York', 17 * 60, '2024-04-30T21:00 2024-05-01T21:00 24 h'],
  ['2024-03-10T12:00Z', 'America/New_York', 0, '2024-03-10T05:00 2024-03-11T04:00 23 h'],
  ['2024-11-03T12:00Z', 'America/New_York', 0, '2024-11-03T04:00 2024-11-04T05:00 25 h'],
  // The boundary itself is skipped (2:30 does not exist) or comes twice (1:30: the first counts).
  ['2024-03-10T12:00Z', 'America/New_York', 150, '2024-03-10T07:00 2024-03-11T06:30 23.5 h'],
  ['2024-11-03T06:00Z', 'America/New_York', 90, '2024-11-03T05:30 2024-11-04T06:30 25 h'],
  // Midnight does not exist: the clocks jump at 24:00.
  ['2024-04-26T10:00Z', 'Africa/Cairo', 0, '2024-04-25T22:00 2024-04-26T21:00 23 h'],
  ['2024-05-01T12:00Z', 'Asia/Kathmandu', 0, '2024-04-30T18:15 2024-05-01T18:15 24 h'],
])('%s in %s with the boundary at minute %d is in %s', (...row) => {
  expect(day(row[0], row[1], row[2])).toBe(row[3]);
});

test('every moment is in exactly one day, and days join without a gap', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia');
  fc.assert(
    fc.property(
      zones,
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 1_300_000_000_000, max: 1_800_000_000_000 }),
      (zone, minute, time) => {
        const { start, end } = tradingDayOf(time, { zone, minute });
        expect(start <= time && time < end).toBe(true);
        expect(end - start).toBeLessThanOrEqual(26 * HOUR);
        expect(tradingDayOf(end, { zone, minute }).start).toBe(end);
        expect(tradingDayOf(start - 1, { zone, minute }).end).toBe(start);
      },
    ),
    { numRuns: 150 },
  );
});

test('a zone that does not exist is refused', () => {
  expect(() => tradingDayOf(0, { zone: 'Mars/Olympus', minute: 0 })).toThrow('no time zone');
});

const point = (hours: number, equity: number): EquityPoint => ({
  time: hours * HOUR,
  equity: Exact.of(equity),
});
const transfer = (hours: number, amount: number) => ({
  time: hours * HOUR,
  amount: Exact.of(amount),
});
const utc = { zone: 'UTC', minute: 0 };

test('the result of a day is counted from the close of the one before, transfers left out', () => {
  const points = [
    point(1, 1000),
    point(20, 1100),
    point(25, 1050),
    point(30, 1550),
    point(80, 1500),
  ];
  const results = dailyResults(points, [transfer(26, 500)], utc);
  expect(
    results.map(({ day: { start }, pnl, percent }) => [
      start / HOUR,
      pnl.toText(),
      percent?.toFixed(2),
    ]),
  ).toEqual([
    [0, '100', '10.00'],
    [24, '-50', '-4.55'],
    [72, '-50', '-3.23'],
  ]);
  expect(dailyResults([], [], utc)).toEqual([]);
});

test('the days add up to the whole', () => {
  const points = [point(1, 1000), point(25, 700), point(49, 1200), point(50, 1300)];
  const transfers = [transfer(10, 100), transfer(49, -30)];
  const parts = dailyResults(points, transfers, utc).reduce(
    (sum, { pnl }) => sum.plus(pnl),
    Exact.zero,
  );
  expect(parts.compare(pnlBetween(points[0]!, points[3]!, transfers))).toBe(0);
});

test('a day that began with nothing has no percentage', () => {
  expect(dailyResults([point(1, 0), point(2, 5)], [], utc)[0]?.percent).toBeNull();
});

test('drawdown is the fall from the best, and the deepest is kept', () => {
  const values = [120, 90, 100, 150, 120];
  const last = values.reduce(
    (drawdown, equity, at) => extendDrawdown(drawdown, point(at + 1, equity)),
    startDrawdown(point(0, 100)),
  );
  expect(last.current.toText()).toBe('30');
  expect(last.peak.toText()).toBe('150');
  expect([last.deepest.toText(), last.deepestTime]).toEqual(['30', 2 * HOUR]);
  expect(last.deepestPercent.toText()).toBe('25');
});

test('money taken out is no drawdown, money put in hides none', () => {
  const fallen = extendDrawdown(startDrawdown(point(0, 100)), point(1, 90));
  expect(extendDrawdown(fallen, point(2, 40), Exact.of(-50)).current.toText()).toBe('10');
  expect(extendDrawdown(fallen, point(2, 590), Exact.of(500)).current.toText()).toBe('10');
});

test('a transfer moves the peak at once and leaves how far equity is below it', () => {
  const fallen = extendDrawdown(startDrawdown(point(0, 100)), point(1, 90));
  const moved = moveDrawdown(fallen, Exact.of(-50));
  expect([moved.peak, moved.current].map((amount) => amount.toText())).toEqual(['50', '10']);
});
