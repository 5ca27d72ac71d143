/** One aggregate trade: everything one taker order took at one price. */
export interface Trade {
  /** Wire symbol. */
  readonly symbol: string;
  /** Aggregate trade id; grows by one per symbol, so a hole means lost data. */
  readonly id: number;
  /** Id of the last single trade inside; what candles count by. */
  readonly lastTradeId: number;
  /** In the quote asset, > 0. */
  readonly price: number;
  /** In the base asset, > 0. */
  readonly quantity: number;
  /** When it happened, ms UTC by the venue's clock. */
  readonly time: number;
}
