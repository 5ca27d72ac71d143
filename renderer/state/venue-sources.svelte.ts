import type { Venue } from '../../shared/domain/feed-status';
import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';

/** Where a venue's data comes from, and where else it could come from. */
export type VenueSource = RequestResult<'list_venues'>['items'][number];

/** Where the prices come from; asked for when someone looks. */
export class VenueSources {
  #items = $state.raw<readonly VenueSource[]>([]);
  #isBusy = $state(false);
  #error = $state.raw<{ readonly venue: Venue; readonly error: ErrorBody } | null>(null);

  constructor(private readonly transport: Transport) {}

  /** True while a change is under way. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Undefined while it is not known. */
  of(venue: Venue): VenueSource | undefined {
    return this.#items.find((source) => source.venue === venue);
  }

  /** Why the last change of a venue was refused; null when it was not. */
  errorOf(venue: Venue): ErrorBody | null {
    return this.#error?.venue === venue ? this.#error.error : null;
  }

  async load(): Promise<void> {
    const reply = await this.transport.request('list_venues', {});
    if (reply.ok) this.#items = reply.value.items;
  }

  /** Takes a venue's data from somewhere else; true when that was accepted. */
  async choose(venue: Venue, choice: string): Promise<boolean> {
    this.#isBusy = true;
    this.#error = null;
    const reply = await this.transport.request('set_venue', { venue, choice });
    this.#isBusy = false;
    if (!reply.ok) {
      this.#error = { venue, error: reply.error };
      return false;
    }
    const changed = reply.value;
    this.#items = this.#items.map((source) => (source.venue === venue ? changed : source));
    return true;
  }
}
