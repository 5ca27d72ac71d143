import { settling, type Bar, type Fold } from './fold';
import { settled, smoothWilder, UNSEEN, type Smoothed } from './smoothing';

/** The close before and the average so far. */
export interface AtrState {
  readonly close: number | null;
  readonly range: Smoothed;
}

/** How far a candle went, from the close before it on; without one, from its low to its high. */
export function trueRange({ high, low }: Bar, closeBefore: number | null): number {
  if (closeBefore === null) return high - low;
  return Math.max(high, closeBefore) - Math.min(low, closeBefore);
}

/** Wilder's average true range, in the quote asset. */
export function atrFold(length: number): Fold<AtrState, 'atr'> {
  return {
    warmUp: Math.max(length, settling(1 / length)),
    start: { close: null, range: UNSEEN },
    next: ({ close, range }, bar) => ({
      close: bar.close,
      range: smoothWilder(range, trueRange(bar, close), length),
    }),
    read: ({ range }) => {
      const atr = settled(range, length);
      return atr === null ? null : { atr };
    },
  };
}
