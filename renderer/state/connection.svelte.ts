import { SvelteMap } from 'svelte/reactivity';
import type { Market, Venue } from '../../shared/domain/feed-status';
import type { LinkState } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';
import type { RequestResult } from '../../shared/protocol/requests';
import { freshnessOf, worstOf, type FeedReport, type Freshness } from './freshness';
import type { Now } from './now.svelte';

/** The state of the way from the exchange to this screen. */
export class Connection {
  #link = $state.raw<LinkState>({ state: 'connecting' });
  readonly #feeds = new SvelteMap<Venue, FeedReport>();
  #market = $state<Market>('live');
  // Plain on purpose: it moves with every price, but is looked at once a second.
  #lastDataAt: number | null = null;

  readonly freshness: Freshness = $derived.by(() => {
    const now = this.now.value;
    const age = this.#lastDataAt === null ? null : Math.max(0, now - this.#lastDataAt);
    return freshnessOf(this.#link, worstOf([...this.#feeds.values()]), age);
  });

  /** State alone; unlike `freshness` it does not change with the clock. */
  readonly state = $derived(this.freshness.state);

  /** True when the numbers on the screen may no longer be the market's. */
  readonly isOld = $derived(this.state === 'stale' || this.state === 'offline');

  constructor(private readonly now: Now) {}

  get market(): Market {
    return this.#market;
  }

  setLink(link: LinkState): void {
    this.#link = link;
  }

  setHealth({ market, venues }: RequestResult<'get_health'>): void {
    this.#market = market;
    for (const [venue, { status, reason, data_age_ms }] of entriesOf(venues)) {
      this.#feeds.set(venue, { state: status, reason });
      if (data_age_ms !== null) this.heardAt(this.now.read() - data_age_ms);
    }
  }

  setStatus({ venue, status, reason }: Events['connection_status']): void {
    this.#feeds.set(venue, { state: status, reason });
  }

  /** Notes that a price has just arrived, and from which market. */
  heard(market: Market): void {
    if (market !== this.#market) this.#market = market;
    this.heardAt(this.now.read());
  }

  /** Notes that the newest price known is from `time`, ms UTC. */
  heardAt(time: number): void {
    this.#lastDataAt = Math.max(time, this.#lastDataAt ?? time);
  }
}

type Venues = RequestResult<'get_health'>['venues'];

function entriesOf(venues: Venues): [Venue, NonNullable<Venues[Venue]>][] {
  return Object.entries(venues) as [Venue, NonNullable<Venues[Venue]>][];
}
