/** Where a Binance-compatible spot venue is found; bases without a trailing slash. */
export interface VenueUrls {
  readonly rest: string;
  readonly ws: string;
}

/**
 * The public venues by name. `data` serves market data only, `us` is a market of its own; the
 * `testnet` and `demo` prices are not real. Futures streams still need their path (`/market`).
 * @see https://developers.binance.com/docs/binance-spot-api-docs
 */
export const VENUES = {
  global: { rest: 'https://api.binance.com', ws: 'wss://stream.binance.com:9443' },
  data: { rest: 'https://data-api.binance.vision', ws: 'wss://data-stream.binance.vision' },
  us: { rest: 'https://api.binance.us', ws: 'wss://stream.binance.us:9443' },
  testnet: { rest: 'https://testnet.binance.vision', ws: 'wss://stream.testnet.binance.vision' },
  demo: { rest: 'https://demo-api.binance.com', ws: 'wss://demo-stream.binance.com:9443' },
  futures: { rest: 'https://fapi.binance.com', ws: 'wss://fstream.binance.com' },
  futuresTestnet: { rest: 'https://demo-fapi.binance.com', ws: 'wss://demo-fstream.binance.com' },
} as const satisfies Record<string, VenueUrls>;

/** The global spot venue. */
export const BINANCE_SPOT: VenueUrls = VENUES.global;

/** Values of a query, percent-encoded when sent. */
export type Query = Readonly<Record<string, string | number>>;

/** Costs that no query changes, in units of request weight. */
const WEIGHTS: Readonly<Record<string, number>> = {
  '/api/v3/time': 1,
  '/api/v3/exchangeInfo': 20,
  '/api/v3/klines': 2,
  '/api/v3/aggTrades': 4,
};
/** A path not known here is taken for a dear one. */
const UNKNOWN_WEIGHT = 80;

/**
 * What a spot request costs, in units of request weight.
 * @see https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
 */
export function weightOf(path: string, query: Query): number {
  if (path !== '/api/v3/ticker/24hr') return WEIGHTS[path] ?? UNKNOWN_WEIGHT;
  if ('symbol' in query) return 2;
  const count = 'symbols' in query ? String(query['symbols']).split(',').length : Infinity;
  if (count <= 20) return 2;
  return count <= 100 ? 40 : 80;
}
