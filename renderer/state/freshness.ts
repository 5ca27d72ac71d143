import type { FeedState } from '../../shared/domain/feed-status';
import type { LinkState } from '../../shared/protocol/client';

/** What the services last said of a feed or of one symbol. */
export interface FeedReport {
  readonly state: FeedState;
  readonly reason: string | null;
}

/** How far numbers on the screen can be trusted, and what is at fault when they cannot. */
export interface Standing extends FeedReport {
  /** The line to the services, the feed behind them, or one symbol of it. */
  readonly cause: 'line' | 'feed' | 'symbol';
}

/** One answer out of both halves of the way; the line wins, because behind a broken line nothing is known. */
export function wayOf(link: LinkState, feed: FeedReport | null): Standing {
  switch (link.state) {
    case 'connecting':
      return { state: 'connecting', reason: null, cause: 'line' };
    case 'lost':
      return { state: 'offline', reason: link.reason, cause: 'line' };
    case 'unauthorized':
      return { state: 'offline', reason: null, cause: 'line' };
    case 'connected':
      return { state: feed?.state ?? 'connecting', reason: feed?.reason ?? null, cause: 'feed' };
  }
}

/** One symbol's standing: that of the way to its venue, unless its own is worse. */
export function standingOf(way: Standing, own: FeedReport | null): Standing {
  if (own === null || rank(own.state) <= rank(way.state)) return way;
  return { state: own.state, reason: own.reason, cause: 'symbol' };
}

/** True when the number on the screen may no longer be the market's; one that is still awaited is merely unknown. */
export function isOld(state: FeedState): boolean {
  return state === 'stale' || state === 'offline';
}

const ORDER: readonly FeedState[] = ['live', 'connecting', 'stale', 'offline'];

/** The report to believe when several venues say different things: the worst. */
export function worstOf<R extends FeedReport>(reports: readonly R[]): R | null {
  const [first, ...rest] = reports;
  if (!first) return null;
  return rest.reduce(
    (worst, report) => (rank(report.state) > rank(worst.state) ? report : worst),
    first,
  );
}

function rank(state: FeedState): number {
  return ORDER.indexOf(state);
}
