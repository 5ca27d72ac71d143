import type { Interval } from '../interval';
import type { RunningBar } from './closing-bars';

/** Prices and volume (base asset; NaN when it is not known) of a trade or a span of them. */
export type Seen = Pick<RunningBar, 'open' | 'high' | 'low' | 'close'> & { volume: number };

/** A price of which nothing else is known. */
export function seenAt(price: number): Seen {
  return { open: price, high: price, low: price, close: price, volume: NaN };
}

/** One closed candle; `isOwn` when it was put together here and the venue has not confirmed it. */
export interface Bar {
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Base asset; NaN when it is not known. */
  readonly volume: number;
  readonly isOwn: boolean;
}

/** A candle as it is kept; older files end after the low. */
type KeptBar = readonly [openTime: number, high: number, low: number, ...rest: (number | null)[]];

/** Plain data of a series; of its candles only those that cannot wait until they are fetched again. */
export interface SeriesState {
  readonly interval: Interval;
  readonly running: RunningBar | null;
  readonly lastClosed: number | null;
  /** Oldest first. */
  readonly bars?: readonly KeptBar[];
}

/** A candle for files. */
export const keptBar = ({ openTime, high, low, open, close, volume }: Bar): KeptBar => [
  openTime,
  high,
  low,
  open,
  close,
  volume,
];

/** A candle out of files, as if put together here until it is fetched again. */
export function barFrom([openTime, high, low, open, close, volume]: KeptBar): Bar {
  const rest = { open: open ?? NaN, close: close ?? NaN, volume: volume ?? NaN };
  return { openTime, high, low, ...rest, isOwn: true };
}
