import type { AlertRule } from '../alert-rule';
import { openTimeOf, stepOpenTime, type Interval } from '../interval';
import { closedUntil, isActive } from './zone-time';

type Paced = Pick<AlertRule, 'mode' | 'bar' | 'expires_at' | 'active_hours' | 'cooldown_s'>;

/** The bar in which a rule fires at most once; null when it is not paced by bars. */
export function barOf({ mode, bar }: Paced): Interval | null {
  if (mode === 'once_per_minute') return '1m';
  return mode === 'once_per_bar' ? (bar ?? '1m') : null;
}

/** Open time of the next bar after a time, ms UTC. */
export const nextBarAfter = (bar: Interval, time: number): number =>
  stepOpenTime(bar, openTimeOf(bar, time), 1);

/**
 * When a rule may fire that would fire now: `at` itself, or the next time to try if its condition
 * lasts that long. Infinity: not at all. Outside its hours a lasting condition waits for them to
 * begin; a fire that falls into a pause is left out.
 * @param at Now, ms UTC.
 * @param last When it fired last; null: never.
 */
export function nextChance(rule: Paced, at: number, last: number | null): number {
  const { expires_at: expiry, active_hours: hours } = rule;
  if (expiry !== undefined && at >= Date.parse(expiry)) return Infinity;
  if (hours && !isActive(hours, at)) return closedUntil(hours, at);
  return last === null ? at : nextAfter(rule, at, last);
}

function nextAfter(rule: Paced, at: number, last: number): number {
  const bar = barOf(rule);
  const pauseEnd = last + (rule.cooldown_s ?? 0) * 1000;
  if (bar === null) return at < pauseEnd ? Infinity : at;
  return Math.max(at, pauseEnd, nextBarAfter(bar, last));
}
