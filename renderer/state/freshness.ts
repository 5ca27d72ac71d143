import type { FeedState } from '../../shared/domain/feed-status';
import type { LinkState } from '../../shared/protocol/client';

/** What the services last said of the feed. */
export interface FeedReport {
  readonly state: FeedState;
  readonly reason: string | null;
}

/** How far the numbers on the screen can be trusted. */
export interface Freshness {
  readonly state: FeedState;
  /** Since the newest price arrived, ms; null when none has. */
  readonly ageMs: number | null;
  readonly reason: string | null;
  /** Which part of the way is at fault: the line to the services or the feed behind them. */
  readonly cause: 'line' | 'feed';
}

/** One answer out of both halves of the way; the line wins, because behind a broken line nothing is known. */
export function freshnessOf(
  link: LinkState,
  feed: FeedReport | null,
  ageMs: number | null,
): Freshness {
  switch (link.state) {
    case 'connecting':
      return { state: 'connecting', ageMs, reason: null, cause: 'line' };
    case 'lost':
      return { state: 'offline', ageMs, reason: link.reason, cause: 'line' };
    case 'unauthorized':
      return { state: 'offline', ageMs, reason: null, cause: 'line' };
    case 'connected':
      return {
        state: feed?.state ?? 'connecting',
        ageMs,
        reason: feed?.reason ?? null,
        cause: 'feed',
      };
  }
}

const ORDER: readonly FeedState[] = ['live', 'connecting', 'stale', 'offline'];

/** The report to believe when several venues say different things: the worst. */
export function worstOf(reports: readonly FeedReport[]): FeedReport | null {
  const [first, ...rest] = reports;
  if (!first) return null;
  return rest.reduce(
    (worst, report) => (ORDER.indexOf(report.state) > ORDER.indexOf(worst.state) ? report : worst),
    first,
  );
}
