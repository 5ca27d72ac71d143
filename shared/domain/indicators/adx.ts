import { trueRange } from './atr';
import { LONGEST_WARM_UP, settling, type Bar, type Fold } from './fold';
import { settled, smoothWilder, UNSEEN, type Smoothed } from './smoothing';

/** Plain data of a run. */
export interface AdxState {
  readonly last: Bar | null;
  /** Moves summed, up to `length − 1`. */
  readonly count: number;
  readonly range: number;
  readonly up: number;
  readonly down: number;
  readonly dx: Smoothed;
}

/**
 * Wilder's average directional index and the two directional indicators, 0 … 100; all begin
 * together, after `2 × length − 1` candles. The sums start with `length − 1` moves, as TA-Lib's do.
 */
export function adxFold(length: number): Fold<AdxState, 'adx' | 'plus_di' | 'minus_di'> {
  return {
    warmUp: Math.min(LONGEST_WARM_UP, Math.max(2 * length, 2 * settling(1 / length))),
    start: { last: null, count: 0, range: 0, up: 0, down: 0, dx: UNSEEN },
    next: (state, { high, low, close }) => {
      const { last } = state;
      const bar = { high, low, close };
      if (last === null) return { ...state, last: bar };
      // Field by field: a spread costs more than all of the arithmetic.
      const { count, range, up, down } = sum(state, bar, last, length);
      const isDue = count === length - 1;
      const dx = isDue ? smoothWilder(state.dx, dxOf(up, down), length) : UNSEEN;
      return { last: bar, count, range, up, down, dx };
    },
    read: ({ dx, up, down, range }) => {
      const adx = settled(dx, length);
      if (adx === null) return null;
      return { adx, plus_di: percent(up, range), minus_di: percent(down, range) };
    },
  };
}

type Sums = Pick<AdxState, 'count' | 'range' | 'up' | 'down'>;

function sum(state: Sums, bar: Bar, last: Bar, length: number): Sums {
  const isFull = state.count === length - 1;
  const kept = isFull ? 1 - 1 / length : 1;
  const rise = bar.high - last.high;
  const fall = last.low - bar.low;
  return {
    count: isFull ? state.count : state.count + 1,
    range: state.range * kept + trueRange(bar, last.close),
    up: state.up * kept + (rise > fall && rise > 0 ? rise : 0),
    down: state.down * kept + (fall > rise && fall > 0 ? fall : 0),
  };
}

const dxOf = (up: number, down: number): number => percent(Math.abs(up - down), up + down);

/** 0 of nothing: a price that stands still has no direction. */
const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);
