import type { ActiveHours } from '../alert-rule';
import { isActive } from './zone-time';

const WEEK_MS = 7 * 86_400_000;

/** How often a rule fires. */
export interface FireRhythm {
  /** The middle of the times between fires, ms; null below two fires. */
  readonly typicalGapMs: number | null;
  readonly perWeek: number;
  readonly perWeekAtNight: number;
  /** The most within seven days on end. */
  readonly busiestWeek: number;
}

/**
 * Sums up when a rule fired.
 * @param times ms UTC, ascending. @param span The time that was looked at, ms. @param night By which
 *   hours it is night.
 */
export function rhythmOf(times: readonly number[], span: number, night: ActiveHours): FireRhythm {
  const gaps = times.slice(1).map((time, n) => time - (times[n] ?? time));
  gaps.sort((a, b) => a - b);
  const weeks = Math.max(span, 1) / WEEK_MS;
  return {
    typicalGapMs: gaps[(gaps.length - 1) >> 1] ?? null,
    perWeek: times.length / weeks,
    perWeekAtNight: times.filter((time) => isActive(night, time)).length / weeks,
    busiestWeek: busiestWeek(times),
  };
}

/** The most of them within seven days on end. @param times ms UTC, ascending. */
export function busiestWeek(times: readonly number[]): number {
  let [most, first] = [0, 0];
  for (const [last, time] of times.entries()) {
    while ((times[first] ?? time) <= time - WEEK_MS) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
