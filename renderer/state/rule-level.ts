import type { AlertRule } from '../../shared/domain/alert-rule';
import type { RuleInfo } from './rules.svelte';

/** How far the price has to move, in percent with its sign; null when no one price decides. */
export function distanceOf(level: number | null, price: number | null): number | null {
  if (level === null || price === null || price <= 0) return null;
  return ((level - price) / price) * 100;
}

/** The price a condition names; null when it names none or several. */
export function levelOf(condition: AlertRule['condition']): number | null {
  return 'price' in condition ? condition.price : null;
}

/** The price a rule about one symbol waits for now. */
export function waitsFor(rule: RuleInfo): number | null {
  const [watch, ...rest] = rule.watches;
  if (!watch || rest.length > 0 || watch.reason === 'fired') return null;
  return watch.level ?? levelOf(rule.condition);
}
