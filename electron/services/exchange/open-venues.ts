import { join } from 'node:path';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { textFile } from '../store/durable-file';
import type { VenueChoices } from '../feed/venue-choices';
import { BinanceExchange } from './binance/binance-exchange';
import { ConnectBudget } from './binance/connect-budget';
import { FUTURES, SPOT } from './binance/product';
import { Venues } from './venues';

const PRODUCTS = { spot: SPOT, futures: FUTURES };

export interface OpenVenuesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  readonly choices: VenueChoices;
  /** Where bans and lists of instruments are remembered. */
  readonly dataDir: string;
}

/** All venues, each at the market that is chosen for it when it is first used or replaced. */
export function openVenues({ choices, dataDir, ...ports }: OpenVenuesOptions): Venues {
  const budget = new ConnectBudget(ports.clock);
  return new Venues({
    clock: ports.clock,
    whyOff: (venue) => choices.whyOff(venue),
    open: (venue) => {
      // Each market has files of its own: a ban by one is none by another.
      const fileOf = (what: string) => {
        const name = [what, ...choices.fileSuffix(venue)].join('-');
        return textFile(join(dataDir, `${name}.json`));
      };
      return new BinanceExchange({
        ...ports,
        product: PRODUCTS[venue],
        urls: choices.urlsOf(venue),
        budget,
        banFile: fileOf('ban'),
        instrumentFile: fileOf('instruments'),
      });
    },
  });
}
