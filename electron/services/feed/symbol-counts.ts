import { FEED_STATES, type FeedState, type Venue } from '../../../shared/domain/feed-status';
import { venueOf } from '../../../shared/domain/instrument';
import type { SymbolStatus } from '../../../shared/domain/symbol-status';

/** How many watched symbols of a venue are in each state. */
export interface SymbolCounts {
  readonly venue: Venue;
  readonly states: Record<FeedState, number>;
}

/** Counts states by venue, of those venues that have a symbol among the given. */
export function symbolCounts(symbols: readonly SymbolStatus[]): SymbolCounts[] {
  const venues = [...new Set(symbols.map(({ symbol }) => venueOf(symbol)))];
  return venues.map((venue) => {
    const own = symbols.filter(({ symbol }) => venueOf(symbol) === venue);
    return { venue, states: statesOf(own) };
  });
}

/** How many symbols are in each state, nought included. */
export function statesOf(symbols: readonly SymbolStatus[]): Record<FeedState, number> {
  const count = (wanted: FeedState) => symbols.filter(({ state }) => state === wanted).length;
  const counts = FEED_STATES.map((state) => [state, count(state)] as const);
  return Object.fromEntries(counts) as Record<FeedState, number>;
}
