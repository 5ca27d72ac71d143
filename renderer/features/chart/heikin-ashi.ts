import type { Candle } from '../../state/kline-series';

/** What a candle is drawn by. */
export type DrawnBar = Pick<Candle, 'open' | 'high' | 'low' | 'close'>;

/**
 * The Heikin-Ashi bar of a candle: its close is the candle's average price, its open the middle of
 * the bar before it. None of them need ever have been a price.
 * @param before The Heikin-Ashi bar before it; null for the first, which begins in its own middle.
 */
export function heikinAshi(candle: DrawnBar, before: DrawnBar | null): DrawnBar {
  const { open: first, high, low, close: last } = candle;
  const close = (first + high + low + last) / 4;
  const open = before ? (before.open + before.close) / 2 : (first + last) / 2;
  return { open, high: Math.max(high, open, close), low: Math.min(low, open, close), close };
}
