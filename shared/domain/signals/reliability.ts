import {
  binSums,
  calibrationError,
  equalBins,
  errorOfSums,
  nullErrorSteps,
  tenthsOf,
  type ReliabilityBin,
  type Statement,
  type Tenth,
} from './calibration-error';
import type { SettledClaim } from './call-results';
import { mean } from './numbers';
import { finish, type Steps } from './steps';
import { weekBootstrapSteps, weeklySums, type Range } from './week-bootstrap';

const BINS = 5;
const NULL_ROUNDS = 50;
const ROLLING = 200;
/** Two standard errors of so many claims. */
const DRIFT = 0.07;
/** A probability of 0 that came true would cost without end. */
const LEAST = 1e-6;

/** What was said of late against what was. */
interface Rolling {
  readonly n: number;
  readonly said: number;
  readonly was: number;
  /** True when they differ by more than chance explains; never with fewer than 200 claims. */
  readonly isDrifting: boolean;
}

/** Claims that became known in one way; the shares are 0 of none. */
interface Share {
  readonly n: number;
  readonly said: number;
  readonly was: number;
}

/** How far what was said can be relied on. Probabilities and errors 0 … 1, moves as parts of the entry. */
export interface Reliability {
  readonly n: number;
  readonly said: number;
  readonly was: number;
  /** Expected calibration error over ten bins of equal width, with its 95 % range. */
  readonly ece: number;
  readonly eceRange: Range;
  /** What it would be of a perfect forecaster. */
  readonly nullEce: number;
  /** Of the share of votes, were it taken for a probability. */
  readonly voteEce: number;
  readonly brier: number;
  readonly logLoss: number;
  /** Of one who always says how often it came true before. */
  readonly brierBaseRate: number;
  readonly logLossBaseRate: number;
  /** Five of equal counts, low to high; of the votes, too. */
  readonly bins: readonly ReliabilityBin[];
  readonly voteBins: readonly ReliabilityBin[];
  /** By what was said. */
  readonly tenths: readonly Tenth[];
  /** Made as their candle closed, and worked out from history. */
  readonly live: Share;
  readonly replayed: Share;
  readonly netMove: NetMove;
  readonly rolling: Rolling;
}

/**
 * How far claims, in the order in which they were made, can be relied on; null when there are none.
 * @param random uniform in [0, 1); the same numbers give the same ranges
 */
export const reliabilityOf = (
  claims: readonly SettledClaim[],
  random: () => number,
): Reliability | null => finish(reliabilitySteps(claims, random));

/** The same in steps. */
export function* reliabilitySteps(
  claims: readonly SettledClaim[],
  random: () => number,
): Steps<Reliability | null> {
  if (claims.length === 0) return null;
  const said = claims.map((claim) => claim.said);
  const voted = claims.map(({ votes, isHit }) => ({ said: votes, isHit }));
  const expected = baseRates(claims);
  const weeks = weeklySums(claims, binSums);
  yield;
  const eceRange = yield* weekBootstrapSteps(weeks, errorOfSums, random);
  const nullEce = yield* nullErrorSteps(said, random, NULL_ROUNDS);
  const bins = equalBins(claims, BINS);
  yield;
  const voteBins = equalBins(voted, BINS);
  yield;
  const netMove = yield* netMoveSteps(claims, random);
  return {
    n: claims.length,
    said: mean(said),
    was: hitShare(claims),
    ece: calibrationError(claims),
    ...{ eceRange, nullEce },
    voteEce: calibrationError(voted),
    brier: brierOf(claims),
    logLoss: logLossOf(claims),
    brierBaseRate: brierOf(expected),
    logLossBaseRate: logLossOf(expected),
    ...{ bins, voteBins, netMove, tenths: tenthsOf(claims) },
    live: shareOf(claims.filter(({ isLive }) => isLive)),
    replayed: shareOf(claims.filter(({ isLive }) => !isLive)),
    rolling: rollingOf(claims),
  };
}

/** Mean move of claims after costs with its 95 % range, as parts of the entry. */
export const netMoveOf = (...terms: Parameters<typeof netMoveSteps>): NetMove =>
  finish(netMoveSteps(...terms));

type NetMove = Range & { readonly mean: number };

function* netMoveSteps(claims: readonly SettledClaim[], random: () => number): Steps<NetMove> {
  const weeks = weeklySums(claims, ({ netMove }) => [1, netMove]);
  const average = ([n = 0, sum = 0]: readonly number[]) => (n === 0 ? 0 : sum / n);
  const range = yield* weekBootstrapSteps(weeks, average, random);
  return { mean: mean(claims.map(({ netMove }) => netMove)), ...range };
}

/** Mean squared difference of what was said and what was. */
function brierOf(statements: readonly Statement[]): number {
  return mean(statements.map(({ said, isHit }) => (said - Number(isHit)) ** 2));
}

/** Mean logarithmic loss. */
function logLossOf(statements: readonly Statement[]): number {
  return mean(
    statements.map(({ said, isHit }) => -Math.log(Math.max(LEAST, isHit ? said : 1 - said))),
  );
}

/** For each claim how often earlier ones had come true by the time it was made; at first one half. */
export function baseRates(claims: readonly SettledClaim[]): Statement[] {
  const settled = [...claims].sort((a, b) => a.settledAt - b.settledAt);
  let known = 0;
  let hits = 0;
  return claims.map(({ at, isHit }) => {
    for (let next = settled[known]; next && next.settledAt <= at; next = settled[known]) {
      known += 1;
      hits += Number(next.isHit);
    }
    return { said: (hits + 1) / (known + 2), isHit };
  });
}

function rollingOf(claims: readonly SettledClaim[]): Rolling {
  const last = [...claims].sort((a, b) => a.settledAt - b.settledAt).slice(-ROLLING);
  const said = mean(last.map((claim) => claim.said));
  const was = hitShare(last);
  const isDrifting = last.length === ROLLING && Math.abs(said - was) > DRIFT;
  return { n: last.length, said, was, isDrifting };
}

function shareOf(claims: readonly SettledClaim[]): Share {
  if (claims.length === 0) return { n: 0, said: 0, was: 0 };
  return { n: claims.length, said: mean(claims.map((claim) => claim.said)), was: hitShare(claims) };
}

const hitShare = (claims: readonly SettledClaim[]): number =>
  mean(claims.map(({ isHit }) => Number(isHit)));
