const KEY = 'tickwatch.token';
/** Three parts of base64url, as JWTs are; the server takes none that is longer. */
const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const MAX_LENGTH = 4096;

type Place = Pick<Location, 'hash' | 'pathname' | 'search'>;
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The access token of this browser tab: it lives as long as the tab and is never in a request line. */
export class SessionToken {
  constructor(private readonly store: Store) {}

  /**
   * Moves a token from the address's fragment into the tab's memory and cleans the address bar.
   * @returns Whether there was one; what cannot be a token does not replace the one the tab has.
   */
  takeFrom(place: Place, history: Pick<History, 'replaceState'>): boolean {
    const fragment = new URLSearchParams(place.hash.replace(/^#/, ''));
    const token = fragment.get('token')?.trim();
    if (token === undefined) return false;
    history.replaceState(null, '', `${place.pathname}${place.search}`);
    return this.set(token);
  }

  /** Null when the tab has none. */
  get(): string | null {
    return this.store.getItem(KEY);
  }

  /** False, and nothing is kept, for a text that cannot be a token. */
  set(token: string): boolean {
    if (token.length > MAX_LENGTH || !SHAPE.test(token)) return false;
    this.store.setItem(KEY, token);
    return true;
  }

  clear(): void {
    this.store.removeItem(KEY);
  }
}
