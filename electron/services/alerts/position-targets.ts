import type { AlertRule } from '../../../shared/domain/alert-rule';
import type { Logger } from '../logger';
import { isOpen, type TrackedPosition } from '../positions/position-book';
import type { StoredRule } from './alert-schema';
import type { AlertService } from './alert-service';
import type { RuleStore } from './rule-store';

const TARGETS = ['profit_target', 'stop_loss'] as const;
type Target = (typeof TARGETS)[number];

export interface PositionTargetsOptions {
  readonly rules: RuleStore;
  readonly alerts: AlertService;
  readonly positions: () => Iterable<TrackedPosition>;
  readonly logger: Logger;
}

/** Keeps an alert rule for each target and stop that is noted at an open position. */
export class PositionTargets {
  readonly #options: PositionTargetsOptions;

  constructor(options: PositionTargetsOptions) {
    this.#options = options;
  }

  /** Brings every rule in line with its position, whatever a crash has left. */
  async start(): Promise<void> {
    const { rules, positions } = this.#options;
    const all = new Map([...positions()].map((position) => [position.id, position]));
    for (const { id, origin, rule } of rules.all()) {
      const isOrphan = origin !== 'trader' && !all.has(rule.position_id ?? 0);
      if (isOrphan) await this.#quietly(() => this.#options.alerts.remove(id));
    }
    for (const position of all.values()) await this.onPosition(position, isOpen(position));
  }

  /**
   * To be called when a position has changed, and waited for before that is answered.
   * @param isThere Whether it is open, and not deleted.
   */
  async onPosition(position: TrackedPosition, isThere: boolean): Promise<void> {
    this.#options.alerts.onPosition(position.id, position.record.position.symbol);
    const { profitTargetPercent, stopLossPercent } = position.notes;
    const percents = { profit_target: profitTargetPercent, stop_loss: stopLossPercent };
    const bring = (target: Target): Promise<void> =>
      this.#quietly(() => this.#bring(position.id, target, isThere ? percents[target] : null));
    // At once: both wait for the same stream, and are saved by one commit.
    await Promise.all(TARGETS.map(bring));
  }

  async #bring(positionId: number, target: Target, percent: number | null): Promise<void> {
    const { alerts } = this.#options;
    const present = this.#find(positionId, target);
    if (percent === null) {
      if (present) await alerts.remove(present.id);
      return;
    }
    const rule = ruleOf(positionId, target, percent);
    if (!present) await alerts.create(rule, target);
    else if (percentOf(present.rule) !== percent) await alerts.change(present.id, rule, {});
  }

  #find(positionId: number, target: Target): StoredRule | undefined {
    return this.#options.rules
      .all()
      .find(({ origin, rule }) => origin === target && rule.position_id === positionId);
  }

  /** The position is saved; that its rule is not is told by the store, and mended at the next start. */
  async #quietly(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#options.logger.error('A target of a position is not armed', { error: String(error) });
    }
  }
}

function ruleOf(positionId: number, target: Target, percent: number): AlertRule {
  const direction = target === 'profit_target' ? 'up' : 'down';
  return {
    position_id: positionId,
    condition: { type: 'pnl_percent', value: percent, direction },
    mode: 'once',
    severity: target === 'profit_target' ? 'warning' : 'critical',
  };
}

function percentOf({ condition }: AlertRule): number | null {
  return condition.type === 'pnl_percent' ? condition.value : null;
}
