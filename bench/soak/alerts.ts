import { compareOverOutages } from '../../electron/services/alerts/outage-differential';

/** Outages of one market; then another one begins. */
const EACH = 20;

/** What alert rules made of a run of outages, restarts and kills. */
export interface AlertsResult {
  readonly outages: number;
  readonly fires: number;
  /** Fires that history brought. */
  readonly late: number;
  /** Fires of one side that the other does not have. */
  readonly missed: number;
  readonly surplus: number;
  /** Fires that say late though their trade was seen, or the other way round. */
  readonly wronglyLate: number;
  /** Kinds of conditions that fired. */
  readonly kinds: readonly string[];
}

/** Compares alert rules over outages with an engine that sees every trade live. */
export async function runAlerts(
  outages: number,
  seed: number,
  onProgress: (done: number) => void,
): Promise<AlertsResult> {
  const sum = { outages: 0, fires: 0, late: 0, missed: 0, surplus: 0, wronglyLate: 0 };
  const fired = new Set<string>();
  for (let round = 0; sum.outages < outages; round++) {
    const { expected, told, late, wronglyLate, kinds } = await compareOverOutages(
      seed + round,
      EACH,
    );
    sum.outages += EACH;
    sum.fires += expected.length;
    sum.late += late;
    sum.missed += surplusOf(expected, told);
    sum.surplus += surplusOf(told, expected);
    sum.wronglyLate += wronglyLate.length;
    for (const kind of kinds) fired.add(kind);
    onProgress(sum.outages);
  }
  return { ...sum, kinds: [...fired].sort() };
}

/** How many texts of a list another one does not have, counting doubles. */
function surplusOf(list: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>();
  for (const each of other) left.set(each, (left.get(each) ?? 0) + 1);
  return list.filter((each) => {
    const count = left.get(each) ?? 0;
    left.set(each, count - 1);
    return count <= 0;
  }).length;
}
