import type { Market } from '../../shared/domain/feed-status';
import { searchInstruments } from '../../shared/domain/instrument';
import type { Interval } from '../../shared/domain/interval';
import type { RequestName, RequestParams, RequestResult } from '../../shared/protocol/requests';
import { klineRoom, priceRoom } from '../../shared/protocol/rooms';
import type { ClientSession } from './client-session';
import type { Clock } from './clock';
import type { Exchange } from './exchange/exchange';
import type { KlineService } from './kline-service';
import type { MarketData, PriceState } from './market-data';
import type { Notices } from './store/notices';
import type { Watchlist, WatchlistService } from './watchlist-service';
import { wire } from './wire';

/** One function per request of the contract; leaving one out does not compile. */
export type Handlers = {
  readonly [N in RequestName]: (
    params: RequestParams<N>,
    client: ClientSession,
  ) => RequestResult<N> | Promise<RequestResult<N>>;
};

export interface HandlerServices {
  readonly exchange: Exchange;
  readonly marketData: MarketData;
  readonly klines: KlineService;
  readonly watchlist: WatchlistService;
  readonly clock: Clock;
  readonly version: string;
  readonly market: Market;
  /** The newest event number. */
  readonly currentSeq: () => number;
  /** The venue's status as it is published. */
  readonly status: () => RequestResult<'get_snapshot'>['status'][number];
  readonly notices: Notices;
  /** The store's status as it is published. */
  readonly storeStatus: () => RequestResult<'get_snapshot'>['store'];
}

export function createHandlers(services: HandlerServices): Handlers {
  return {
    ...priceHandlers(services),
    ...klineHandlers(services),
    ...watchlistHandlers(services),
    ...stateHandlers(services),
  };
}

function priceHandlers({ marketData, clock }: HandlerServices) {
  const present = (symbol: string, state: PriceState | null): RequestResult<'subscribe_symbol'> =>
    state ? wire.price(state) : { symbol, price: null, change_24h: null, timestamp: null };
  const withAge = (symbol: string, state: PriceState | null): RequestResult<'get_price'> => ({
    ...present(symbol, state),
    age_ms: state && Math.round(Math.max(0, clock.monotonic() - state.receivedAt)),
  });
  return {
    subscribe_symbol: (params, client) => {
      const { symbol } = marketData.instrument(params.symbol);
      client.follow(priceRoom(symbol), () => marketData.watch(symbol));
      return present(symbol, marketData.price(symbol));
    },
    unsubscribe_symbol: (params, client) => {
      const { symbol } = marketData.instrument(params.symbol);
      client.unfollow(priceRoom(symbol));
      return { symbol };
    },
    list_prices: () => ({
      items: marketData.watched().map((symbol) => withAge(symbol, marketData.price(symbol))),
      next: null,
    }),
    get_price: async (params) => {
      const { symbol } = marketData.instrument(params.symbol);
      return withAge(symbol, await marketData.lookUp(symbol));
    },
  } satisfies Partial<Handlers>;
}

function klineHandlers({ marketData, klines }: HandlerServices) {
  const series = (params: { symbol: string; interval: Interval }) => ({
    symbol: marketData.instrument(params.symbol).symbol,
    interval: params.interval,
  });
  return {
    subscribe_klines: (params, client) => {
      const { symbol, interval } = series(params);
      client.follow(klineRoom(symbol, interval), () => klines.follow(symbol, interval));
      return { symbol, interval };
    },
    unsubscribe_klines: (params, client) => {
      const { symbol, interval } = series(params);
      client.unfollow(klineRoom(symbol, interval));
      return { symbol, interval };
    },
    list_klines: async (params) => {
      const { klines: items, gaps } = await klines.list({
        ...series(params),
        limit: params.limit,
        ...(params.end === undefined ? {} : { endTime: Date.parse(params.end) }),
      });
      return { items: items.map(wire.kline), gaps: gaps.map(wire.klineGap), next: null };
    },
  } satisfies Partial<Handlers>;
}

function watchlistHandlers({ watchlist, exchange }: HandlerServices) {
  const body = ({ symbols, groups }: Watchlist): RequestResult<'get_watchlist'> => ({
    symbols: [...symbols],
    groups: Object.fromEntries(Object.entries(groups).map(([name, list]) => [name, [...list]])),
  });
  return {
    get_watchlist: () => body(watchlist.get()),
    put_watchlist: async (params) => body(await watchlist.put(params)),
    search_symbols: (params) => ({
      items: searchInstruments(exchange.instruments(), params.query, params.limit).map(
        wire.instrument,
      ),
      next: null,
    }),
  } satisfies Partial<Handlers>;
}

function stateHandlers(services: HandlerServices) {
  const { exchange, marketData, clock } = services;
  const startedAt = clock.monotonic();
  return {
    get_snapshot: (_params, client) => ({
      seq: services.currentSeq(),
      prices: marketData
        .watched()
        .filter((symbol) => client.follows(priceRoom(symbol)))
        .flatMap((symbol) => {
          const state = marketData.price(symbol);
          return state ? [wire.price(state)] : [];
        }),
      positions: [],
      alerts: [],
      signals: [],
      status: [services.status()],
      store: services.storeStatus(),
    }),
    dismiss_notice: ({ id }) => {
      services.notices.dismiss(id);
      return services.storeStatus();
    },
    get_health: () => {
      const { status, reason } = services.status();
      const age = exchange.dataAge();
      const { state, reason: unsavedReason, since } = services.storeStatus();
      const isWell = status === 'live' && state === 'saved';
      return {
        status: isWell ? ('ok' as const) : ('degraded' as const),
        version: services.version,
        uptime_s: Math.round(clock.monotonic() - startedAt) / 1000,
        market: services.market,
        venues: {
          spot: { status, data_age_ms: age === null ? null : Math.round(age), reason },
        },
        store: { state, reason: unsavedReason, since },
      };
    },
  } satisfies Partial<Handlers>;
}
