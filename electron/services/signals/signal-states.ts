import { stepOpenTime } from '../../../shared/domain/interval';
import type { Standing } from '../../../shared/domain/signals/series';
import type { SignalBook } from '../../../shared/domain/signals/signal-book';
import type { FollowedSeries } from './followed-series';
import { seriesKey } from './signal-schema';

/** How a signal stands, and how far its candles reach. */
export interface SignalState extends Standing {
  readonly status: FollowedSeries['status'];
  /** Close time of the last candle, ms UTC; null before the first. */
  readonly asOf: number | null;
}

/** How things stand by a book for all that is followed, or for one symbol. */
export function statesOf(
  followed: readonly FollowedSeries[],
  book: SignalBook,
  symbol?: string,
): SignalState[] {
  const standings = new Map(
    book.standings(symbol).map((it) => [seriesKey(it.symbol, it.interval), it]),
  );
  const wanted = followed.filter((it) => symbol === undefined || it.symbol === symbol);
  return wanted.map(({ symbol: name, interval, status }) => {
    const none = { signal: 'NEUTRAL', call: null, resolution: null } as const;
    const last = book.lastOpenTime(name, interval);
    return {
      ...(standings.get(seriesKey(name, interval)) ?? none),
      ...{ symbol: name, interval, status },
      asOf: last === null ? null : stepOpenTime(interval, last, 1) - 1,
    };
  });
}
