import { closeTimeOf, stepOpenTime, type Interval } from '../interval';
import type { Kline } from '../kline';
import { tidy } from './numbers';
import type { Outcome } from './signal';

/** What a claim is made of. */
export interface ClaimTerms {
  readonly interval: Interval;
  readonly direction: 1 | -1;
  /** Average true range, quote asset. */
  readonly atr: number;
  /** Of a round trip, as a part of the price. */
  readonly cost: number;
  /** Distance of the stop in average true ranges. */
  readonly stopRanges: number;
  /** Candles until it is over. */
  readonly horizon: number;
}

/** A claim that waits for its outcome: the target before the stop within the time. */
export interface Claim {
  readonly direction: 1 | -1;
  readonly cost: number;
  readonly entry: number;
  readonly target: number;
  readonly stop: number;
  /** Close time of the last candle that counts, ms UTC. */
  readonly expiresAt: number;
}

/** The outcome with what it would have brought. */
export interface Verdict {
  readonly outcome: Outcome;
  /** From entry to exit after costs, as a part of the entry; at a barrier the exit is its price. */
  readonly netMove: number;
}

/** The claim made at the close of a candle. The target lies further off than the stop by the cost. */
export function openClaim({ openTime, close }: Kline, terms: ClaimTerms): Claim {
  const { direction, cost, interval, horizon } = terms;
  const risk = terms.stopRanges * terms.atr;
  return {
    direction,
    cost,
    entry: close,
    target: tidy(close + direction * (risk + cost * close)),
    stop: tidy(close - direction * risk),
    expiresAt: closeTimeOf(interval, stepOpenTime(interval, openTime, horizon)),
  };
}

/**
 * What a later candle says of a claim; null when it says nothing yet. A candle that touches both
 * barriers counts as a miss: nobody knows which came first.
 */
export function judge(claim: Claim, kline: Kline, closeTime: number): Verdict | null {
  const { direction, target, stop, cost, entry } = claim;
  const best = direction === 1 ? kline.high : kline.low;
  const worst = direction === 1 ? kline.low : kline.high;
  const netAt = (exit: number) => tidy(direction * (exit / entry - 1) - cost);
  if (direction * (worst - stop) <= 0) return { outcome: 'miss', netMove: netAt(stop) };
  if (direction * (best - target) >= 0) return { outcome: 'hit', netMove: netAt(target) };
  if (closeTime < claim.expiresAt) return null;
  const isHit = direction * (kline.close / entry - 1) > cost;
  return { outcome: isHit ? 'timeout_hit' : 'timeout_miss', netMove: netAt(kline.close) };
}
