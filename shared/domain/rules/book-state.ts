import type { TapeEntry } from './extreme-tape';
import type { SeriesState } from './kept-series';

/** Plain data of a book. */
export interface BookState {
  readonly price: number | null;
  readonly time: number;
  readonly lastTradeId: number | null;
  readonly markPrice: number | null;
  readonly fundingPercent: number | null;
  readonly lows: readonly TapeEntry[];
  readonly highs: readonly TapeEntry[];
  readonly series: readonly SeriesState[];
}
