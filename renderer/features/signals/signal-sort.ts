import { INTERVALS, type Interval } from '../../../shared/domain/interval';
import { claimOf, type SignalState } from '../../state/signal-state';

/** What signals can be sorted by. */
export type SignalColumn = 'symbol' | 'interval' | 'signal' | 'confidence' | 'edge' | 'age';

export interface SignalSort {
  readonly by: SignalColumn;
  readonly isRising: boolean;
}

/** Which signals are shown; null takes all. */
export interface SignalFilter {
  readonly symbol: string | null;
  readonly interval: Interval | null;
  readonly signal: SignalState['signal'] | null;
}

type Key = number | string | null;

const KEYS: Readonly<Record<SignalColumn, (state: SignalState) => Key>> = {
  symbol: ({ symbol }) => symbol,
  interval: ({ interval }) => INTERVALS.indexOf(interval),
  signal: ({ signal }) => signal,
  confidence: (state) => claimOf(state)?.confidence ?? null,
  edge: (state) => claimOf(state)?.edge ?? null,
  age: ({ call }) => call?.age_ms ?? null,
};

/** By one column; equals by symbol and interval, the unknown last in either order. */
export function sortSignals(
  items: readonly SignalState[],
  { by, isRising }: SignalSort,
): readonly SignalState[] {
  const sign = isRising ? 1 : -1;
  return items.toSorted((a, b) => {
    const [one, other] = [KEYS[by](a), KEYS[by](b)];
    if (one === null || other === null) {
      return Number(one === null) - Number(other === null) || byName(a, b);
    }
    return sign * compare(one, other) || byName(a, b);
  });
}

/** The sort after a click on a column's head: names and ages rise at first, figures fall. */
export function nextSort(sort: SignalSort, by: SignalColumn): SignalSort {
  if (sort.by === by) return { by, isRising: !sort.isRising };
  return { by, isRising: by !== 'confidence' && by !== 'edge' };
}

/** The symbols that have signals, sorted. */
export const symbolsOf = (items: readonly SignalState[]): readonly string[] =>
  [...new Set(items.map(({ symbol }) => symbol))].sort();

/** Whether a filter lets a signal through. */
export const passes = ({ symbol, interval, signal }: SignalState, wanted: SignalFilter): boolean =>
  (wanted.symbol ?? symbol) === symbol &&
  (wanted.interval ?? interval) === interval &&
  (wanted.signal ?? signal) === signal;

function byName(a: SignalState, b: SignalState): number {
  return (
    compare(a.symbol, b.symbol) || INTERVALS.indexOf(a.interval) - INTERVALS.indexOf(b.interval)
  );
}

function compare(a: number | string, b: number | string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
