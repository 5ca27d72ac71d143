/** What has happened to a symbol's tape so far. */
export interface SequencerStats {
  /** Trades handed on as the stream brought them. */
  readonly live: number;
  /** Gaps noticed. */
  readonly gaps: number;
  /** Trades fetched from history. */
  readonly backfilled: number;
  /** Trades seen again and dropped. */
  readonly duplicates: number;
  /** Trades that the exchange's own history does not have. */
  readonly missing: number;
  /** Live trades that proved to be no part of the tape, and were dropped. */
  readonly strays: number;
}

/** What several tapes have come to together. */
export function sumOfStats(all: readonly SequencerStats[]): SequencerStats {
  const sum = { live: 0, gaps: 0, backfilled: 0, duplicates: 0, missing: 0, strays: 0 };
  for (const stats of all) {
    sum.live += stats.live;
    sum.gaps += stats.gaps;
    sum.backfilled += stats.backfilled;
    sum.duplicates += stats.duplicates;
    sum.missing += stats.missing;
    sum.strays += stats.strays;
  }
  return sum;
}
