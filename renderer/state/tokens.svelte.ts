import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestInput, RequestResult } from '../../shared/protocol/requests';

/** What is known of a token; never the token itself. */
export type KnownToken = RequestResult<'list_tokens'>['items'][number];
/** A token just made: the only time it is told. */
export type MadeToken = RequestResult<'create_token'>;
type Order = RequestInput<'create_token'>;

/** The tokens that let programs in: listed, made and revoked. */
export class Tokens {
  #items = $state.raw<readonly KnownToken[] | null>(null);
  #made = $state.raw<MadeToken | null>(null);
  #isBusy = $state(false);
  #error = $state.raw<ErrorBody | null>(null);

  constructor(private readonly transport: Transport) {}

  /** Those that are let in before those that are not, each newest first; null before they are known. */
  get items(): readonly KnownToken[] | null {
    return this.#items;
  }

  /** The one made last, until it is put away. */
  get made(): MadeToken | null {
    return this.#made;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Why the last step failed. */
  get error(): ErrorBody | null {
    return this.#error;
  }

  async load(): Promise<void> {
    const list = await this.#do(() => this.transport.request('list_tokens', {}));
    if (!list) return;
    const live = list.items.filter((token) => token.revoked_at === null);
    this.#items = [...live, ...list.items.filter((token) => token.revoked_at !== null)];
  }

  /** Makes a token; false when it was refused. */
  async make(order: Order): Promise<boolean> {
    const made = await this.#do(() => this.transport.request('create_token', order));
    if (!made) return false;
    this.#made = made;
    await this.load();
    return true;
  }

  /** Refuses a token from now on; false when that failed. */
  async revoke(id: string): Promise<boolean> {
    const done = await this.#do(() => this.transport.request('revoke_token', { id }));
    if (!done) return false;
    if (this.#made?.id === id) this.#made = null;
    await this.load();
    return true;
  }

  /** Forgets the token just made and what went wrong. */
  putAway(): void {
    this.#made = null;
    this.#error = null;
  }

  /** Null when it failed. */
  async #do<T>(ask: () => Promise<Reply<T>>): Promise<T | null> {
    this.#isBusy = true;
    this.#error = null;
    const reply = await ask();
    this.#isBusy = false;
    if (reply.ok) return reply.value;
    this.#error = reply.error;
    return null;
  }
}
