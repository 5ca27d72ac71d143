import type { Venue } from '../../../../shared/domain/feed-status';

/** Where a Binance-compatible venue is found; bases without a trailing slash. */
export interface VenueUrls {
  readonly rest: string;
  readonly ws: string;
}

/** A market one can choose, and what to know of it. */
export interface VenueChoice extends VenueUrls {
  /** For people; absent for the usual market. */
  readonly note?: string;
}

/** Markets to choose from, by venue and name. */
export type Markets = Readonly<Record<Venue, Readonly<Record<string, VenueChoice>>>>;

/**
 * The public markets of each venue by name; `global` is the usual one.
 * @see https://developers.binance.com/docs/binance-spot-api-docs
 */
export const CHOICES = {
  spot: {
    global: { rest: 'https://api.binance.com', ws: 'wss://stream.binance.com:9443' },
    data: {
      rest: 'https://data-api.binance.vision',
      ws: 'wss://data-stream.binance.vision',
      note: 'The same market, from servers that have market data only',
    },
    us: {
      rest: 'https://api.binance.us',
      ws: 'wss://stream.binance.us:9443',
      note: 'Binance.US, a market of its own with its own prices',
    },
    testnet: {
      rest: 'https://testnet.binance.vision',
      ws: 'wss://stream.testnet.binance.vision',
      note: 'For trying things out: the prices are not real',
    },
    demo: {
      rest: 'https://demo-api.binance.com',
      ws: 'wss://demo-stream.binance.com:9443',
      note: 'Binance’s play-money market: the trades are not real',
    },
  },
  futures: {
    global: { rest: 'https://fapi.binance.com', ws: 'wss://fstream.binance.com' },
    testnet: {
      rest: 'https://demo-fapi.binance.com',
      ws: 'wss://demo-fstream.binance.com',
      note: 'For trying things out: the prices are not real',
    },
  },
} as const satisfies Markets;

/** Markets busy enough that a canary among their streams is never silent. */
const BUSY: readonly string[] = [
  CHOICES.spot.global.ws,
  CHOICES.spot.data.ws,
  CHOICES.futures.global.ws,
];

/** Silence can be judged only where a stream is known that is never silent. */
export function isBusyMarket(urls: VenueUrls): boolean {
  return BUSY.includes(urls.ws);
}

/** Values of a query, percent-encoded when sent. */
export type Query = Readonly<Record<string, string | number>>;
