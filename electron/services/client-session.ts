import { AppError } from '../../shared/domain/errors';

export interface SessionHooks {
  /** The client is to get what is published to this room. */
  join(room: string): void;
  leave(room: string): void;
}

/** For a client that nobody can reach. */
const NOWHERE: SessionHooks = { join: () => undefined, leave: () => undefined };

/** One client: what it may do and what it follows; it may lose its connection and get another. */
export class ClientSession {
  /** What to call when a room is left; null for one known from before a restart and not opened yet. */
  readonly #claims = new Map<string, (() => void) | null>();
  readonly #tasks = new Set<() => void>();
  #hooks: SessionHooks;

  /**
   * @param scope What its token allows; `write` includes `read`.
   * @param maxSubscriptions Rooms it may follow at once.
   * @param tokenId The token it came with; null for a client inside the program.
   */
  constructor(
    readonly scope: 'read' | 'write',
    private readonly maxSubscriptions: number,
    hooks: SessionHooks = NOWHERE,
    readonly tokenId: string | null = null,
  ) {
    this.#hooks = hooks;
  }

  /**
   * Follows a room; following it twice is following it once.
   * @param open Called when it is new; returns what to call when the client leaves.
   * @throws {AppError} `LIMIT`.
   */
  follow(room: string, open: () => () => void): void {
    const claim = this.#claims.get(room);
    if (claim) return;
    if (claim === undefined && this.#claims.size >= this.maxSubscriptions) {
      throw new AppError('LIMIT', `A client may follow ${this.maxSubscriptions} things at once`);
    }
    this.#claims.set(room, open());
    if (claim === undefined) this.#hooks.join(room);
  }

  unfollow(room: string): void {
    const release = this.#claims.get(room);
    if (release === undefined) return;
    this.#claims.delete(room);
    this.#hooks.leave(room);
    release?.();
  }

  follows(room: string): boolean {
    return this.#claims.has(room);
  }

  /** The rooms it follows. */
  rooms(): string[] {
    return [...this.#claims.keys()];
  }

  /** Those of them that `restore` brought and nobody has opened since. */
  unopened(): string[] {
    return this.rooms().filter((room) => this.#claims.get(room) === null);
  }

  /** Counts rooms as followed that have yet to be followed anew. */
  restore(rooms: readonly string[]): void {
    for (const room of rooms) if (!this.#claims.has(room)) this.#claims.set(room, null);
  }

  /** Goes on over another connection, with all it follows. */
  attach(hooks: SessionHooks): void {
    this.#hooks = hooks;
    for (const room of this.#claims.keys()) hooks.join(room);
  }

  /** Has lost its connection, and may get another: it goes on following, but waits for no answer. */
  detach(): void {
    this.#hooks = NOWHERE;
    for (const run of this.#tasks) run();
    this.#tasks.clear();
  }

  /** Calls back when the client is gone, unless the returned function is called before. */
  whenGone(run: () => void): () => void {
    this.#tasks.add(run);
    return () => void this.#tasks.delete(run);
  }

  /** Lets go of everything; to be called once when the client is gone. */
  close(): void {
    for (const release of this.#claims.values()) release?.();
    this.#claims.clear();
    this.detach();
  }
}
