/** Candle intervals of the Binance spot venue, in its own spelling (case matters: `1m` ≠ `1M`). */
export const INTERVALS = [
  '1s',
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '6h',
  '8h',
  '12h',
  '1d',
  '3d',
  '1w',
  '1M',
] as const;

export type Interval = (typeof INTERVALS)[number];

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The epoch was a Thursday; Binance weeks start on Monday, four days later. */
const FIRST_MONDAY = 4 * DAY;

const FIXED_MS: Record<Exclude<Interval, '1M'>, number> = {
  '1s': SECOND,
  '1m': MINUTE,
  '3m': 3 * MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': HOUR,
  '2h': 2 * HOUR,
  '4h': 4 * HOUR,
  '6h': 6 * HOUR,
  '8h': 8 * HOUR,
  '12h': 12 * HOUR,
  '1d': DAY,
  '3d': 3 * DAY,
  '1w': 7 * DAY,
};

/** Open time (ms UTC) of the candle that holds `time`. Weeks start on Monday, months on the 1st. */
export function openTimeOf(interval: Interval, time: number): number {
  if (interval === '1M') {
    const date = new Date(time);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
  const origin = interval === '1w' ? FIRST_MONDAY : 0;
  const length = FIXED_MS[interval];
  return Math.floor((time - origin) / length) * length + origin;
}

/** Open time of the candle `count` steps after (negative: before) the one that opens at `openTime`. */
export function stepOpenTime(interval: Interval, openTime: number, count: number): number {
  if (interval === '1M') {
    const date = new Date(openTime);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1);
  }
  return openTime + count * FIXED_MS[interval];
}

/** Last millisecond (inclusive) of the candle that opens at `openTime`, as Binance reports it. */
export function closeTimeOf(interval: Interval, openTime: number): number {
  return stepOpenTime(interval, openTime, 1) - 1;
}
