import { push, type Fold } from './fold';

/** Both in candles. */
export interface MomentumSpans {
  /** How far back the move is measured. */
  readonly length: number;
  /** How many returns say what is usual. */
  readonly window: number;
}

/**
 * The move of the close over `length` candles in standard deviations of what a random walk with the
 * volatility of the last `window` log returns would do in that time; 0 while the price stands still.
 */
export function momentumFold({
  length,
  window,
}: MomentumSpans): Fold<readonly number[], 'momentum'> {
  const size = Math.max(length, window) + 1;
  return {
    warmUp: size,
    start: [],
    next: (logs, { close }) => push(logs, Math.log(close), size),
    read: (logs) => {
      if (logs.length < size) return null;
      const move = (logs.at(-1) ?? 0) - (logs.at(-1 - length) ?? 0);
      const usual = stepDeviation(logs, window) * Math.sqrt(length);
      return { momentum: usual === 0 ? 0 : move / usual };
    },
  };
}

/** The sample's standard deviation of the last `count` steps between values; without lists, as it runs often. */
function stepDeviation(values: readonly number[], count: number): number {
  const first = values.length - count;
  let sum = 0;
  let before = values[first - 1] ?? 0;
  for (let at = first; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    sum += value - before;
    before = value;
  }
  const center = sum / count;
  let squares = 0;
  before = values[first - 1] ?? 0;
  for (let at = first; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    const apart = value - before - center;
    squares += apart * apart;
    before = value;
  }
  return Math.sqrt(squares / (count - 1));
}
