import { finish, type Steps } from './steps';
import type { Range } from './week-bootstrap';

/** Something said with a probability that came true or did not. */
export interface Statement {
  /** 0 … 1. */
  readonly said: number;
  readonly isHit: boolean;
}

/** Statements of like probability. */
export interface ReliabilityBin extends Range {
  readonly n: number;
  /** Mean of what was said and part that came true, 0 … 1. */
  readonly said: number;
  readonly was: number;
}

/** Of bins of equal width. */
const BINS = 10;
/** Standard deviations of 95 %. */
const Z = 1.96;

/** What a statement adds to the sums of the ten bins: number, said and hits of each. */
export function binSums({ said, isHit }: Statement): number[] {
  const sums = new Array<number>(3 * BINS).fill(0);
  const bin = 3 * Math.min(BINS - 1, Math.floor(said * BINS));
  sums[bin] = 1;
  sums[bin + 1] = said;
  sums[bin + 2] = isHit ? 1 : 0;
  return sums;
}

/** Expected calibration error of sums of bins: by how much what was said differs from what was. */
export function errorOfSums(sums: readonly number[]): number {
  let count = 0;
  let error = 0;
  for (let bin = 0; bin < sums.length; bin += 3) {
    count += sums[bin] ?? 0;
    error += Math.abs((sums[bin + 1] ?? 0) - (sums[bin + 2] ?? 0));
  }
  return count === 0 ? 0 : error / count;
}

/** Expected calibration error over ten bins of equal width; 0 of nothing. */
export function calibrationError(statements: readonly Statement[]): number {
  return errorOfSums(totalOf(statements));
}

/** The ten bins of equal width that hold something, low to high. */
export function fixedBins(statements: readonly Statement[]): ReliabilityBin[] {
  const sums = totalOf(statements);
  const bins = Array.from({ length: BINS }, (_, at) => sums.slice(3 * at, 3 * at + 3));
  return bins.flatMap(([n = 0, said = 0, hits = 0]) => (n === 0 ? [] : [binOf(n, said, hits)]));
}

/** Statements whose probability lay in one tenth. */
export interface Tenth {
  /** Bounds, 0 … 1; the upper one belongs to the next. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Part that came true. */
  readonly was: number;
}

/** The tenths that hold statements, low to high. */
export function tenthsOf(statements: readonly Statement[]): Tenth[] {
  const sums = totalOf(statements);
  const tenths = Array.from({ length: BINS }, (_, at) => {
    const [n = 0, , hits = 0] = sums.slice(3 * at, 3 * at + 3);
    return { from: at / BINS, to: (at + 1) / BINS, n, was: hits / n };
  });
  return tenths.filter(({ n }) => n > 0);
}

/** Bins of nearly equal counts, low to high, none of them empty. */
export function equalBins(statements: readonly Statement[], count: number): ReliabilityBin[] {
  const sorted = [...statements].sort((a, b) => a.said - b.said);
  return Array.from({ length: count }, (_, at) => {
    const edge = (bin: number) => Math.round((bin * sorted.length) / count);
    return sorted.slice(edge(at), edge(at + 1));
  }).flatMap((bin) => {
    const said = bin.reduce((sum, it) => sum + it.said, 0);
    const hits = bin.filter(({ isHit }) => isHit).length;
    return bin.length === 0 ? [] : [binOf(bin.length, said, hits)];
  });
}

/**
 * What the error of a perfect forecaster would be who said the same: with few statements it is not 0.
 * @param random uniform in [0, 1)
 */
export const nullError = (...terms: Parameters<typeof nullErrorSteps>): number =>
  finish(nullErrorSteps(...terms));

/** The same in steps. */
export function* nullErrorSteps(
  said: readonly number[],
  random: () => number,
  rounds: number,
): Steps<number> {
  let sum = 0;
  for (let round = 0; round < rounds; round += 1) {
    sum += calibrationError(said.map((it) => ({ said: it, isHit: random() < it })));
    yield;
  }
  return sum / rounds;
}

/** Wilson's 95 % interval of a share. @see https://doi.org/10.1080/01621459.1927.10502953 */
export function wilson(hits: number, n: number): Range {
  const share = hits / n;
  const scale = 1 + Z ** 2 / n;
  const center = (share + Z ** 2 / (2 * n)) / scale;
  const reach = (Z / scale) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return { low: Math.max(0, center - reach), high: Math.min(1, center + reach) };
}

const binOf = (n: number, said: number, hits: number): ReliabilityBin => {
  return { n, said: said / n, was: hits / n, ...wilson(hits, n) };
};

function totalOf(statements: readonly Statement[]): number[] {
  const total = new Array<number>(3 * BINS).fill(0);
  for (const { said, isHit } of statements) {
    const bin = 3 * Math.min(BINS - 1, Math.floor(said * BINS));
    total[bin] = (total[bin] ?? 0) + 1;
    total[bin + 1] = (total[bin + 1] ?? 0) + said;
    total[bin + 2] = (total[bin + 2] ?? 0) + (isHit ? 1 : 0);
  }
  return total;
}
