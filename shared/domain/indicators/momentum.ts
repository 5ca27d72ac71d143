import { mean, push, type Fold } from './fold';

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
      const usual = deviation(returnsOf(logs.slice(-1 - window))) * Math.sqrt(length);
      return { momentum: usual === 0 ? 0 : move / usual };
    },
  };
}

const returnsOf = (logs: readonly number[]): number[] =>
  logs.slice(1).map((log, at) => log - (logs[at] ?? log));

/** The sample's standard deviation. */
function deviation(values: readonly number[]): number {
  const center = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - center) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}
