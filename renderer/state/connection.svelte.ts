import { SvelteMap } from 'svelte/reactivity';
import type { Market, Venue } from '../../shared/domain/feed-status';
import type { LinkState } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';
import type { RequestResult } from '../../shared/protocol/requests';
import { wayOf, worstOf, type FeedReport, type Standing } from './freshness';
import type { Now } from './now.svelte';

/** What the services last said of one venue. */
export interface VenueReport extends FeedReport {
  readonly venue: Venue;
  /** When the state began, ms UTC; null while that is not known. */
  readonly since: number | null;
  /** When its newest data arrived, ms UTC; null when none has or it is not known. */
  readonly heardAt: number | null;
}

/** How much of the history missed in an outage is there, in symbols. */
export interface CatchUp {
  readonly total: number;
  readonly done: number;
}

/** The state of the way from the exchange to this screen. */
export class Connection {
  #link = $state.raw<LinkState>({ state: 'connecting' });
  readonly #venues = new SvelteMap<Venue, VenueReport>();
  #market = $state<Market>('live');
  #catchUp = $state.raw<CatchUp | null>(null);
  // Plain on purpose: it moves with every price, but is looked at once a second.
  #lastDataAt: number | null = null;

  /** What is known of the venues, in the order they were heard of. */
  readonly venues: readonly VenueReport[] = $derived([...this.#venues.values()]);

  /** The venue that is worst off; null before any has been heard of. */
  readonly worst: VenueReport | null = $derived(worstOf(this.venues));

  /** How far anything on the screen can be trusted: the line, and the venue that is worst off. */
  readonly standing: Standing = $derived(wayOf(this.#link, this.worst));

  readonly state = $derived(this.standing.state);

  constructor(private readonly now: Now) {}

  /** Since the newest price arrived, ms; null when none has. Changes with the clock. */
  get ageMs(): number | null {
    const now = this.now.value;
    return this.#lastDataAt === null ? null : Math.max(0, now - this.#lastDataAt);
  }

  get market(): Market {
    return this.#market;
  }

  /** Null when nothing is being caught up. */
  get catchUp(): CatchUp | null {
    return this.#catchUp;
  }

  /** How far what comes from one venue can be trusted. */
  wayTo(venue: Venue): Standing {
    return wayOf(this.#link, this.#venues.get(venue) ?? null);
  }

  setLink(link: LinkState): void {
    this.#link = link;
    if (link.state === 'connected') return;
    // Behind a lost line nothing is known; it is told anew after it.
    this.#venues.clear();
    this.#catchUp = null;
  }

  setHealth({ market, venues }: RequestResult<'get_health'>): void {
    this.#market = market;
    for (const [venue, { status, reason, data_age_ms }] of entriesOf(venues)) {
      const heardAt = data_age_ms === null ? null : this.now.read() - data_age_ms;
      const since = this.#venues.get(venue)?.since ?? null;
      this.#venues.set(venue, { venue, state: status, reason, since, heardAt });
      if (heardAt !== null) this.heardAt(heardAt);
    }
  }

  setStatus({ venue, status, reason, since }: Events['connection_status']): void {
    const heardAt = this.#venues.get(venue)?.heardAt ?? null;
    this.#venues.set(venue, { venue, state: status, reason, since: Date.parse(since), heardAt });
  }

  setCatchUp({ total, done }: CatchUp): void {
    this.#catchUp = done < total ? { total, done } : null;
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
