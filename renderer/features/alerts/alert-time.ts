import { formatTime } from '../../format/time';

/** A moment of an alert: today its time, before that its day too. @param now ms UTC. */
export function momentText(time: number, now: number, language: string): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  return formatTime(time, { language, detail: isToday ? 'seconds' : 'full', isUtc: false });
}

/** A moment (ms UTC) as a local date field holds it: `2026-01-31T09:30`. */
export function localFieldText(time: number): string {
  const offsetMs = new Date(time).getTimezoneOffset() * 60_000;
  return new Date(time - offsetMs).toISOString().slice(0, 16);
}
