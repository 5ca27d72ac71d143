import { mean, push, type Fold } from './fold';

/** The mean of the last `length` closes. */
export function smaFold(length: number): Fold<readonly number[], 'sma'> {
  return {
    warmUp: length,
    start: [],
    next: (closes, { close }) => push(closes, close, length),
    read: (closes) => (closes.length < length ? null : { sma: mean(closes) }),
  };
}
