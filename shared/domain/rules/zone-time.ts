import type { ActiveHours } from '../alert-rule';
import { WEEKDAYS } from '../weekday';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Zones change their offset on quarters of an hour only. */
const QUARTER_MS = 15 * MINUTE_MS;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  quarter: number;
  offset: number;
}

/** A memory of what the platform said last: asking it takes microseconds. */
const zones = new Map<string, Zone>();

/** Milliseconds by which local time is ahead of UTC. */
function offsetAt(name: string, time: number): number {
  let zone = zones.get(name);
  if (!zone) zones.set(name, (zone = { format: formatOf(name), quarter: NaN, offset: 0 }));
  const quarter = Math.floor(time / QUARTER_MS);
  if (zone.quarter !== quarter) {
    zone.quarter = quarter;
    zone.offset = localTime(zone.format, quarter * QUARTER_MS) - quarter * QUARTER_MS;
  }
  return zone.offset;
}

const formatOf = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });

/** The wall clock of a zone, as if it were UTC. */
function localTime(format: Intl.DateTimeFormat, time: number): number {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(time)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** Whether a time (ms UTC) lies in the hours. */
export function isActive(hours: ActiveHours, time: number): boolean {
  const local = time + offsetAt(hours.zone, time);
  const minute = Math.floor((local % DAY_MS) / MINUTE_MS);
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)];
  if (from < to) return from <= minute && minute < to && isDay(hours, local);
  return minute >= from ? isDay(hours, local) : minute < to && isDay(hours, local - DAY_MS);
}

function isDay({ days }: ActiveHours, local: number): boolean {
  const day = WEEKDAYS[new Date(local).getUTCDay()];
  return days === undefined || (day !== undefined && days.includes(day));
}

/**
 * A time after another one, at the latest a quarter of an hour, until which hours that are closed
 * surely stay closed.
 */
export function closedUntil(hours: ActiveHours, time: number): number {
  const end = (Math.floor(time / QUARTER_MS) + 1) * QUARTER_MS;
  const local = time + offsetAt(hours.zone, time);
  const opening = minutesOf(hours.from) * MINUTE_MS - (local % DAY_MS);
  return opening > 0 ? Math.min(end, time + opening) : end;
}

/**
 * The first moment after a time (ms UTC) at which a zone's wall clock reaches a time of day. A time
 * that a change of the clock leaves out comes as soon as the clock has passed it; one that comes
 * twice counts the first time.
 */
export function nextTimeOfDay(zone: string, text: string, after: number): number {
  const today = Math.floor((after + offsetAt(zone, after)) / DAY_MS) * DAY_MS;
  for (let day = today - DAY_MS; ; day += DAY_MS) {
    const moment = momentOf(zone, day + minutesOf(text) * MINUTE_MS);
    if (moment > after) return moment;
  }
}

function momentOf(zone: string, local: number): number {
  const before = local - offsetAt(zone, local - DAY_MS);
  const later = local - offsetAt(zone, local + DAY_MS);
  // Either offset may hold; in between lies at most the change itself.
  let moment = Math.min(before, later);
  while (moment + offsetAt(zone, moment) < local) moment += MINUTE_MS;
  return moment;
}
