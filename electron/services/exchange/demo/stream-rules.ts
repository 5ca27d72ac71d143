/** What a stream endpoint asks of its clients. */
export interface StreamRules {
  readonly pingMs: number;
  /** A client silent for longer is dropped. */
  readonly pongWithinMs: number;
  /** Client messages of any kind, pings and pongs included. */
  readonly messagesPerSecond: number;
}

/** Spot, since 2025. */
export const SPOT_RULES: StreamRules = {
  pingMs: 20_000,
  pongWithinMs: 60_000,
  messagesPerSecond: 5,
};

/** USDⓈ-M futures. */
export const FUTURES_RULES: StreamRules = {
  pingMs: 180_000,
  pongWithinMs: 600_000,
  messagesPerSecond: 10,
};
