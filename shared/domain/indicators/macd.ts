import { LONGEST_WARM_UP, settling, type Fold } from './fold';
import { emaWeight, settled, smoothEma, UNSEEN, type Smoothed } from './smoothing';

/** Plain data of a run. */
export interface MacdState {
  readonly fast: Smoothed;
  readonly slow: Smoothed;
  /** The average of the difference, from the candle at which the slow average has its length. */
  readonly signal: Smoothed;
}

/** Lengths in candles. */
export interface MacdLengths {
  readonly fast: number;
  readonly slow: number;
  readonly signal: number;
}

/**
 * MACD: the fast less the slow exponential average of closes, the average of that (`signal`), and
 * what is between them (`histogram`), in the quote asset. All lines begin once the slow average has
 * its length.
 */
export function macdFold(lengths: MacdLengths): Fold<MacdState, 'macd' | 'signal' | 'histogram'> {
  const { fast, slow, signal } = lengths;
  return {
    warmUp: Math.min(LONGEST_WARM_UP, settling(emaWeight(slow)) + settling(emaWeight(signal))),
    start: { fast: UNSEEN, slow: UNSEEN, signal: UNSEEN },
    next: (state, { close }) => {
      const nextFast = smoothEma(state.fast, close, fast);
      const nextSlow = smoothEma(state.slow, close, slow);
      const isDue = settled(nextSlow, slow) !== null;
      const macd = nextFast.value - nextSlow.value;
      const nextSignal = isDue ? smoothEma(state.signal, macd, signal) : UNSEEN;
      return { fast: nextFast, slow: nextSlow, signal: nextSignal };
    },
    read: (state) => {
      if (state.signal.count === 0) return null;
      const macd = state.fast.value - state.slow.value;
      return { macd, signal: state.signal.value, histogram: macd - state.signal.value };
    },
  };
}
