import { z } from 'zod';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { GroupCommit } from '../store/group-commit';
import type { TextFile } from '../text-file';

/** Uses within it are one to whoever reads the list, so that not each is written down. */
const USE_PRECISION_MS = 60_000;

const time = z.number().int().nonnegative();
const knownToken = z.strictObject({
  /** The `jti` of the token. */
  id: z.string().min(1).max(64),
  name: z.string().max(64),
  scope: z.enum(['read', 'write']),
  /** ms UTC, as all times here. */
  createdAt: time,
  expiresAt: time,
  lastUsedAt: time.nullable(),
  revokedAt: time.nullable(),
});
const fileShape = z.strictObject({ version: z.literal(1), tokens: z.array(knownToken) });

/** What is known of a token; never the token itself. */
export type KnownToken = Readonly<z.infer<typeof knownToken>>;

interface TokenListOptions {
  readonly file: TextFile;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Which tokens there are and which of them have been revoked; outlives restarts. */
export class TokenList {
  readonly #options: TokenListOptions;
  readonly #commits: GroupCommit;
  readonly #tokens = new Map<string, KnownToken>();
  /** Given out without a name and not revoked: known while the program runs. */
  readonly #passing = new Map<string, KnownToken>();

  private constructor(options: TokenListOptions) {
    this.#options = options;
    const { clock, random, logger } = options;
    this.#commits = new GroupCommit({
      ...{ clock, random },
      commit: () => options.file.write(this.#text()),
      onOutcome: (error) => {
        if (error instanceof Error)
          logger.error('The list of tokens is not saved yet', { error: error.message });
      },
    });
  }

  /**
   * Reads the list. @returns Null when it is damaged, so that nobody can tell what was revoked.
   * @throws the file system's error when it may not be read.
   */
  static async open(options: TokenListOptions): Promise<TokenList | null> {
    const list = TokenList.empty(options);
    const text = await options.file.read();
    if (text === null) return list;
    const known = parse(text);
    if (!known) return null;
    for (const token of known) list.#tokens.set(token.id, token);
    return list;
  }

  /** A list without any token. */
  static empty(options: TokenListOptions): TokenList {
    return new TokenList(options);
  }

  /** Newest first; those that have expired are left out. */
  all(): KnownToken[] {
    const now = this.#options.clock.now();
    return [...this.#tokens.values(), ...this.#passing.values()]
      .filter(({ expiresAt }) => expiresAt > now)
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  isRevoked(id: string): boolean {
    return (this.#tokens.get(id)?.revokedAt ?? null) !== null;
  }

  /** Resolves when it is durable. @throws the file system's error; the token is not in the list then. */
  async add(token: KnownToken): Promise<void> {
    this.#tokens.set(token.id, token);
    try {
      await this.#commits.now();
    } catch (error) {
      this.#tokens.delete(token.id);
      throw error;
    }
  }

  /** Takes in a token that nobody asked for by name. */
  notice(token: KnownToken): void {
    if (!this.#tokens.has(token.id)) this.#passing.set(token.id, token);
  }

  /** Whether the list has it. */
  has(id: string): boolean {
    return this.#tokens.has(id) || this.#passing.has(id);
  }

  /** Notes that a token was used just now. */
  use(id: string): void {
    const now = this.#options.clock.now();
    const home = this.#passing.has(id) ? this.#passing : this.#tokens;
    const token = home.get(id);
    if (!token || (token.lastUsedAt !== null && now - token.lastUsedAt < USE_PRECISION_MS)) return;
    home.set(id, { ...token, lastUsedAt: Math.round(now) });
    if (home === this.#tokens) this.#commits.soon();
  }

  /**
   * From now on it is revoked, whatever the disk says; resolves when that is durable.
   * @returns False when there is no such token.
   * @throws the file system's error; it is tried again.
   */
  async revoke(id: string): Promise<boolean> {
    const token = this.#tokens.get(id) ?? this.#passing.get(id);
    if (!token) return false;
    this.#passing.delete(id);
    const revokedAt = token.revokedAt ?? Math.round(this.#options.clock.now());
    this.#tokens.set(id, { ...token, revokedAt });
    await this.#commits.now();
    return true;
  }

  /** Writes the list, for a folder that was deleted. @throws the file system's error. */
  save(): Promise<void> {
    return this.#commits.now();
  }

  /** Makes a last attempt to save what is not. */
  close(): Promise<void> {
    return this.#commits.close();
  }

  #text(): string {
    const now = this.#options.clock.now();
    // An expired token is refused for that alone: nothing has to be remembered of it.
    const tokens = [...this.#tokens.values()].filter(({ expiresAt }) => expiresAt > now);
    return `${JSON.stringify({ version: 1, tokens })}\n`;
  }
}

function parse(text: string): readonly KnownToken[] | null {
  try {
    return fileShape.parse(JSON.parse(text)).tokens;
  } catch {
    return null;
  }
}
