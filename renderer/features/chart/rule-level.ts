import { waitsFor } from '../../state/rule-level';
import type { RuleInfo } from '../../state/rules.svelte';

type Condition = RuleInfo['condition'];

/** The level of a rule that a line can move: one the trader wrote; null for others. */
export function movableLevel(rule: RuleInfo): number | null {
  const isOwn = rule.origin === 'trader' && 'price' in rule.condition;
  return isOwn ? waitsFor(rule) : null;
}

/**
 * The condition of a rule whose level is put elsewhere. A line that is dragged to the other side of
 * the price is still one that the price is to reach.
 * @param now The price now; null while none is live.
 */
export function movedTo(rule: RuleInfo, price: number, now: number | null): Condition {
  const { condition } = rule;
  const before = movableLevel(rule);
  if (!('price' in condition) || before === null) return condition;
  if (condition.type !== 'price_cross' || condition.direction === 'any' || now === null) {
    return { ...condition, price };
  }
  const hasPassed = Math.sign(price - now) === -Math.sign(before - now);
  const other = condition.direction === 'up' ? 'down' : 'up';
  return { ...condition, price, direction: hasPassed ? other : condition.direction };
}
