import { settling, type Fold } from './fold';
import { emaWeight, settled, smoothEma, UNSEEN, type Smoothed } from './smoothing';

/** The exponential average of closes; it begins at the first close. */
export function emaFold(length: number): Fold<Smoothed, 'ema'> {
  return {
    warmUp: Math.max(length, settling(emaWeight(length))),
    start: UNSEEN,
    next: (state, { close }) => smoothEma(state, close, length),
    read: (state) => {
      const ema = settled(state, length);
      return ema === null ? null : { ema };
    },
  };
}
