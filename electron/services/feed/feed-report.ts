import type { Venue } from '../../../shared/domain/feed-status';
import { venueOf } from '../../../shared/domain/instrument';
import type { Events } from '../../../shared/protocol/events';
import { EVERYONE, priceRoom } from '../../../shared/protocol/rooms';
import { CatchUp } from './catch-up';
import type { Clock } from '../clock';
import type { EventHub } from '../event-hub';
import type { Exchange } from '../exchange/exchange';
import type { Venues } from '../exchange/venues';
import type { Logger } from '../logger';
import type { MarketData } from './market-data';
import { SymbolFreshness } from './symbol-freshness';
import { wire } from '../wire';

/** What is asked of the venues. */
export type FeedSource = Exchange & Pick<Venues, 'awake' | 'dataAge' | 'stats' | 'status'>;

export interface FeedReportOptions {
  readonly exchange: FeedSource;
  readonly marketData: MarketData;
  readonly hub: EventHub;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Which market it is when it is not the real one, for people. */
  readonly marketNote: string | null;
}

/** Tells clients how far the feed can be trusted: the venue, every symbol, and history under way. */
export class FeedReport {
  readonly freshness: SymbolFreshness;
  readonly catchUp: CatchUp;
  readonly #options: FeedReportOptions;

  constructor(options: FeedReportOptions) {
    this.#options = options;
    const { exchange, marketData, hub, clock } = options;
    this.freshness = new SymbolFreshness({
      ...options,
      feed: (symbol) => exchange.status(venueOf(symbol)),
      onChange: (status) => {
        const data = wire.symbolStatus(status, clock.now());
        hub.publish(priceRoom(status.symbol), 'symbol_status', data);
      },
      onOthersNotLive: () => {
        for (const venue of exchange.awake()) this.#publishStatus(venue);
      },
    });
    this.catchUp = new CatchUp({
      clock,
      filling: () => marketData.filling(),
      onProgress: (progress) =>
        hub.publish(EVERYONE, 'catch_up', wire.catchUp(progress, clock.now())),
    });
  }

  start(): void {
    this.freshness.start();
  }

  stop(): void {
    this.freshness.stop();
    this.catchUp.stop();
  }

  /** A venue's status; while it is live the reason names symbols that are not. */
  status(venue: Venue): Events['connection_status'] {
    const { exchange, clock, marketNote } = this.#options;
    const present = exchange.status(venue);
    const isOwn = (symbol: string): boolean => venueOf(symbol) === venue;
    const notLive = present.state === 'live' ? this.freshness.notLive(isOwn) : null;
    const reasons = [present.reason, notLive, marketNote].filter((each) => each !== null);
    return wire.status({ ...present, reason: reasons.join(' · ') || null }, clock.now());
  }

  /** To be called when a venue's state has changed. */
  onStatus(venue: Venue): void {
    this.freshness.look();
    this.#publishStatus(venue);
  }

  /** To be called when a venue is another market from now on. */
  onMoved(venue: Venue): void {
    this.freshness.onMoved(venue);
  }

  /** To be called when the list of instruments has changed. */
  onInstruments(): void {
    this.freshness.look();
  }

  /** To be called when history begins to be fetched after a break. */
  onResumed(): void {
    this.catchUp.begin();
    this.freshness.look();
  }

  #publishStatus(venue: Venue): void {
    this.#options.hub.publish(EVERYONE, 'connection_status', this.status(venue));
  }
}
