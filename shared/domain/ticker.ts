import { roundHalfAwayFromZero } from './rounding';

/** Rolling 24-hour summary of a symbol (the last 24 hours, not the UTC day). */
export interface Ticker {
  /** Wire symbol. */
  readonly symbol: string;
  readonly lastPrice: number;
  /** Price 24 hours ago, in the quote asset. */
  readonly openPrice: number;
  readonly highPrice: number;
  readonly lowPrice: number;
  /** Base asset traded in the window. */
  readonly volume: number;
  /** Quote asset traded in the window. */
  readonly quoteVolume: number;
  /** When the venue made the summary, ms UTC. */
  readonly time: number;
  /** Id of the last single trade it counts, below 0 for none; absent where it does not say. */
  readonly lastTradeId?: number | undefined;
}

/** Change from `openPrice` to `price` in percent, rounded to 2 decimals; null without a base to compare with. */
export function changePercent(price: number, openPrice: number): number | null {
  if (!(openPrice > 0)) return null;
  return roundHalfAwayFromZero(((price - openPrice) / openPrice) * 100, 2);
}
