/** Venues the product can watch: spot pairs, and futures margined in stablecoins (USDⓈ-M). */
export const VENUES = ['spot', 'futures'] as const;
export type Venue = (typeof VENUES)[number];

export const FEED_STATES = ['connecting', 'live', 'stale', 'offline'] as const;
export type FeedState = (typeof FEED_STATES)[number];

/** What is known of a venue's feed. */
export interface FeedStatus {
  readonly venue: Venue;
  readonly state: FeedState;
  /** When this state began, ms UTC. */
  readonly since: number;
  /** For people: why it is not live, or which market it is when it is not the real one. */
  readonly reason: string | null;
}

/** Where prices come from: the real exchange, the embedded demo market or a recording. */
export const MARKETS = ['live', 'demo', 'replay'] as const;
export type Market = (typeof MARKETS)[number];
