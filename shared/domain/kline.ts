import { closeTimeOf, openTimeOf, stepOpenTime, type Interval } from './interval';
import type { Trade } from './trade';

/** One candle. Prices in the quote asset, volume in the base asset. */
export interface Kline {
  /** ms UTC, aligned to the interval. */
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Id of the last single trade counted in; −1 when unknown or empty. */
  readonly lastTradeId: number;
  /** True once the venue's clock has passed the candle's end. */
  readonly isClosed: boolean;
}

/** The first candle of an interval, made of a single trade. */
export function klineFromTrade(interval: Interval, trade: Trade): Kline {
  return {
    openTime: openTimeOf(interval, trade.time),
    open: trade.price,
    high: trade.price,
    low: trade.price,
    close: trade.price,
    volume: trade.quantity,
    lastTradeId: trade.lastTradeId,
    isClosed: false,
  };
}

/**
 * The open candle after one more trade. A trade past the candle's end starts the next candle, a
 * trade before its start changes nothing.
 */
export function foldTrade(kline: Kline, interval: Interval, trade: Trade): Kline {
  if (trade.time < kline.openTime) return kline;
  if (trade.time > closeTimeOf(interval, kline.openTime)) return klineFromTrade(interval, trade);
  // Field by field: spreading the candle costs more than all else that is done with a trade.
  return {
    openTime: kline.openTime,
    open: kline.open,
    high: Math.max(kline.high, trade.price),
    low: Math.min(kline.low, trade.price),
    close: trade.price,
    volume: kline.volume + trade.quantity,
    lastTradeId: trade.lastTradeId,
    isClosed: kline.isClosed,
  };
}

/** Whether two candles show the same prices and volume. */
export function hasSameValues(a: Kline, b: Kline): boolean {
  return (
    a.open === b.open &&
    a.high === b.high &&
    a.low === b.low &&
    a.close === b.close &&
    a.volume === b.volume
  );
}

/** A run of candles that are not there: open times of the first and the last of them, ms UTC. */
export interface KlineGap {
  readonly from: number;
  readonly to: number;
}

/** The candles missing between those of a list in ascending order, which the venue may not have. */
export function gapsIn(interval: Interval, klines: readonly Kline[]): KlineGap[] {
  const gaps: KlineGap[] = [];
  klines.forEach(({ openTime }, at) => {
    const before = klines[at - 1];
    const from = before ? stepOpenTime(interval, before.openTime, 1) : openTime;
    if (from < openTime) gaps.push({ from, to: stepOpenTime(interval, openTime, -1) });
  });
  return gaps;
}

/**
 * Candles from history with the live one in its place: instead of the same candle, when it has seen
 * at least as much of it, or after the last. History that is newer, or that ends further back than
 * one candle before it, stays as it is.
 */
export function withLive(interval: Interval, history: readonly Kline[], live: Kline): Kline[] {
  const last = history.at(-1);
  if (!last) return [...history];
  if (stepOpenTime(interval, last.openTime, 1) === live.openTime) return [...history, live];
  const isNewer = last.openTime === live.openTime && !last.isClosed && live.volume >= last.volume;
  return isNewer ? [...history.slice(0, -1), live] : [...history];
}
