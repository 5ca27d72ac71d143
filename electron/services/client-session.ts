import { AppError } from '../../shared/domain/errors';

export interface SessionHooks {
  /** The client is to get what is published to this room. */
  join(room: string): void;
  leave(room: string): void;
}

/** One connected client: what it may do and what it follows. */
export class ClientSession {
  readonly #claims = new Map<string, () => void>();
  readonly #tasks = new Set<() => void>();

  /**
   * @param scope What its token allows; `write` includes `read`.
   * @param maxSubscriptions Rooms it may follow at once.
   * @param tokenId The token it came with; null for a client inside the program.
   */
  constructor(
    readonly scope: 'read' | 'write',
    private readonly maxSubscriptions: number,
    private readonly hooks: SessionHooks,
    readonly tokenId: string | null = null,
  ) {}

  /**
   * Follows a room; following it twice is following it once.
   * @param open Called when it is new; returns what to call when the client leaves.
   * @throws {AppError} `LIMIT`.
   */
  follow(room: string, open: () => () => void): void {
    if (this.#claims.has(room)) return;
    if (this.#claims.size >= this.maxSubscriptions) {
      throw new AppError('LIMIT', `A client may follow ${this.maxSubscriptions} things at once`);
    }
    this.#claims.set(room, open());
    this.hooks.join(room);
  }

  unfollow(room: string): void {
    const release = this.#claims.get(room);
    if (!release) return;
    this.#claims.delete(room);
    this.hooks.leave(room);
    release();
  }

  follows(room: string): boolean {
    return this.#claims.has(room);
  }

  /** Calls back when the client is gone, unless the returned function is called before. */
  whenGone(run: () => void): () => void {
    this.#tasks.add(run);
    return () => void this.#tasks.delete(run);
  }

  /** Lets go of everything; to be called once when the client is gone. */
  close(): void {
    for (const release of this.#claims.values()) release();
    this.#claims.clear();
    for (const run of this.#tasks) run();
    this.#tasks.clear();
  }
}
