import type { CallEntry, RecordEntry, ResolutionEntry } from './record';
import { isHit } from './signal';

/** A call with what became of it. */
export interface CallResult {
  readonly call: CallEntry;
  /** Null while it is open, and of a call that claims nothing. */
  readonly resolution: ResolutionEntry | null;
}

/** A claim that is settled, as statistics see it. */
export interface SettledClaim {
  /** When it was made and when it was settled, ms UTC. */
  readonly at: number;
  readonly settledAt: number;
  /** The confidence it was made with, 0 … 1. */
  readonly said: number;
  /** Share of the votes for it, 0 … 1. */
  readonly votes: number;
  readonly isHit: boolean;
  /** After costs, as a part of the entry. */
  readonly netMove: number;
  /** Whether its confidence was surely above break-even when it was made. */
  readonly beatBreakeven: boolean;
  /** Whether it was made as its candle closed, before anybody knew. */
  readonly isLive: boolean;
}

/** The calls of a record in its order, each with its resolution. */
export function callResults(entries: readonly RecordEntry[]): CallResult[] {
  const resolutions = new Map<number, ResolutionEntry>();
  for (const entry of entries) {
    if (entry.kind === 'resolution') resolutions.set(entry.call, entry);
  }
  return entries.flatMap((entry) => {
    if (entry.kind !== 'call') return [];
    return [{ call: entry, resolution: resolutions.get(entry.number) ?? null }];
  });
}

/** The settled claims among results, in the order in which they were made. */
export function settledClaims(results: readonly CallResult[]): SettledClaim[] {
  return results.flatMap(({ call, resolution }) => {
    if (call.confidence === null || !resolution) return [];
    const { timestamp: at, votes, confidence: said } = call;
    const { timestamp: settledAt, outcome, netMove } = resolution;
    const beatBreakeven = beatsBreakeven(call);
    const truths = { isHit: isHit(outcome), beatBreakeven, isLive: call.origin === 'live' };
    return [{ at, settledAt, said, votes, netMove, ...truths }];
  });
}

/** Whether a call's confidence was surely (95 % of the time) above break-even. */
export const beatsBreakeven = ({ lowerBound, breakeven }: CallEntry): boolean =>
  lowerBound !== null && lowerBound > breakeven;
