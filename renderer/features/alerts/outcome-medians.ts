import { OUTCOME_SPANS } from '../../state/alert-details.svelte';
import type { BackFire } from '../../state/back-cast.svelte';

/** What the price usually did after a fire, in percent of its price. */
export interface OutcomeMedian {
  readonly span: (typeof OUTCOME_SPANS)[number];
  /** Furthest rise, 0 or more. */
  readonly mfe: number;
  /** Furthest fall, 0 or less. */
  readonly mae: number;
}

/** Medians by span; a span of which nothing is known yet is left out. */
export function outcomeMedians(fires: readonly Pick<BackFire, 'outcome'>[]): OutcomeMedian[] {
  return OUTCOME_SPANS.flatMap((span) => {
    const known = fires.flatMap(({ outcome }) => outcome?.[span] ?? []);
    if (known.length === 0) return [];
    const [mfe, mae] = [median(known.map((one) => one.mfe)), median(known.map((one) => one.mae))];
    return [{ span, mfe, mae }];
  });
}

/** Of at least one number. */
function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return (lower + upper) / 2;
}
