import { settling, type Fold } from './fold';
import { settled, smoothWilder, UNSEEN, type Smoothed } from './smoothing';

/** Plain data of a run. */
export interface RsiState {
  readonly close: number | null;
  readonly gain: Smoothed;
  readonly loss: Smoothed;
}

/** Wilder's RSI of closes, 0 … 100; 50 while the price has not moved at all. */
export function rsiFold(length: number): Fold<RsiState, 'rsi'> {
  return {
    warmUp: Math.max(length + 1, settling(1 / length)),
    start: { close: null, gain: UNSEEN, loss: UNSEEN },
    next: (state, { close }) => {
      if (state.close === null) return { close, gain: state.gain, loss: state.loss };
      const move = close - state.close;
      return {
        close,
        gain: smoothWilder(state.gain, Math.max(move, 0), length),
        loss: smoothWilder(state.loss, Math.max(-move, 0), length),
      };
    },
    read: (state) => {
      const gain = settled(state.gain, length);
      if (gain === null) return null;
      const both = gain + state.loss.value;
      return { rsi: both === 0 ? 50 : (100 * gain) / both };
    },
  };
}
