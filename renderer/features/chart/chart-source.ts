import type { Interval } from '../../../shared/domain/interval';
import type { Candle } from '../../state/kline-series';

/** What a drawing is made of, and whom it tells of what is done to it. */
export interface ChartSource {
  readonly candles: () => readonly Candle[];
  /** The index of the candle under the crosshair, null when it is on none. */
  readonly onHover: (index: number | null) => void;
  /** The trader comes near the oldest candle. */
  readonly onNearStart: () => void;
  /** What is on the screen now. */
  readonly onView: (seen: Seen) => void;
}

/** Which ends of the history, and whether one of its gaps, are on the screen. */
export interface Seen {
  readonly hasFirst: boolean;
  readonly hasLast: boolean;
  readonly hasGap: boolean;
}

/** How times and prices are written. */
export interface ChartFormat {
  readonly interval: Interval;
  readonly language: string;
  /** Null while they are not known. */
  readonly decimals: number | null;
  /** The time axis shows UTC; else the clock of the machine. */
  readonly isUtc: boolean;
}
