import type { Venue } from '../../../../shared/domain/feed-status';
import { futuresSymbol } from '../../../../shared/domain/instrument';
import { INTERVALS, type Interval } from '../../../../shared/domain/interval';
import type { Query } from './endpoints';
import { VENUE_RULES, type VenueRules } from './venue-rules';

/** What a venue lists of one symbol, as far as its name goes. */
interface ListedNames {
  readonly venueSymbol: string;
  readonly baseAsset: string;
  readonly quoteAsset: string;
  /** The asset a contract settles in; absent on spot. */
  readonly marginAsset?: string | undefined;
}

/** The ways of one of Binance's products, for the client that serves them all. */
export interface Product {
  readonly venue: Venue;
  readonly paths: {
    readonly time: string;
    readonly exchangeInfo: string;
    readonly klines: string;
    readonly aggTrades: string;
    readonly summaries: string;
    /** Mark prices; null where there are none. */
    readonly premiums: string | null;
  };
  readonly exchangeInfoQuery: Query;
  /** What stands between the WebSocket base and `/stream`. */
  readonly streamPath: string;
  readonly rules: VenueRules;
  /** Request weight a minute, until exchangeInfo names its own. */
  readonly weightLimit: number;
  /** Candles there are, finest first. */
  readonly intervals: readonly Interval[];
  /** Single trades are served this far back, ms. */
  readonly tradesReachMs: number;
  /** What a request costs, in units of request weight. */
  readonly weightOf: (path: string, query: Query) => number;
  /** The cheapest questions for 24 h summaries of some symbols, in the venue's spelling. */
  readonly summaryQueries: (venueSymbols: readonly string[]) => readonly Query[];
  /** The cheapest questions for mark prices of some symbols, in the venue's spelling. */
  readonly premiumQueries: (venueSymbols: readonly string[]) => readonly Query[];
  /** The wire symbol of what is listed; null for what is no instrument of ours. */
  readonly wireSymbol: (names: ListedNames) => string | null;
}

/** A path not known here is taken for a dear one. */
const UNKNOWN_WEIGHT = 80;

const SPOT_WEIGHTS: Readonly<Record<string, number>> = {
  '/api/v3/time': 1,
  '/api/v3/exchangeInfo': 20,
  '/api/v3/klines': 2,
  '/api/v3/aggTrades': 4,
};

/**
 * Binance spot.
 * @see https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
 */
export const SPOT: Product = {
  venue: 'spot',
  paths: {
    time: '/api/v3/time',
    exchangeInfo: '/api/v3/exchangeInfo',
    klines: '/api/v3/klines',
    aggTrades: '/api/v3/aggTrades',
    summaries: '/api/v3/ticker/24hr',
    premiums: null,
  },
  // A quarter of the size.
  exchangeInfoQuery: { showPermissionSets: 'false' },
  streamPath: '',
  rules: VENUE_RULES.spot,
  weightLimit: 6000,
  intervals: INTERVALS,
  tradesReachMs: Infinity,
  weightOf: (path, query) =>
    path === SPOT.paths.summaries
      ? spotSummaryWeight(query)
      : (SPOT_WEIGHTS[path] ?? UNKNOWN_WEIGHT),
  summaryQueries: (venueSymbols) => [{ symbols: JSON.stringify(venueSymbols) }],
  premiumQueries: () => [],
  wireSymbol: ({ baseAsset, quoteAsset }) => `${baseAsset}/${quoteAsset}`,
};

function spotSummaryWeight(query: Query): number {
  if ('symbol' in query) return 2;
  const count = 'symbols' in query ? String(query['symbols']).split(',').length : Infinity;
  if (count <= 20) return 2;
  return count <= 100 ? 40 : 80;
}

const ALL_SUMMARIES = 40;
const ALL_PREMIUMS = 10;

const FUTURES_WEIGHTS: Readonly<Record<string, number>> = {
  '/fapi/v1/time': 1,
  '/fapi/v1/exchangeInfo': 1,
  '/fapi/v1/aggTrades': 20,
};

/**
 * Binance USDⓈ-M futures: perpetuals and delivered contracts, of coins and of shares. Market data
 * flows under `/market` alone since April 2026; other paths agree to everything and stay silent.
 * @see https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data
 */
export const FUTURES: Product = {
  venue: 'futures',
  paths: {
    time: '/fapi/v1/time',
    exchangeInfo: '/fapi/v1/exchangeInfo',
    klines: '/fapi/v1/klines',
    aggTrades: '/fapi/v1/aggTrades',
    summaries: '/fapi/v1/ticker/24hr',
    premiums: '/fapi/v1/premiumIndex',
  },
  exchangeInfoQuery: {},
  streamPath: '/market',
  rules: VENUE_RULES.futures,
  weightLimit: 2400,
  intervals: INTERVALS.filter((interval) => interval !== '1s'),
  // The venue says 48 h; a question about the very edge would be too late when it arrives.
  tradesReachMs: 48 * 3_600_000 - 60_000,
  weightOf: (path, query) => {
    if (path === FUTURES.paths.klines) return futuresKlineWeight(Number(query['limit']));
    if (path === FUTURES.paths.summaries) return 'symbol' in query ? 1 : ALL_SUMMARIES;
    if (path === FUTURES.paths.premiums) return 'symbol' in query ? 1 : ALL_PREMIUMS;
    return FUTURES_WEIGHTS[path] ?? UNKNOWN_WEIGHT;
  },
  summaryQueries: (venueSymbols) => oneByOneOrAll(venueSymbols, ALL_SUMMARIES),
  premiumQueries: (venueSymbols) => oneByOneOrAll(venueSymbols, ALL_PREMIUMS),
  wireSymbol: ({ marginAsset = '', ...names }) => futuresSymbol({ ...names, marginAsset }),
};

/** Bands as measured on the live venue; without a limit a request counts as one for 1000. */
function futuresKlineWeight(limit: number): number {
  if (limit <= 100) return 1;
  if (limit <= 500) return 2;
  return limit > 1000 ? 10 : 5;
}

/** One symbol costs 1; there are no lists of symbols, only all of them. */
function oneByOneOrAll(venueSymbols: readonly string[], allCost: number): readonly Query[] {
  return venueSymbols.length < allCost ? venueSymbols.map((symbol) => ({ symbol })) : [{}];
}
