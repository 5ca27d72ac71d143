import { atrFold, type AtrState } from './atr';
import { LONGEST_WARM_UP, type Bar, type Fold } from './fold';

/** Plain data of a run. */
export interface SupertrendState {
  readonly atr: AtrState;
  /** Null until the average range is there. */
  readonly bands: Bands | null;
}

interface Bands {
  readonly upper: number;
  readonly lower: number;
  /** 1 above the lower band, −1 below the upper one. */
  readonly direction: 1 | -1;
}

/**
 * Supertrend: a line `multiplier` average true ranges from the middle of the candle that only moves
 * toward the price, and changes sides when a candle closes beyond it. `direction` is 1 in a rising
 * trend, −1 in a falling one; it begins with −1 unless the close is above the upper band.
 * @see https://www.tradingview.com/support/solutions/43000634738-supertrend/
 */
export function supertrendFold(
  length: number,
  multiplier: number,
): Fold<SupertrendState, 'supertrend' | 'direction'> {
  const atr = atrFold(length);
  return {
    // The bands, too, have to forget where they began.
    warmUp: Math.min(LONGEST_WARM_UP, 2 * atr.warmUp),
    start: { atr: atr.start, bands: null },
    next: (state, bar) => {
      const next = atr.next(state.atr, bar);
      const range = atr.read(next)?.atr;
      if (range === undefined) return { atr: next, bands: null };
      const middle = (bar.high + bar.low) / 2;
      const raw = { upper: middle + multiplier * range, lower: middle - multiplier * range };
      return { atr: next, bands: follow(state, raw, bar) };
    },
    read: ({ bands }) => {
      if (!bands) return null;
      const { direction, lower, upper } = bands;
      return { supertrend: direction === 1 ? lower : upper, direction };
    },
  };
}

function follow(
  { bands, atr }: SupertrendState,
  raw: Omit<Bands, 'direction'>,
  { close }: Bar,
): Bands {
  if (!bands) return { ...raw, direction: close > raw.upper ? 1 : -1 };
  const before = atr.close ?? close;
  const upper = raw.upper < bands.upper || before > bands.upper ? raw.upper : bands.upper;
  const lower = raw.lower > bands.lower || before < bands.lower ? raw.lower : bands.lower;
  const isUp = bands.direction === 1 ? close >= lower : close > upper;
  return { upper, lower, direction: isUp ? 1 : -1 };
}
