import type { Listing, Listings } from './listings';
import type { Market, VenueTrade } from './market';
import { badCombination, RestError, type RestParams } from './rest-params';
import type { RestInterface, Route } from './rest-router';
import type { VenueConditions } from './venue-conditions';

const WEIGHT_LIMIT = 6000;
const MAX_ROWS = 1000;
const RATE_LIMITS = [
  { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: WEIGHT_LIMIT },
  { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 300_000 },
];

/** The public market-data part of Binance's spot REST interface. */
export class VenueRest implements RestInterface {
  readonly pool = 'spot';
  readonly weightLimit = WEIGHT_LIMIT;
  readonly routes: ReadonlyMap<string, Route>;

  constructor(
    private readonly market: Market,
    readonly listed: Listings,
    private readonly conditions: VenueConditions,
  ) {
    const klines: Route = { weight: 2, answer: (params) => this.#klines(params) };
    this.routes = new Map<string, Route>([
      ['/api/v3/ping', { weight: 1, answer: () => ({}) }],
      ['/api/v3/time', { weight: 1, answer: () => ({ serverTime: this.#now() }) }],
      ['/api/v3/exchangeInfo', { weight: 20, answer: (params) => this.#exchangeInfo(params) }],
      ['/api/v3/klines', klines],
      ['/api/v3/uiKlines', klines],
      ['/api/v3/ticker/24hr', { weight: dayWeight, answer: (params) => this.#dayTickers(params) }],
      ['/api/v3/ticker/price', { weight: priceWeight, answer: (params) => this.#prices(params) }],
      ['/api/v3/aggTrades', { weight: 4, answer: (params) => this.#aggTrades(params) }],
    ]);
  }

  #now(): number {
    return this.market.now() + this.conditions.clockSkewMs;
  }

  #exchangeInfo(params: RestParams): object {
    const status = params.text('symbolStatus');
    const withSets = params.text('showPermissionSets') !== 'false';
    const wanted = params.symbols();
    const listed = this.listed
      .all()
      .filter(({ name }) => wanted?.includes(name) ?? true)
      .filter((each) => status === undefined || status === each.status);
    return {
      timezone: 'UTC',
      serverTime: this.#now(),
      rateLimits: RATE_LIMITS,
      exchangeFilters: [],
      symbols: listed.map((each) => each.format.symbolInfo(each.status, withSets)),
    };
  }

  async #klines(params: RestParams): Promise<unknown> {
    const { source, format } = this.#listing(params.symbol());
    const interval = params.interval();
    const range = { symbol: source, interval, limit: params.limit(MAX_ROWS), ...params.times() };
    const klines = await this.market.klines(range, params.isAbandoned);
    return klines.map((kline) => format.klineRow(kline));
  }

  #dayTickers(params: RestParams): unknown {
    const type = params.text('type') ?? 'FULL';
    if (type !== 'FULL' && type !== 'MINI') {
      throw new RestError(-1130, "Data sent for parameter 'type' is not valid.");
    }
    return this.#each(params, ({ source, format }) => {
      const ticker = this.market.ticker24h(source);
      return type === 'FULL' ? format.statistics(ticker) : format.miniStatistics(ticker);
    });
  }

  #prices(params: RestParams): unknown {
    return this.#each(params, ({ name, source, format }) => {
      const last = this.market.latestTrades(source, 1, Infinity)[0];
      return { symbol: name, price: format.price(last?.price ?? 0) };
    });
  }

  /** One object for `symbol`, else a list. */
  #each(params: RestParams, answer: (listing: Listing) => object): unknown {
    const listings = params.symbols()?.map((name) => this.#listing(name)) ?? this.listed.all();
    const answers = listings.map(answer);
    return params.has('symbol') ? answers[0] : answers;
  }

  #aggTrades(params: RestParams): unknown {
    const { source, format } = this.#listing(params.symbol());
    return tradesOf(this.market, source, params).map((trade) => format.aggTradeRow(trade));
  }

  #listing(name: string): Listing {
    const listing = this.listed.get(name);
    if (!listing) throw new RestError(-1121, 'Invalid symbol.');
    return listing;
  }
}

/** The trades a request of `/aggTrades` asks for, at most 1000. @throws {RestError} */
export function tradesOf(market: Market, symbol: string, params: RestParams): VenueTrade[] {
  const limit = params.limit(MAX_ROWS);
  const fromId = params.whole('fromId');
  const { startTime, endTime = Infinity } = params.times();
  if (fromId !== undefined) {
    if (params.has('startTime') || params.has('endTime')) throw badCombination();
    return market.tradesFrom(symbol, fromId, limit);
  }
  if (startTime === undefined) return market.latestTrades(symbol, limit, endTime);
  return market.tradesSince(symbol, startTime, limit).filter(({ time }) => time <= endTime);
}

function dayWeight(params: RestParams): number {
  if (params.has('symbol')) return 2;
  const count = params.text('symbols')?.split(',').length ?? Infinity;
  if (count <= 20) return 2;
  return count <= 100 ? 40 : 80;
}

const priceWeight = (params: RestParams): number => (params.has('symbol') ? 2 : 4);
