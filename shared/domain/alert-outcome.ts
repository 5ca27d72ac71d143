import { closeTimeOf } from './interval';
import type { Kline } from './kline';

const MINUTE_MS = 60_000;

/** How long after a fire its outcome is looked at, ms. */
const HORIZONS = { '15m': 15 * MINUTE_MS, '1h': 60 * MINUTE_MS, '4h': 240 * MINUTE_MS };
/** The same, shortest first. */
export const OUTCOME_TIMES: readonly number[] = Object.values(HORIZONS);
/** The longest of them. */
export const OUTCOME_MS = HORIZONS['4h'];

/** What a price did after a fire, in percent of the price at the fire, two decimals. */
export interface Excursion {
  /** The furthest rise, ≥ 0: what was in it for who bought at the fire. */
  readonly mfe: number;
  /** The furthest fall, ≤ 0. */
  readonly mae: number;
}

/** By how long after the fire; null while that time is not over. */
export type AlertOutcome = Readonly<Record<keyof typeof HORIZONS, Excursion | null>>;

interface Fired {
  readonly price: number;
  /** ms UTC. */
  readonly occurredAt: number;
}

/**
 * The furthest that prices went in the minutes that begin after a fire and end within a time of it.
 * @param bars Candles of a minute, oldest first.
 */
export function excursionOf(
  { price, occurredAt }: Fired,
  bars: readonly Kline[],
  withinMs: number,
): Excursion {
  let [high, low] = [price, price];
  for (let n = firstAfter(bars, occurredAt); n < bars.length; n++) {
    const bar = bars[n];
    if (!bar || closeTimeOf('1m', bar.openTime) > occurredAt + withinMs) break;
    if (bar.high > high) high = bar.high;
    if (bar.low < low) low = bar.low;
  }
  const percent = (extreme: number): number => Math.round((extreme / price - 1) * 1e4) / 100;
  return { mfe: percent(high), mae: percent(low) };
}

/** The same for each of the times. @param now How far the bars reach, ms UTC. */
export function outcomeOf(fired: Fired, bars: readonly Kline[], now: number): AlertOutcome {
  const at = (withinMs: number): Excursion | null =>
    fired.occurredAt + withinMs > now ? null : excursionOf(fired, bars, withinMs);
  return { '15m': at(HORIZONS['15m']), '1h': at(HORIZONS['1h']), '4h': at(HORIZONS['4h']) };
}

/** Place of the first candle that opens after a time. */
function firstAfter(bars: readonly Kline[], time: number): number {
  let [low, high] = [0, bars.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bars[middle]?.openTime ?? Infinity) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}
