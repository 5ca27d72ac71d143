import type { Instrument } from '../../../../shared/domain/instrument';
import type { CandleSum } from './candle-sum';
import type { VenueTrade } from './market';

/**
 * All trades of one symbol, past and to come. Aggregate trades are numbered by ordinal, from 0 on,
 * in the order of time.
 */
export interface SymbolTape {
  readonly instrument: Instrument;
  /** When trading began, ms UTC. */
  readonly startTime: number;
  /** Time of the last trade of the whole market; infinite when it never ends. */
  readonly endTime: number;
  /** How many aggregate trades have time ≤ `time`. */
  countUntil(time: number): number;
  /** Ordinal of the first trade whose aggregate id is at least `id`. */
  ordinalOf(id: number): number;
  /** Trades with from ≤ ordinal < to; the ordinals must exist. */
  trades(from: number, to: number): VenueTrade[];
  /** Id of the first single trade inside an aggregate trade. */
  firstTradeId(ordinal: number): number;
  lastTradeId(ordinal: number): number;
  /** Adds up whole minutes, from ≤ time < to; both must be whole minutes. */
  addMinutes(sum: CandleSum, from: number, to: number): void;
}
