import type { Kline } from '../kline';
import type { IndicatorChoice } from './check-indicator';
import { createStudy } from './create-indicator';

/** One line of an indicator over the candles it was drawn from. */
export interface OverlayLine {
  /** As the indicator calls it: `ema`, `upper`, `histogram`. */
  readonly name: string;
  /** Oldest first, from the first candle that the formula is satisfied with; times are open times, ms UTC. */
  readonly points: readonly OverlayPoint[];
}

interface OverlayPoint {
  readonly time: number;
  readonly value: number;
}

/**
 * The lines of an indicator over candles of a chart, oldest first, by the folds that rules and signals
 * use. An unfinished last candle is taken as it stands.
 * @returns Lines in the order in which they come into being; none before the first value.
 * @throws {AppError} `INVALID` for an unknown name or parameter
 */
export function overlayOf(klines: readonly Kline[], choice: IndicatorChoice): OverlayLine[] {
  const study = createStudy(choice);
  const lines = new Map<string, OverlayPoint[]>();
  for (const kline of klines) {
    study.update(kline);
    for (const [name, value] of Object.entries(study.lines ?? {})) {
      const points = lines.get(name) ?? [];
      lines.set(name, points);
      points.push({ time: kline.openTime, value });
    }
  }
  return [...lines].map(([name, points]) => ({ name, points }));
}
