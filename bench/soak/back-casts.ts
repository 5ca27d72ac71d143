import {
  compareWithBackCast,
  type RuleComparison,
} from '../../electron/services/alerts/back-cast-differential';

const HOURS = 24;

/** What rules did over days that were lived through, and what the back-cast says of the same days. */
export interface BackCastsResult {
  readonly days: number;
  readonly rules: readonly RuleComparison[];
}

/** Compares the back-cast with days lived through at speed, rule by rule and fire by fire. */
export async function runBackCasts(
  days: number,
  seed: number,
  onProgress: (day: number) => void,
): Promise<BackCastsResult> {
  const rules = await compareWithBackCast(seed, Math.ceil(days * HOURS), (hour) => {
    if (hour % HOURS === 0) onProgress(hour / HOURS);
  });
  return { days, rules };
}
