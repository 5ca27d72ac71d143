import { closeTimeOf, openTimeOf, type Interval } from './interval';
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
