/** What a perpetual is valued at: liquidations and unrealized profit follow it, not the last trade. */
export interface MarkPrice {
  /** Wire symbol. */
  readonly symbol: string;
  /** In the quote asset. */
  readonly markPrice: number;
  /** Price of the underlying over several spot markets, in the quote asset; null when not given. */
  readonly indexPrice: number | null;
  /**
   * What longs pay to shorts at the next funding, as a fraction of the position's value (0.0001 is
   * 0.01 %); negative when shorts pay. Null where there is no funding, as for delivered contracts.
   */
  readonly fundingRate: number | null;
  /** When funding is next exchanged, ms UTC; null where there is none. */
  readonly nextFundingTime: number | null;
  /** When the venue stated this, ms UTC. */
  readonly time: number;
}
