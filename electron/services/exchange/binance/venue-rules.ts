/** What a venue promises of its stream connections and demands of their clients. Durations in ms. */
export interface VenueRules {
  /**
   * A connection that brought neither a ping nor data for this long is dead. Checks come every
   * second, so it is noticed up to a second later.
   */
  readonly silenceLimitMs: number;
  /** With the canary subscribed, a connection that brought no data for this long is stalled. */
  readonly dataLimitMs: number;
  /**
   * A stream that always has news, subscribed on every connection so that silence means a fault;
   * null where there is none, which leaves stalled streams to be noticed by the ages of symbols.
   */
  readonly canary: string | null;
  /** Streams on one connection, canary included; the venues allow 1024. */
  readonly maxStreamsPerConnection: number;
  /**
   * Control messages a second on one connection, pongs included: one less than the venue allows at
   * least, since a pong goes out whenever a ping comes.
   */
  readonly controlsPerSecond: number;
  /** Names in one control message. */
  readonly namesPerControl: number;
  /** Age at which a connection is replaced; the venues close it at 24 h. */
  readonly renewAfterMs: number;
  /** The age is drawn at random this far around `renewAfterMs`, so that connections part in time. */
  readonly renewJitterMs: number;
}

const SHARED = {
  dataLimitMs: 10_000,
  maxStreamsPerConnection: 200,
  namesPerControl: 200,
  renewAfterMs: 23 * 3_600_000,
  renewJitterMs: 15 * 60_000,
} as const;

/**
 * The rules of Binance's venues.
 *
 * Spot pings every 20 s: two missed ones and 4 s for the network stay under 45 s with the second
 * that a check may take. It allows five messages a second. Futures pings every 3 min and allows ten.
 * @see https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
 * @see https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams
 */
export const VENUE_RULES: Readonly<Record<'spot' | 'futures', VenueRules>> = {
  spot: { ...SHARED, silenceLimitMs: 44_000, canary: 'btcusdt@miniTicker', controlsPerSecond: 4 },
  futures: {
    ...SHARED,
    silenceLimitMs: 8 * 60_000,
    canary: 'btcusdt@markPrice@1s',
    controlsPerSecond: 5,
  },
};
