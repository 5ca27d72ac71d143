/** An average on its way; `count` stops at the length, so that old and young ones look alike. */
export interface Smoothed {
  readonly count: number;
  readonly value: number;
}

/** Before the first input. */
export const UNSEEN: Smoothed = { count: 0, value: 0 };

/** The share of a new input in an exponential average of a length. */
export const emaWeight = (length: number): number => 2 / (length + 1);

/** An exponential average after one more input; it begins at the first. */
export function smoothEma({ count, value }: Smoothed, input: number, length: number): Smoothed {
  const weight = count === 0 ? 1 : emaWeight(length);
  return { count: Math.min(count + 1, length), value: value + weight * (input - value) };
}

/** Wilder's average after one more input: a plain mean up to the length, then 1/length of each. */
export function smoothWilder({ count, value }: Smoothed, input: number, length: number): Smoothed {
  const seen = Math.min(count + 1, length);
  return { count: seen, value: value + (input - value) / seen };
}

/** The average once it has had `length` inputs. */
export function settled({ count, value }: Smoothed, length: number): number | null {
  return count === length ? value : null;
}
