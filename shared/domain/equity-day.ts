import { AppError } from './errors';

/** When a trader's day begins. */
export interface DayBoundary {
  /** IANA time zone, `Asia/Bangkok`. */
  readonly zone: string;
  /** Minutes after local midnight, 0–1439; 1020 is 17:00. */
  readonly minute: number;
}

/** A trading day: from `start` on, before `end`; ms UTC. 23 or 25 hours where clocks change. */
export interface TradingDay {
  readonly start: number;
  readonly end: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Building one takes longer than all that is asked of it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The day that holds `time`. @throws {AppError} INVALID for a zone that does not exist */
export function tradingDayOf(time: number, boundary: DayBoundary): TradingDay {
  const local = localClock(time, boundary.zone) - boundary.minute * MINUTE;
  const date = Math.floor(local / DAY) * DAY;
  // Where clocks change, the local clock may be a day off around the boundary itself.
  const days = [-1, 0, 1, 2].map((step) => startOf(date + step * DAY, boundary));
  const at = days.findLastIndex((start) => start <= time);
  return { start: days[at] ?? time, end: days[at + 1] ?? time };
}

/**
 * The first moment of a local date (its midnight as if it were UTC) at which the local clock shows the
 * boundary or later: where that hour is skipped, when the clocks jump; where it comes twice, the first.
 */
function startOf(date: number, { zone, minute }: DayBoundary): number {
  const wanted = date + minute * MINUTE;
  // No zone is further than 14 hours from UTC; the local clock of one day may jump, never fall behind it.
  let [before, after] = [wanted - 15 * 60 * MINUTE, wanted + 15 * 60 * MINUTE];
  const offsets = [before, after].map((time) => localClock(time, zone) - time);
  const exact = offsets
    .map((offset) => wanted - offset)
    .filter((time) => localClock(time, zone) === wanted);
  if (exact.length > 0) return Math.min(...exact);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localClock(middle, zone) < wanted) before = middle;
    else after = middle;
  }
  return after;
}

/** What a clock in the zone shows, as if it were UTC: ms. */
function localClock(time: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const seconds = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return seconds + (((time % 1000) + 1000) % 1000);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
    return format;
  } catch (cause) {
    throw new AppError('INVALID', `There is no time zone "${zone}".`, { cause });
  }
}
