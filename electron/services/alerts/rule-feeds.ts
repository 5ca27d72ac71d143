import type { FeedState } from '../../../shared/domain/feed-status';
import type { Fire } from '../../../shared/domain/rules/fire';
import type { RuleHost } from './rule-host';

export interface RuleFeedsOptions {
  readonly host: RuleHost;
  /** Wire symbols being watched. */
  readonly watched: () => readonly string[];
  /** The price of a wire symbol (at ms UTC) that all its trades still to come follow on; null: none is known. */
  readonly price: (symbol: string) => { readonly price: number; readonly time: number } | null;
  /** How far what is known of a wire symbol reaches up to the present; not live while history is fetched. */
  readonly feedState: (symbol: string) => FeedState;
  /** Exchange time, ms UTC. */
  readonly now: () => number;
  readonly onFires: (fires: readonly Fire[]) => void;
}

/** Tells rules how far the feeds of symbols can be trusted, and at which prices they stand. */
export class RuleFeeds {
  readonly #options: RuleFeedsOptions;
  readonly #told = new Map<string, FeedState>();

  constructor(options: RuleFeedsOptions) {
    this.#options = options;
  }

  /** To be called when the rules begin anew and know nothing of any feed. */
  forget(): void {
    this.#told.clear();
  }

  /** Whether rules have been told that a symbol is live. */
  isLive(symbol: string): boolean {
    return this.#told.get(symbol) === 'live';
  }

  /** Tells what is known of all symbols that are watched, for rules that are about to be armed on them. */
  introduce(): void {
    for (const symbol of this.#options.watched()) {
      this.tell(symbol);
      this.#tellPrice(symbol);
    }
  }

  /** Tells how a symbol's feed is by now, if that is news. */
  tell(symbol: string): void {
    const { host, feedState, now, onFires } = this.#options;
    const state = feedState(symbol);
    if (this.#told.get(symbol) === state) return;
    this.#told.set(symbol, state);
    // Rules that have waited for the present begin at the price that stands.
    if (state === 'live') this.#tellPrice(symbol);
    onFires(host.engine.onFeed(symbol, state, now()));
  }

  #tellPrice(symbol: string): void {
    const known = this.#options.price(symbol);
    if (known) this.#options.host.engine.know(symbol, known.price, known.time);
  }
}
