import { isHit } from '../../shared/domain/signals/signal';
import type { RecordedCall } from './signal-record.svelte';

/** How often claims came true. */
export interface HitCount {
  readonly n: number;
  readonly hits: number;
  /** Sum of the confidences they were made with. */
  readonly said: number;
}

/** Claims whose confidence was in one tenth. */
export interface Tenth extends HitCount {
  /** Bounds in whole percent. */
  readonly low: number;
  readonly high: number;
}

const NONE: HitCount = { n: 0, hits: 0, said: 0 };

/** Settled claims by the tenth of their confidence, low to high; empty tenths are left out. */
export function tenthsOf(calls: readonly RecordedCall[]): readonly Tenth[] {
  const tenths = Array.from({ length: 10 }, (_, at) => ({
    ...countOf(calls.filter(({ confidence }) => confidence !== null && tenthOf(confidence) === at)),
    low: at * 10,
    high: at * 10 + 10,
  }));
  return tenths.filter(({ n }) => n > 0);
}

/** Settled claims made as their candle closed, and those worked out from history. */
export function byOrigin(calls: readonly RecordedCall[]): Readonly<Record<Origin, HitCount>> {
  const of = (wanted: Origin) => countOf(calls.filter(({ origin }) => origin === wanted));
  return { live: of('live'), replayed: of('replayed') };
}

type Origin = RecordedCall['origin'];

function countOf(calls: readonly RecordedCall[]): HitCount {
  return calls.reduce(({ n, hits, said }, { confidence, outcome }) => {
    if (confidence === null || outcome === null) return { n, hits, said };
    return { n: n + 1, hits: hits + Number(isHit(outcome)), said: said + confidence };
  }, NONE);
}

const tenthOf = (confidence: number): number => Math.min(9, Math.floor(confidence * 10));
