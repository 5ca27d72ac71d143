import type { Interval } from '../../../../shared/domain/interval';
import type { MarkPrice } from '../../../../shared/domain/mark-price';
import type { Kline } from '../../../../shared/domain/kline';

/** 2017 in ms UTC, the year Binance opened: no trade is older. */
export const FIRST_TRADE_TIME = Date.UTC(2017, 0, 1);

/** A market event as the venue spells it: `venueSymbol` still needs its instrument. */
export type Frame =
  | {
      readonly kind: 'trade';
      readonly venueSymbol: string;
      readonly id: number;
      readonly lastTradeId: number;
      readonly price: number;
      readonly quantity: number;
      readonly time: number;
      readonly eventTime: number;
    }
  | {
      readonly kind: 'ticker';
      readonly venueSymbol: string;
      readonly lastPrice: number;
      readonly openPrice: number;
      readonly highPrice: number;
      readonly lowPrice: number;
      readonly volume: number;
      readonly quoteVolume: number;
      readonly eventTime: number;
    }
  | {
      readonly kind: 'kline';
      readonly venueSymbol: string;
      readonly interval: Interval;
      readonly kline: Kline;
      readonly eventTime: number;
    }
  | ({
      readonly kind: 'markPrice';
      readonly venueSymbol: string;
      readonly eventTime: number;
    } & Omit<MarkPrice, 'symbol' | 'time'>)
  /** The answer to a control message; `error` is the venue's text when it refused. */
  | { readonly kind: 'ack'; readonly id: number | null; readonly error: string | null };
