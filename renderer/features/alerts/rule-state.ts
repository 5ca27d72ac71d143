import { en } from '../../i18n/en';
import type { Locale, TextKey } from '../../i18n/i18n.svelte';
import type { RuleInfo } from '../../state/rules.svelte';

/** Whether a rule does its work: it can fire, it cannot see, or it is done. */
export type RuleState = 'armed' | 'blind' | 'resting' | 'done';

const DONE = new Set(['fired', 'expired', 'time_passed']);
const RESTING = new Set(['cooling_down', 'outside_hours']);

/** How a rule stands now. */
export function stateOf({ can_fire: canFire, reason }: RuleInfo): RuleState {
  if (canFire) return 'armed';
  if (reason !== null && DONE.has(reason)) return 'done';
  return reason !== null && RESTING.has(reason) ? 'resting' : 'blind';
}

/** Why a rule cannot fire, in words; null when it can. */
export function reasonText(locale: Locale, reason: string | null): string | null {
  if (reason === null) return null;
  const key = `rule.reason.${reason}`;
  return key in en ? locale.t(key as Extract<TextKey, `rule.reason.${string}`>) : reason;
}
