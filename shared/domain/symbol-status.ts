import type { FeedState } from './feed-status';

/** Whether the price of a symbol can be trusted to be the present one. */
export interface SymbolStatus {
  /** Wire symbol. */
  readonly symbol: string;
  readonly state: FeedState;
  /** When this state began, ms UTC. */
  readonly since: number;
  /** For people: why it is not live; null when it is, and while the first price is on its way. */
  readonly reason: string | null;
  /** How old the price is in ms, never negative; null before the first. A quiet symbol's may be high. */
  readonly dataAgeMs: number | null;
  /** The venue does not trade the symbol, which is no fault of the feed. */
  readonly isSuspended: boolean;
}
