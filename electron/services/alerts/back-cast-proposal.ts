import type { AlertRule } from '../../../shared/domain/alert-rule';

/** Pauses that people understand, s. */
const COOLDOWNS_S = [300, 900, 3600, 4 * 3600, 12 * 3600, 86_400, 3 * 86_400, 7 * 86_400];
const HYSTERESES_PERCENT = [0.1, 0.2, 0.5, 1, 2, 5, 10];

/** What keeps a rule from firing too often; null where nothing does. */
export interface Proposal {
  readonly cooldown_s: number | null;
  readonly hysteresis_percent: number | null;
}

/**
 * Tries longer and longer pauses and ways back until the busiest week is quiet enough.
 * @param busiestWeek The most fires in seven days of a rule like that.
 */
export async function proposeFor(
  rule: AlertRule,
  most: number,
  busiestWeek: (rule: AlertRule) => Promise<number>,
): Promise<Proposal> {
  const least = async (field: keyof Proposal, steps: readonly number[]): Promise<number | null> => {
    for (const step of steps) {
      if (step <= (rule[field] ?? 0)) continue;
      if ((await busiestWeek({ ...rule, [field]: step })) <= most) return step;
    }
    return null;
  };
  return {
    cooldown_s: await least('cooldown_s', COOLDOWNS_S),
    hysteresis_percent: await least('hysteresis_percent', HYSTERESES_PERCENT),
  };
}
