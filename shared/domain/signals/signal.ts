import type { Interval } from '../interval';

/** What the indicators of a symbol and interval say; NEUTRAL makes no claim. */
export type Signal = 'LONG' | 'SHORT' | 'NEUTRAL';

/** How much the confidence rests on: nothing but the cost-adjusted coin, a few results, enough. */
export type Basis = 'prior' | 'learning' | 'calibrated';

/** Whether a call was made as its candle closed, or worked out later from history. */
export type Origin = 'replayed' | 'live';

/** What came of a claim: a barrier touched, or where the price stood when its time was over. */
export type Outcome = 'hit' | 'miss' | 'timeout_hit' | 'timeout_miss';

/** What was said at a reversal. Nothing of it is ever changed. */
export interface Call {
  readonly kind: 'call';
  readonly symbol: string;
  readonly interval: Interval;
  /** Close time of the candle, ms UTC. */
  readonly timestamp: number;
  readonly previousSignal: Signal;
  readonly newSignal: Signal;
  /** Probability that the target is touched before the stop, 0 … 1; null when nothing is claimed. */
  readonly confidence: number | null;
  /** What the confidence is surely (95 % of the time) not below; null when nothing is claimed. */
  readonly lowerBound: number | null;
  /** The confidence at which such calls neither win nor lose after costs, 0 … 1. */
  readonly breakeven: number;
  readonly basis: Basis;
  /** Results of the interval that were known. */
  readonly resolvedCount: number;
  /** Share of the seven votes that were for the new signal, 0 … 1. */
  readonly votes: number;
  readonly origin: Origin;
  /** Close of the candle. */
  readonly entry: number;
  readonly target: number | null;
  readonly stop: number | null;
  /** Close time of the last candle that counts, ms UTC. */
  readonly expiresAt: number | null;
  readonly modelVersion: string;
}

/** What became of a call. */
export interface Resolution {
  readonly kind: 'resolution';
  readonly symbol: string;
  readonly interval: Interval;
  /** Number of the call in the record. */
  readonly call: number;
  /** Close time of the candle that decided, ms UTC. */
  readonly timestamp: number;
  readonly outcome: Outcome;
  /** Move in the direction of the call from entry to exit after costs, as a part of the entry. */
  readonly netMove: number;
}

/** Whether the claim came true. */
export const isHit = (outcome: Outcome): boolean => outcome === 'hit' || outcome === 'timeout_hit';
