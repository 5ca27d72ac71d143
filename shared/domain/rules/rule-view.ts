import type { AlertRule } from '../alert-rule';
import type { ArmedRule } from './armed-rule';
import type { Blindness } from './cell';
import { isLive } from './reach';
import { needsFeed } from './registry';
import type { Watch } from './watch';
import { isActive } from './zone-time';

/** Why a rule cannot fire now. */
type BlindReason =
  Blindness | 'fired' | 'expired' | 'outside_hours' | 'cooling_down' | 'feed' | 'nothing_to_watch';

/** What one rule does on one symbol or position. */
interface WatchView {
  readonly symbol: string;
  readonly positionId: number | null;
  /** Null when it can fire at the next event. */
  readonly reason: BlindReason | null;
  /** The price it waits for now; null when no single price decides. */
  readonly level: number | null;
}

/** Whether a rule can fire now. */
export interface RuleView {
  readonly canFire: boolean;
  /** Why not; null when it can. With several symbols that of the first which still waits. */
  readonly reason: BlindReason | null;
  readonly watches: readonly WatchView[];
}

/** Sums up what watches for a rule. @param now ms UTC. */
export function viewOf({ rule, watches, isAhead }: ArmedRule, now: number): RuleView {
  const views = watches.map((watch) => ({
    symbol: watch.book.symbol,
    positionId: watch.positionId,
    reason: reasonOf(rule, watch, now),
    level: watch.isDone ? null : (watch.root?.level ?? null),
  }));
  const canFire = views.some(({ reason }) => reason === null);
  const first = views.find(({ reason }) => reason !== 'fired') ?? views[0];
  const reason = canFire ? null : (first?.reason ?? (isAhead ? 'feed' : 'nothing_to_watch'));
  return { canFire, reason, watches: views };
}

function reasonOf(rule: AlertRule, watch: Watch, now: number): BlindReason | null {
  if (watch.isDone) return 'fired';
  if (rule.expires_at !== undefined && now >= Date.parse(rule.expires_at)) return 'expired';
  if (needsFeed(rule.condition) && !isLive(watch.book)) return 'feed';
  return watch.root?.blindness ?? pauseOf(rule, watch, now);
}

function pauseOf(rule: AlertRule, { lastFiredAt }: Watch, now: number): BlindReason | null {
  if (rule.active_hours && !isActive(rule.active_hours, now)) return 'outside_hours';
  const pause = (rule.cooldown_s ?? 0) * 1000;
  return lastFiredAt !== null && now - lastFiredAt < pause ? 'cooling_down' : null;
}
