/** Where a Binance-compatible spot venue is found; bases without a trailing slash. */
export interface VenueUrls {
  readonly rest: string;
  readonly ws: string;
}

/** The global spot venue. @see https://developers.binance.com/docs/binance-spot-api-docs */
export const BINANCE_SPOT: VenueUrls = {
  rest: 'https://api.binance.com',
  ws: 'wss://stream.binance.com:9443',
};
