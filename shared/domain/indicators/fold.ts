import type { Kline } from '../kline';

/** What indicators read of a candle; prices in the quote asset. */
export type Bar = Pick<Kline, 'high' | 'low' | 'close'>;

/** The values of an indicator at one candle, by the name of the line. */
export type Lines<Name extends string = string> = Readonly<Record<Name, number>>;

/**
 * An indicator as a fold over candles. States are plain data that survives JSON, and `next` leaves
 * the old one as it was: the last candle can be taken back, and a run can be saved and gone on with.
 */
export interface Fold<State, Name extends string = string> {
  /**
   * Candles after which it shows what a longer history would show; at most `LONGEST_WARM_UP`. Lines
   * that remember forever keep less than a part in 10,000 of what they began with.
   */
  readonly warmUp: number;
  /** Before the first candle. */
  readonly start: State;
  next(state: State, bar: Bar): State;
  /** Null until there are as many candles as the formula needs. */
  read(state: State): Lines<Name> | null;
}

/** With the candle that an alert compares with, all that one request for history brings. */
export const LONGEST_WARM_UP = 999;

/** Inputs after which an average that keeps `1 − weight` of its past has forgotten its first one. */
export function settling(weight: number): number {
  if (weight >= 1) return 1;
  return Math.min(LONGEST_WARM_UP, Math.ceil(Math.log(1e-4) / Math.log(1 - weight)));
}

/** A window of at most `size` numbers after one more. */
export function push(window: readonly number[], value: number, size: number): readonly number[] {
  if (window.length < size) return [...window, value];
  // Moved along in a copy of the right size: a slice that grows again is copied twice.
  const next = window.slice(-size);
  for (let at = 1; at < size; at += 1) next[at - 1] = next[at] ?? value;
  next[size - 1] = value;
  return next;
}

/** The average of a window that is not empty. */
export function mean(window: readonly number[]): number {
  let sum = 0;
  for (const value of window) sum += value;
  return sum / window.length;
}
