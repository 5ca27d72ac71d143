import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { Market } from './demo/market';
import { loadRecording } from './demo/recorded-market';
import { createSyntheticMarket } from './demo/synthetic-market';
import { DemoVenue } from './demo/venue';
import type { VenueSetting, VenueSettings } from '../feed/venue-choices';

/** Which market the embedded exchange serves. */
export type EmbeddedMarket =
  | { readonly kind: 'demo'; readonly seed: string }
  | { readonly kind: 'replay'; readonly file: string; readonly speed: number };

/** An exchange inside this program. */
export interface EmbeddedVenue {
  /** Where each venue is found. */
  readonly settings: VenueSettings;
  stop(): Promise<void>;
}

/** Loads the market without serving it yet. @throws {AppError} `INVALID` for a recording that cannot be used. */
export async function openMarket(embedded: EmbeddedMarket, clock: Clock): Promise<Market> {
  if (embedded.kind === 'demo') return createSyntheticMarket({ seed: embedded.seed, clock });
  return loadRecording(embedded.file, { clock, speed: embedded.speed });
}

const REASON = 'The embedded exchange is the only source of this market';
const NO_FUTURES: VenueSetting = { kind: 'off', reason: 'Futures are off: the recording has none' };

/**
 * Serves a market on the loopback interface until stopped.
 * @param wanted What the start says of the venues; futures that are off stay off.
 */
export async function serveMarket(
  market: Market,
  ports: { readonly clock: Clock; readonly logger: Logger },
  wanted: VenueSettings,
): Promise<EmbeddedVenue> {
  const venue = new DemoVenue({ market, ...ports });
  const { restUrl, wsUrl, futuresRestUrl, futuresWsUrl } = await venue.start();
  const at = (rest: string, ws: string): VenueSetting => ({
    kind: 'fixed',
    urls: { rest, ws },
    reason: REASON,
  });
  const futures = market.perpetuals ? at(futuresRestUrl, futuresWsUrl) : NO_FUTURES;
  return {
    settings: {
      spot: at(restUrl, wsUrl),
      futures: wanted.futures.kind === 'off' ? wanted.futures : futures,
    },
    stop: () => venue.stop(),
  };
}
