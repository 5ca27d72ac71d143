import { logit, sigmoid } from './numbers';
import type { Basis } from './signal';

const PRIOR_DEVIATION = 0.2;
/** Of the lower bound: one side, 95 %. */
const BOUND_DEVIATIONS = 1.645;
const LEARNING = 30;
const CALIBRATED = 200;
const DAY_MS = 86_400_000;

/** What a random walk gives a claim. */
export interface Odds {
  /** Probability that it touches the target first, 0 … 1. */
  readonly chance: number;
  /** Probability at which such claims neither win nor lose. */
  readonly breakeven: number;
}

/** What results have taught of one interval: how far the log odds lie from a random walk's. */
export interface Belief {
  /** Time of the last result, ms UTC. */
  readonly at: number;
  readonly offset: number;
  readonly variance: number;
  /** Results it rests on. */
  readonly resolved: number;
}

/** A claim that came true or did not. */
export interface Label {
  /** Probability of the random walk. */
  readonly chance: number;
  readonly isHit: boolean;
  /** One by the number of claims that were made on the same candle. */
  readonly weight: number;
}

/** Plain data of a calibrator. */
export interface CalibratorState {
  readonly present: Belief;
  /** What was believed at the end of days with results, oldest first. */
  readonly past: readonly Belief[];
}

const NOTHING_LEARNED: Belief = {
  at: 0,
  offset: 0,
  variance: PRIOR_DEVIATION ** 2,
  resolved: 0,
};

/** The odds of a claim. `risk` is the distance of the stop, `cost` that of a round trip, in parts of the price. */
export function oddsOf(risk: number, cost: number): Odds {
  const both = 2 * risk + cost;
  return { chance: risk / both, breakeven: (risk + cost) / both };
}

/** What is believed of a claim; both 0 … 1. */
export interface Confidence {
  readonly confidence: number;
  /** What the chance is above with a probability of 95 %. */
  readonly lowerBound: number;
}

/** How much results there are behind a belief. */
export function basisOf({ resolved }: Belief): Basis {
  if (resolved < LEARNING) return 'prior';
  return resolved < CALIBRATED ? 'learning' : 'calibrated';
}

/** The confidence of a claim. Without enough results it is the random walk's chance. */
export function confidenceOf({ chance }: Odds, belief: Belief): Confidence {
  const { offset, variance } = belief;
  const odds = logit(chance) + offset;
  const lowerBound = sigmoid(odds - BOUND_DEVIATIONS * Math.sqrt(variance));
  if (basisOf(belief) === 'prior') return { confidence: chance, lowerBound };
  return { confidence: sigmoid(odds / Math.sqrt(1 + (Math.PI * variance) / 8)), lowerBound };
}

/**
 * Learns for one interval, over all its symbols, the one number by which results differ from what a
 * random walk would give. It remembers what it believed on each day, so that history of a symbol that
 * is added later is judged by what was known then.
 */
export class Calibrator {
  #present: Belief;
  readonly #past: Belief[];

  constructor(state: CalibratorState = { present: NOTHING_LEARNED, past: [] }) {
    this.#present = state.present;
    this.#past = [...state.past];
  }

  /** What was believed at a time; of an earlier day than the last, at the end of the day before it. */
  beliefAt(time: number): Belief {
    if (time >= this.#present.at) return this.#present;
    return this.#past.findLast(({ at }) => at <= time) ?? NOTHING_LEARNED;
  }

  /** Takes results in, which became known at a time. */
  learn(labels: readonly Label[], time: number): void {
    if (labels.length === 0) return;
    const { at } = this.#present;
    if (this.#present.resolved > 0 && dayOf(time) > dayOf(at)) this.#past.push(this.#present);
    const learned = labels.reduce(absorb, this.#present);
    this.#present = { ...learned, at: Math.max(at, time) };
  }

  save(): CalibratorState {
    return { present: this.#present, past: [...this.#past] };
  }
}

const dayOf = (time: number): number => Math.floor(time / DAY_MS);

/** One step of a Kalman filter for a logistic observation. */
function absorb(belief: Belief, { chance, isHit, weight }: Label): Belief {
  const { offset, variance, resolved } = belief;
  const said = sigmoid(logit(chance) + offset);
  const spread = 1 + weight * said * (1 - said) * variance;
  return {
    ...belief,
    offset: offset + (variance * weight * ((isHit ? 1 : 0) - said)) / spread,
    variance: variance / spread,
    resolved: resolved + 1,
  };
}
