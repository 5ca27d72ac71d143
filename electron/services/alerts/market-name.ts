import type { Market } from '../../../shared/domain/feed-status';
import { venueOf } from '../../../shared/domain/instrument';
import type { VenueChoices } from '../feed/venue-choices';

/** Which market is watched, as the start has decided it. */
export interface MarketSetting {
  readonly market: Market;
  readonly demoSeed: string;
  /** Wall clock at the start, ms UTC. */
  readonly startedAt: number;
}

/**
 * Names the market that the trades of a wire symbol are of, the same over restarts: what rules
 * remember of prices and numbers of trades holds in that market alone.
 */
export function marketName(
  symbol: string,
  { market, demoSeed, startedAt }: MarketSetting,
  choices: Pick<VenueChoices, 'nameOf' | 'whyOff' | 'urlsOf'>,
): string {
  if (market === 'demo') return `demo ${demoSeed}`;
  // A recording begins anew with every start.
  if (market === 'replay') return `replay ${startedAt}`;
  const venue = venueOf(symbol);
  if (choices.whyOff(venue) !== null) return 'off';
  // The port of a venue of one's own says nothing about its market.
  return `${choices.nameOf(venue)} ${new URL(choices.urlsOf(venue).rest).hostname}`;
}
