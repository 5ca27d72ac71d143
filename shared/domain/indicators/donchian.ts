import { push, type Fold } from './fold';

/** Plain data of a run. */
export interface DonchianState {
  readonly highs: readonly number[];
  readonly lows: readonly number[];
  readonly breakout: -1 | 0 | 1;
}

/**
 * The Donchian channel: highest high, lowest low and their middle over the last `length` candles, this
 * one included. `breakout` is the side on which a candle last closed beyond the channel of the
 * `length` candles before it; 0 before the first time.
 */
export function donchianFold(
  length: number,
): Fold<DonchianState, 'middle' | 'upper' | 'lower' | 'breakout'> {
  return {
    warmUp: length,
    start: { highs: [], lows: [], breakout: 0 },
    next: (state, { high, low, close }) => ({
      highs: push(state.highs, high, length),
      lows: push(state.lows, low, length),
      breakout: breakoutOf(state, close, length),
    }),
    read: ({ highs, lows, breakout }) => {
      if (highs.length < length) return null;
      const upper = highest(highs);
      const lower = lowest(lows);
      return { upper, lower, middle: (upper + lower) / 2, breakout };
    },
  };
}

function breakoutOf({ highs, lows, breakout }: DonchianState, close: number, length: number) {
  if (highs.length < length) return 0;
  if (close > highest(highs)) return 1;
  return close < lowest(lows) ? -1 : breakout;
}

/** Of a window that is not empty; loops, as they run at every candle. */
function highest(window: readonly number[]): number {
  let most = -Infinity;
  for (const value of window) if (value > most) most = value;
  return most;
}

function lowest(window: readonly number[]): number {
  let least = Infinity;
  for (const value of window) if (value < least) least = value;
  return least;
}
