import { FuturesFormat } from './futures-format';
import type { Listing, Listings } from './listings';
import type { Market, Perpetuals } from './market';
import { RestError, type RestParams } from './rest-params';
import type { RestInterface, Route } from './rest-router';
import type { VenueConditions } from './venue-conditions';
import { tradesOf } from './venue-rest';

const WEIGHT_LIMIT = 2400;
const MAX_KLINES = 1500;
/** A request that names no limit is weighed as if it asked for so many candles. */
const WEIGHED_KLINES = 1000;
const MAX_FUNDINGS = 1000;
const DEFAULT_FUNDINGS = 100;
/** Trades are served this far back. */
const TRADES_REACH_MS = 48 * 3_600_000;
const RATE_LIMITS = [
  { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: WEIGHT_LIMIT },
];

/** The public market-data part of Binance's USDⓈ-M futures REST interface. */
export class FuturesRest implements RestInterface {
  readonly pool = 'futures';
  readonly weightLimit = WEIGHT_LIMIT;
  readonly routes: ReadonlyMap<string, Route>;
  readonly #market: Market;

  constructor(
    private readonly perpetuals: Perpetuals,
    readonly listed: Listings,
    private readonly conditions: VenueConditions,
  ) {
    this.#market = perpetuals.market;
    this.routes = new Map<string, Route>([
      ['/fapi/v1/ping', { weight: 1, answer: () => ({}) }],
      ['/fapi/v1/time', { weight: 1, answer: () => ({ serverTime: this.#now() }) }],
      ['/fapi/v1/exchangeInfo', { weight: 1, answer: () => this.#exchangeInfo() }],
      ['/fapi/v1/klines', { weight: klineWeight, answer: (params) => this.#klines(params) }],
      ['/fapi/v1/ticker/24hr', { weight: oneOrAll(40), answer: (params) => this.#tickers(params) }],
      ['/fapi/v1/aggTrades', { weight: 20, answer: (params) => this.#aggTrades(params) }],
      ['/fapi/v1/premiumIndex', { weight: oneOrAll(10), answer: (each) => this.#premium(each) }],
      ['/fapi/v1/fundingRate', { weight: null, answer: (params) => this.#fundings(params) }],
    ]);
  }

  #now(): number {
    return this.#market.now() + this.conditions.clockSkewMs;
  }

  #exchangeInfo(): object {
    return {
      timezone: 'UTC',
      serverTime: this.#now(),
      futuresType: 'U_MARGINED',
      rateLimits: RATE_LIMITS,
      exchangeFilters: [],
      symbols: this.listed.all().map(({ format, status }) => format.symbolInfo(status, false)),
    };
  }

  async #klines(params: RestParams): Promise<unknown> {
    const { source, format } = this.#listing(params);
    const interval = params.interval();
    if (interval === '1s') throw new RestError(-1120, 'Invalid interval.');
    const range = { symbol: source, interval, limit: params.limit(MAX_KLINES), ...params.times() };
    const klines = await this.#market.klines(range, params.isAbandoned);
    return klines.map((kline) => format.klineRow(kline));
  }

  #tickers(params: RestParams): unknown {
    return this.#each(params, ({ source, format }) =>
      format.statistics(this.#market.ticker24h(source)),
    );
  }

  #aggTrades(params: RestParams): unknown {
    const { source, format } = this.#listing(params);
    const oldest = this.#market.now() - TRADES_REACH_MS;
    if ((params.times().startTime ?? Infinity) < oldest) throw tooOld();
    const trades = tradesOf(this.#market, source, params);
    if ((trades[0]?.time ?? Infinity) < oldest) throw tooOld();
    return trades.map((trade) => format.aggTradeRow(trade));
  }

  #premium(params: RestParams): unknown {
    const now = this.#now();
    return this.#each(params, ({ source, format }) => {
      const premium = this.perpetuals.premiumIndex(source);
      return asFutures(format).premiumRow(premium, now);
    });
  }

  #fundings(params: RestParams): unknown {
    const listings = params.has('symbol') ? [this.#listing(params)] : this.listed.all();
    const limit = params.has('limit') ? params.limit(MAX_FUNDINGS) : DEFAULT_FUNDINGS;
    const { startTime = -Infinity, endTime = Infinity } = params.times();
    const range = { from: startTime, to: endTime, limit };
    return listings.flatMap(({ source, format }) =>
      this.perpetuals.fundings(source, range).map((each) => asFutures(format).fundingRow(each)),
    );
  }

  /** One object for `symbol`, else a list. */
  #each(params: RestParams, answer: (listing: Listing) => object): unknown {
    if (params.has('symbol')) return answer(this.#listing(params));
    return this.listed.all().map(answer);
  }

  #listing(params: RestParams): Listing {
    const listing = this.listed.get(params.symbol());
    if (!listing) throw new RestError(-1121, 'Invalid symbol.');
    return listing;
  }
}

/** The format of a futures listing. */
export function asFutures(format: Listing['format']): FuturesFormat {
  if (format instanceof FuturesFormat) return format;
  throw new TypeError('This listing is not one of futures.');
}

function tooOld(): RestError {
  return new RestError(-4166, 'Search window is restricted to recent 2 days only.');
}

const oneOrAll =
  (all: number) =>
  (params: RestParams): number =>
    params.has('symbol') ? 1 : all;

/** Bands as measured, not as documented: their ends belong to the cheaper one. */
function klineWeight(params: RestParams): number {
  const limit = params.has('limit') ? params.limit(MAX_KLINES) : WEIGHED_KLINES;
  if (limit <= 100) return 1;
  if (limit <= 500) return 2;
  return limit <= 1000 ? 5 : 10;
}
