import type { Interval } from '../interval';

/** Candles of a symbol that rules look back on. */
export interface Lookback {
  readonly symbol: string;
  readonly interval: Interval;
  /** How many closed ones. */
  readonly bars: number;
  /** Whether some of them are missing. */
  readonly isCold: boolean;
  /** Open time of the newest that rules were evaluated on, ms UTC; null before the first. */
  readonly lastClosed: number | null;
}
