import { decimalsOf, type Instrument } from '../../shared/domain/instrument';
import type { FeedStatus } from '../../shared/domain/feed-status';
import type { Kline, KlineGap } from '../../shared/domain/kline';
import type { MarkPrice } from '../../shared/domain/mark-price';
import type { StoreStatus } from '../../shared/domain/store-status';
import type { SymbolStatus } from '../../shared/domain/symbol-status';
import type { EndpointState } from '../../shared/protocol/endpoint-body';
import type { Events, KlineBody, MarkBody } from '../../shared/protocol/events';
import type { CatchUpProgress } from './feed/catch-up';
import type { KlineChange } from './feed/live-series';
import type { PriceState } from './feed/tape';

const iso = (time: number): string => new Date(time).toISOString();

/** Domain values as they travel. */
export const wire = {
  price: (state: PriceState): Events['price_update'] => ({
    symbol: state.symbol,
    price: state.price,
    change_24h: state.change24h,
    timestamp: iso(state.time),
  }),

  presentPrice: (state: PriceState | null): Events['price_update'] | null =>
    state && wire.price(state),

  mark: (mark: MarkPrice): MarkBody => ({
    mark_price: mark.markPrice,
    index_price: mark.indexPrice,
    funding_rate: mark.fundingRate,
    next_funding_at: mark.nextFundingTime === null ? null : iso(mark.nextFundingTime),
    timestamp: iso(mark.time),
  }),

  markUpdate: (mark: MarkPrice): Events['mark_price_update'] => ({
    symbol: mark.symbol,
    ...wire.mark(mark),
  }),

  kline: (kline: Kline): KlineBody => ({
    time: iso(kline.openTime),
    open: kline.open,
    high: kline.high,
    low: kline.low,
    close: kline.close,
    volume: kline.volume,
    closed: kline.isClosed,
  }),

  klineGap: ({ from, to }: KlineGap): { from: string; to: string } => ({
    from: iso(from),
    to: iso(to),
  }),

  klineUpdate: ({ symbol, interval, kline, time }: KlineChange): Events['kline_update'] => ({
    ...wire.kline(kline),
    symbol,
    interval,
    timestamp: iso(time),
  }),

  status: (status: FeedStatus, now: number): Events['connection_status'] => ({
    venue: status.venue,
    status: status.state,
    since: iso(status.since),
    reason: status.reason,
    timestamp: iso(now),
  }),

  storeStatus: (status: StoreStatus, now: number): Events['store_status'] => ({
    state: status.state,
    reason: status.reason,
    since: iso(status.since),
    notices: status.notices.map(({ id, kind, text, at }) => ({ id, kind, text, at: iso(at) })),
    timestamp: iso(now),
  }),

  endpointStatus: (state: EndpointState, now: number): Events['endpoint_status'] => ({
    ...state,
    lan_urls: [...state.lan_urls],
    timestamp: iso(now),
  }),

  symbolStatus: (status: SymbolStatus, now: number): Events['symbol_status'] => ({
    symbol: status.symbol,
    status: status.state,
    since: iso(status.since),
    reason: status.reason,
    data_age_ms: status.dataAgeMs === null ? null : Math.round(status.dataAgeMs),
    timestamp: iso(now),
  }),

  catchUp: ({ total, done }: CatchUpProgress, now: number): Events['catch_up'] => ({
    total,
    done,
    timestamp: iso(now),
  }),

  instrument: (instrument: Instrument) => ({
    venue: instrument.venue,
    symbol: instrument.symbol,
    base_asset: instrument.baseAsset,
    quote_asset: instrument.quoteAsset,
    price_decimals: decimalsOf(instrument.tickSize),
    trading: instrument.isTrading,
  }),
};
