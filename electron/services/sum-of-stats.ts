import type { SequencerStats } from './trade-sequencer';

/** What several tapes have come to together. */
export function sumOfStats(all: readonly SequencerStats[]): SequencerStats {
  const sum = { live: 0, gaps: 0, backfilled: 0, duplicates: 0, missing: 0 };
  for (const stats of all) {
    sum.live += stats.live;
    sum.gaps += stats.gaps;
    sum.backfilled += stats.backfilled;
    sum.duplicates += stats.duplicates;
    sum.missing += stats.missing;
  }
  return sum;
}
