import { openTimeOf, stepOpenTime, type Interval } from '../../../shared/domain/interval';

/** The exchange corrects a candle for some seconds after its end, so closed ones are read again. */
const SETTLE_AFTER_MS = [5000, 30_000];
const LAST_LOOK_MS = Math.max(...SETTLE_AFTER_MS);
/** One series is not read more often than that, however short its candles. */
const SPACING_MS = 5000;
/** Candles read again at the least. */
const LEAST = 2;
/** Candles read at the most; a chart that wants more asks for them itself. */
const MOST = 5000;

/** When the closed candles of a series are to be read next, ms UTC by the venue as `now`. */
export function nextSettlement(interval: Interval, now: number): number {
  const looks = SETTLE_AFTER_MS.map(
    (after) => stepOpenTime(interval, openTimeOf(interval, now - after), 1) + after,
  );
  return Math.max(now + SPACING_MS, Math.min(...looks));
}

/**
 * From which candle on history is to be read: from the first that had not had its last look when
 * the series was last read, and at least the last two closed ones.
 * @param readAt when it was last read, ms UTC by the venue as `now`.
 * @returns its open time.
 */
export function settleFrom(interval: Interval, readAt: number, now: number): number {
  const present = openTimeOf(interval, now);
  const unsettled = openTimeOf(interval, readAt - LAST_LOOK_MS);
  const least = stepOpenTime(interval, present, -LEAST);
  return Math.max(Math.min(unsettled, least), stepOpenTime(interval, present, -MOST));
}
