const KEY = 'tickwatch.token';

type Place = Pick<Location, 'hash' | 'pathname' | 'search'>;
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The access token of this browser tab: it lives as long as the tab and is never in a request line. */
export class SessionToken {
  constructor(private readonly store: Store) {}

  /** Moves a token from the address's fragment into the tab's memory and cleans the address bar. */
  takeFrom(place: Place, history: Pick<History, 'replaceState'>): void {
    const fragment = new URLSearchParams(place.hash.replace(/^#/, ''));
    const token = fragment.get('token')?.trim();
    if (token === undefined) return;
    if (token !== '') this.set(token);
    history.replaceState(null, '', `${place.pathname}${place.search}`);
  }

  /** Null when the tab has none. */
  get(): string | null {
    return this.store.getItem(KEY);
  }

  set(token: string): void {
    this.store.setItem(KEY, token);
  }

  clear(): void {
    this.store.removeItem(KEY);
  }
}
