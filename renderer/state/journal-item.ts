import type { RequestResult } from '../../shared/protocol/requests';

/** A closed position as the journal lists it. */
export type JournalItem = RequestResult<'list_positions'>['items'][number];

/** Statistics of all that was asked for, and of its parts by symbol and by tag. */
export type JournalStatistics = RequestResult<'get_journal'>;

/** Statistics of positions that settle in one currency. */
export type Figures = JournalStatistics['all'][number];

/** When a closed position was closed, ms UTC. */
export function closedAt(item: JournalItem): number {
  return Date.parse(item.closed_at ?? item.timestamp);
}

/** How long a closed position was open, ms. */
export function durationOf(item: JournalItem): number {
  return closedAt(item) - Date.parse(item.opened_at);
}

/** Symbols that occur, sorted. */
export function symbolsOf(items: readonly JournalItem[]): readonly string[] {
  return [...new Set(items.map(({ symbol }) => symbol))].sort();
}

/** Tags that occur, sorted. */
export function tagsOf(items: readonly JournalItem[]): readonly string[] {
  return [...new Set(items.flatMap(({ tags }) => tags))].sort();
}
