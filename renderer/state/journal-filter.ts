import type { RequestInput } from '../../shared/protocol/requests';
import { closedAt, type JournalItem } from './journal-item';

/** Stretches of time that end now. */
export const JOURNAL_SPANS = ['week', 'month', 'quarter', 'year', 'all'] as const;
export type JournalSpan = (typeof JOURNAL_SPANS)[number];

/** Which closed positions are looked at; null stands for all. */
export interface JournalFilter {
  readonly symbol: string | null;
  readonly tag: string | null;
  readonly side: JournalItem['side'] | null;
  readonly span: JournalSpan;
}

const DAYS: Readonly<Record<JournalSpan, number>> = {
  week: 7,
  month: 30,
  quarter: 91,
  year: 365,
  all: Number.POSITIVE_INFINITY,
};

/** When a span that ends at `now` (ms UTC) began; null when it has no beginning. */
export function spanStart(span: JournalSpan, now: number): number | null {
  const days = DAYS[span];
  return Number.isFinite(days) ? now - days * 86_400_000 : null;
}

/** Whether a closed position is wanted, as the services decide it; `since` in ms UTC. */
export function matches(item: JournalItem, filter: JournalFilter, since: number | null): boolean {
  if (filter.symbol !== null && item.symbol !== filter.symbol) return false;
  if (filter.side !== null && item.side !== filter.side) return false;
  if (filter.tag !== null && !item.tags.includes(filter.tag)) return false;
  return since === null || closedAt(item) >= since;
}

/** What the services are asked for the statistics of the same positions. */
export function paramsOf(filter: JournalFilter, since: number | null): RequestInput<'get_journal'> {
  return {
    ...(filter.symbol === null ? {} : { symbol: filter.symbol }),
    ...(filter.tag === null ? {} : { tag: filter.tag }),
    ...(filter.side === null ? {} : { side: filter.side }),
    ...(since === null ? {} : { from: new Date(since).toISOString() }),
  };
}
