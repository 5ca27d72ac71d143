import { mean, push, type Fold } from './fold';

/**
 * Bollinger bands: the mean of the last `length` closes and, `deviations` standard deviations (of the
 * population) above and below it, the bands.
 */
export function bollingerFold(
  length: number,
  deviations: number,
): Fold<readonly number[], 'middle' | 'upper' | 'lower'> {
  return {
    warmUp: length,
    start: [],
    next: (closes, { close }) => push(closes, close, length),
    read: (closes) => {
      if (closes.length < length) return null;
      const middle = mean(closes);
      const spread = deviations * Math.sqrt(mean(closes.map((close) => (close - middle) ** 2)));
      return { middle, upper: middle + spread, lower: middle - spread };
    },
  };
}
