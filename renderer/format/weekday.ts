import { WEEKDAYS } from '../../shared/domain/weekday';

/** Monday of some week. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** The days of a week with their short names, Monday first. */
export function weekdayNames(language: string) {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return [...WEEKDAYS.slice(1), WEEKDAYS[0]].map((day, at) => ({
    day,
    name: format.format(MONDAY + at * DAY_MS),
  }));
}
