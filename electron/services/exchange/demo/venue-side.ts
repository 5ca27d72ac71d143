import { coinMargined, FuturesFormat } from './futures-format';
import { asFutures, FuturesRest } from './futures-rest';
import { Listings } from './listings';
import { LiveStreams, type FuturesBoard } from './live-streams';
import type { Market, Perpetuals } from './market';
import { RestRouter, type RestRouterOptions } from './rest-router';
import { readFuturesName, readSpotName } from './stream-name';
import { FUTURES_RULES, SPOT_RULES } from './stream-rules';
import { futuresTargetOf, spotTargetOf } from './stream-target';
import { VenueRest } from './venue-rest';
import { VenueStreams } from './venue-streams';
import { WireFormat } from './wire-format';

const SPOT_BEAT_MS = 1000;
const FUTURES_BEAT_MS = 250;
/** Contracts that have a coin-margined one beside them. */
const COIN_MARGINED = ['BTCUSDT', 'ETHUSDT'];

/** One of the two markets a venue serves, with all its doors. */
export interface VenueSide {
  readonly listings: Listings;
  readonly rest: RestRouter;
  readonly live: LiveStreams;
  readonly streams: VenueStreams;
}

/** Serves a market by the spot protocol. */
export function spotSide(market: Market, options: RestRouterOptions): VenueSide {
  const listings = new Listings(market.instruments, (each) => new WireFormat(each));
  const live = new LiveStreams({
    ...{ ...options, market, listings, board: null },
    readName: readSpotName,
    beatMs: SPOT_BEAT_MS,
  });
  const doors = { live, rules: SPOT_RULES, targetOf: spotTargetOf };
  const rest = new RestRouter(new VenueRest(market, listings, options.conditions), options);
  return { listings, rest, live, streams: new VenueStreams({ ...options, ...doors }) };
}

/** Serves perpetuals by the protocol of USDⓈ-M futures. */
export function futuresSide(perpetuals: Perpetuals, options: RestRouterOptions): VenueSide {
  const { market } = perpetuals;
  const listings = new Listings(market.instruments, (each) => new FuturesFormat(each));
  const live = new LiveStreams({
    ...{ ...options, market, listings },
    board: boardOf(perpetuals, listings),
    readName: readFuturesName,
    beatMs: FUTURES_BEAT_MS,
  });
  const doors = { live, rules: FUTURES_RULES, targetOf: futuresTargetOf };
  const rest = new RestRouter(new FuturesRest(perpetuals, listings, options.conditions), options);
  return { listings, rest, live, streams: new VenueStreams({ ...options, ...doors }) };
}

function boardOf(perpetuals: Perpetuals, listings: Listings): FuturesBoard {
  const coinListings = listings.all().filter(({ source }) => COIN_MARGINED.includes(source));
  const markPrice: FuturesBoard['markPrice'] = ({ source, format }, now) =>
    asFutures(format).markPrice(perpetuals.premiumIndex(source), now);
  return {
    markPrice,
    foreignTickers: () =>
      coinListings.map(({ source, format }) =>
        coinMargined(format.miniTicker(perpetuals.market.ticker24h(source))),
      ),
    foreignMarkPrices: (now) => coinListings.map((each) => coinMargined(markPrice(each, now))),
  };
}
