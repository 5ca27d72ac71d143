import { AppError } from '../../../shared/domain/errors';
import type { Venue } from '../../../shared/domain/feed-status';
import type { ExchangeListener, StreamKey, VenueClient } from './exchange';

interface Held {
  readonly stream: StreamKey;
  release: () => void;
}

/** One venue's client, and what is claimed of it, so that another client can take its place. */
export class VenueSlot {
  readonly #held = new Set<Held>();
  #client: VenueClient;
  #listener: ExchangeListener | null = null;

  constructor(
    readonly venue: Venue,
    client: VenueClient,
  ) {
    this.#client = client;
  }

  get client(): VenueClient {
    return this.#client;
  }

  start(listener: ExchangeListener): void {
    this.#listener = listener;
    this.#client.start(listener);
  }

  /** Asks the client. @throws {AppError} `UNAVAILABLE` too when another has taken its place meanwhile. */
  async ask<T>(question: (client: VenueClient) => Promise<T>): Promise<T> {
    const client = this.#client;
    const answer = await question(client);
    if (client === this.#client) return answer;
    throw new AppError('UNAVAILABLE', 'The source of the data was changed meanwhile; ask again');
  }

  subscribe(stream: StreamKey): () => void {
    const held = { stream, release: this.#client.subscribe(stream) };
    this.#held.add(held);
    return () => {
      if (this.#held.delete(held)) held.release();
    };
  }

  /** Stops the client and has another one serve the venue from now on, with all that is claimed. */
  replace(client: VenueClient): Promise<void> {
    // A stopped client says nothing more: what the old market does is nobody's matter now.
    const stopped = this.#client.stop();
    this.#client = client;
    for (const held of this.#held) held.release = client.subscribe(held.stream);
    if (this.#listener) client.start(this.#listener);
    return stopped;
  }
}
