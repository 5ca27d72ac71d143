import type { RuleDesk } from '../../state/rule-desk';
import { waitsFor } from '../../state/rule-level';
import type { RuleInfo } from '../../state/rules.svelte';

export interface RuleDragParts {
  readonly desk: Pick<RuleDesk, 'move'>;
  /** Of the symbol's prices; null while they are not known. */
  readonly decimals: () => number | null;
  /** The price now; null while none is live. */
  readonly priceNow: () => number | null;
}

type Condition = RuleInfo['condition'];

/** Moves the level of one rule at a time: it is shown where it would be, and kept when it is dropped. */
export class RuleDrag {
  #id = $state<number | null>(null);
  #price = $state(0);

  constructor(private readonly parts: RuleDragParts) {}

  /** Where the level of a rule would be; null for one that is not being moved. */
  priceOf(id: number): number | null {
    return id === this.#id ? this.#price : null;
  }

  /** Shows the level at a price, rounded to what the symbol knows; a price must be above 0. */
  to(rule: RuleInfo, price: number): void {
    const rounded = Number(price.toFixed(this.parts.decimals() ?? 8));
    if (rounded <= 0) return;
    this.#id = rule.rule_id;
    this.#price = rounded;
  }

  /** Moves the level by steps of the last decimal. */
  by(rule: RuleInfo, steps: number): void {
    const from = this.priceOf(rule.rule_id) ?? movableLevel(rule);
    if (from === null) return;
    this.to(rule, from + steps * 10 ** -(this.parts.decimals() ?? 8));
  }

  /** Back to where it was. */
  cancel(): void {
    this.#id = null;
  }

  /** Keeps the level where it is shown. */
  async drop(rule: RuleInfo): Promise<void> {
    const price = this.priceOf(rule.rule_id);
    const before = movableLevel(rule);
    if (price !== null && before !== null && price !== before) {
      await this.parts.desk.move(rule, this.#movedTo(rule.condition, price, before));
    }
    // Another may have been taken up meanwhile.
    if (this.#id === rule.rule_id) this.cancel();
  }

  /** A line that is dragged to the other side of the price is still one that the price is to reach. */
  #movedTo(condition: Condition, price: number, before: number): Condition {
    if (!('price' in condition)) return condition;
    const now = this.parts.priceNow();
    if (condition.type !== 'price_cross' || condition.direction === 'any' || now === null) {
      return { ...condition, price };
    }
    const hasPassed = Math.sign(price - now) === -Math.sign(before - now);
    const other = condition.direction === 'up' ? 'down' : 'up';
    return { ...condition, price, direction: hasPassed ? other : condition.direction };
  }
}

/** The level of a rule that a line can move: one the trader wrote; null for others. */
export function movableLevel(rule: RuleInfo): number | null {
  const isOwn = rule.origin === 'trader' && 'price' in rule.condition;
  return isOwn ? waitsFor(rule) : null;
}
