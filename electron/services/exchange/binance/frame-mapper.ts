import type { MarkPrice } from '../../../../shared/domain/mark-price';
import type { Ticker } from '../../../../shared/domain/ticker';
import type { Trade } from '../../../../shared/domain/trade';
import type { Frame } from './frame-reader';

/** What happened on the market, in the venue's terms. */
export type MarketFrame = Exclude<Frame, { kind: 'ack' }>;

type Of<Kind extends MarketFrame['kind']> = Extract<MarketFrame, { kind: Kind }>;

// Field by field throughout: spreading an object costs as much as reading the frame did.

/** The trade under the product's name of the symbol. */
export function tradeOf(frame: Of<'trade'>, symbol: string): Trade {
  return {
    symbol,
    id: frame.id,
    lastTradeId: frame.lastTradeId,
    price: frame.price,
    quantity: frame.quantity,
    time: frame.time,
  };
}

/** The summary under the product's name of the symbol. */
export function tickerOf(frame: Of<'ticker'>, symbol: string): Ticker {
  return {
    symbol,
    lastPrice: frame.lastPrice,
    openPrice: frame.openPrice,
    highPrice: frame.highPrice,
    lowPrice: frame.lowPrice,
    volume: frame.volume,
    quoteVolume: frame.quoteVolume,
    time: frame.eventTime,
  };
}

/** The mark price under the product's name of the symbol. */
export function markPriceOf(frame: Of<'markPrice'>, symbol: string): MarkPrice {
  return {
    symbol,
    markPrice: frame.markPrice,
    indexPrice: frame.indexPrice,
    fundingRate: frame.fundingRate,
    nextFundingTime: frame.nextFundingTime,
    time: frame.eventTime,
  };
}

/** The newest moment a frame claims to have happened or been sent at, ms UTC. */
export function newestTimeOf(frame: MarketFrame): number {
  if (frame.kind === 'trade') return Math.max(frame.eventTime, frame.time);
  return frame.kind === 'kline' ? Math.max(frame.eventTime, frame.kline.openTime) : frame.eventTime;
}
