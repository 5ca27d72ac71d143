import type { Instrument } from '../../../../shared/domain/instrument';
import type { Interval } from '../../../../shared/domain/interval';

/** One aggregate trade as a venue counts it: whole ticks and lots, so that sums stay exact. */
export interface VenueTrade {
  /** Venue symbol, `BTCUSDT`. */
  readonly symbol: string;
  /** Aggregate trade id; grows with time within a symbol. */
  readonly id: number;
  readonly firstTradeId: number;
  readonly lastTradeId: number;
  /** In ticks of the instrument. */
  readonly price: number;
  /** In lots (steps) of the instrument. */
  readonly quantity: number;
  /** ms UTC by the venue's clock. */
  readonly time: number;
  /** True when the taker sold. */
  readonly isBuyerMaker: boolean;
}

/** What a stretch of trades adds up to; prices in ticks, quantities in lots, quotes in ticks × lots. */
export interface TradeTotals {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly quantity: number;
  readonly quote: bigint;
  /** Number of single trades, not of aggregate trades. */
  readonly count: number;
  /** The part of `quantity` and `quote` in which the taker bought. */
  readonly takerQuantity: number;
  readonly takerQuote: bigint;
  /** Single trade ids; −1 when there was no trade. */
  readonly firstTradeId: number;
  readonly lastTradeId: number;
}

/** A candle; flat at the price before it when no trade fell into it. */
export interface VenueKline extends TradeTotals {
  /** ms UTC. */
  readonly openTime: number;
  /** Last millisecond of the candle, inclusive. */
  readonly closeTime: number;
}

/** Rolling summary over 24 hours; all zero when nothing was traded. */
export interface VenueTicker extends TradeTotals {
  readonly symbol: string;
  /** Start of the window, always a whole minute, ms UTC. */
  readonly openTime: number;
  /** The venue's time of the summary. */
  readonly closeTime: number;
  /** Price before the window; the first price in it when there was none. */
  readonly previousClose: number;
  readonly lastTrade: VenueTrade | null;
}

export interface KlineRange {
  readonly symbol: string;
  readonly interval: Interval;
  /** At least 1. */
  readonly limit: number;
  /** Only candles that open at or after; with it the oldest are taken, without it the newest. */
  readonly startTime?: number;
  /** Only candles that open at or before. */
  readonly endTime?: number;
}

/** What a perpetual contract is worth at present; prices in ticks. */
export interface PremiumIndex {
  readonly indexPrice: number;
  readonly markPrice: number;
  /** Average of the mark price over the last half hour. */
  readonly averageMarkPrice: number;
  /** Fraction of the position's value, as it would be settled now; positive when longs pay. */
  readonly fundingRate: number;
  /** ms UTC. */
  readonly nextFundingTime: number;
}

/** A settlement between longs and shorts. */
export interface VenueFunding {
  /** ms UTC. */
  readonly time: number;
  /** Fraction of the position's value. */
  readonly rate: number;
  /** In ticks. */
  readonly markPrice: number;
}

/** The perpetual contracts of a market: they have trades and candles of their own. */
export interface Perpetuals {
  readonly market: Market;
  premiumIndex(symbol: string): PremiumIndex;
  /** Settlements with from ≤ time ≤ to up to now, oldest first; the newest ones when `from` is −∞. */
  fundings(symbol: string, range: { from: number; to: number; limit: number }): VenueFunding[];
}

/**
 * A market with a clock of its own. Symbols are venue symbols; asking for one that is not listed
 * is a programmer's error and throws. Nothing later than `now()` is ever shown.
 */
export interface Market {
  readonly instruments: readonly Instrument[];
  /** Null for a market that has none. */
  readonly perpetuals: Perpetuals | null;
  /** For people: which market this is. */
  readonly description: string;
  /** How far back (ms of venue time) streams may catch up after a stall; older trades stay unsent. */
  readonly catchUpMs: number;
  /** Sets the market's clock going, with the first listener; calling it again changes nothing. */
  begin(): void;
  /** Venue time, ms UTC. */
  now(): number;
  /** Trades with from ≤ time < to, oldest first. */
  tradesBetween(symbol: string, from: number, to: number): VenueTrade[];
  /** At most `limit` trades from an aggregate id on, oldest first. */
  tradesFrom(symbol: string, id: number, limit: number): VenueTrade[];
  /** At most `limit` trades with time ≥ `from`, oldest first. */
  tradesSince(symbol: string, from: number, limit: number): VenueTrade[];
  /** The newest trades, at most `limit`, with time ≤ `until`, oldest first. */
  latestTrades(symbol: string, limit: number, until: number): VenueTrade[];
  /** One candle as of now; null before the first and after the last trade of the market. */
  kline(symbol: string, interval: Interval, openTime: number): VenueKline | null;
  /**
   * Candles, oldest first; the last may be unfinished. Works in slices, so the event loop stays free.
   * @param isAbandoned Asked between slices: true ends the work with what there is.
   */
  klines(range: KlineRange, isAbandoned?: () => boolean): Promise<VenueKline[]>;
  ticker24h(symbol: string): VenueTicker;
}
