import type { Steps } from './steps';

const WEEK_MS = 7 * 86_400_000;
const ROUNDS = 1000;
const TAIL = 0.025;
/** Rounds of a step. */
const AT_ONCE = 20;

/** What 95 % of the resampled histories give. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Sums of a week, added up over the weeks of a resampled history. */
export type Sums = readonly number[];

/** What is summed over items, e.g. their number and their moves, for each week that has any. */
export function weeklySums<T extends { readonly at: number }>(
  items: readonly T[],
  sumsOf: (item: T) => Sums,
): Sums[] {
  const weeks = new Map<number, number[]>();
  for (const item of items) {
    const week = Math.floor(item.at / WEEK_MS);
    const sums = sumsOf(item);
    const total = weeks.get(week);
    if (total) sums.forEach((value, at) => (total[at] = (total[at] ?? 0) + value));
    else weeks.set(week, [...sums]);
  }
  return [...weeks.values()];
}

/**
 * How far a figure is certain. Calls of one week succeed or fail together, so whole weeks are drawn,
 * with replacement, as often as there are weeks.
 * @param random uniform in [0, 1); the same numbers give the same range
 * @see https://doi.org/10.1214/aos/1176347265 on resampling blocks
 */
export function* weekBootstrapSteps(
  weeks: readonly Sums[],
  figure: (sums: Sums) => number,
  random: () => number,
): Steps<Range> {
  const figures: number[] = [];
  while (figures.length < ROUNDS) {
    figures.push(figure(drawWeeks(weeks, random)));
    if (figures.length % AT_ONCE === 0) yield;
  }
  figures.sort((a, b) => a - b);
  const quantile = (share: number) => figures[Math.floor(share * (ROUNDS - 1))] ?? NaN;
  return { low: quantile(TAIL), high: quantile(1 - TAIL) };
}

function drawWeeks(weeks: readonly Sums[], random: () => number): Sums {
  const total = new Array<number>(weeks[0]?.length ?? 0).fill(0);
  for (let draw = 0; draw < weeks.length; draw += 1) {
    const week = weeks[Math.floor(random() * weeks.length)] ?? [];
    for (let at = 0; at < total.length; at += 1) total[at] = (total[at] ?? 0) + (week[at] ?? 0);
  }
  return total;
}
