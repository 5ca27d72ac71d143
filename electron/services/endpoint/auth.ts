import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { AppError } from '../../../shared/domain/errors';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { readIfThere, textFile, writeDurably } from '../store/durable-file';
import { formatKeys, freshKeys, newestOf, parseKeys, type SigningKeys } from './signing-keys';
import { TokenList, type KnownToken } from './token-list';

const ISSUER = 'tickwatch';
const AUDIENCE = 'tickwatch-api';
/** More are a mistake of a program that makes one for each run. */
const MAX_TOKENS = 1000;

type Scope = 'read' | 'write';

/** What a valid token allows. */
export interface Grant {
  readonly tokenId: string;
  readonly scope: Scope;
  /** ms UTC. */
  readonly expiresAt: number;
}

interface AuthPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** What a new token is to be. */
interface TokenOrder {
  readonly name: string;
  readonly scope: Scope;
  /** How long it is good for. */
  readonly ttlMs: number;
}

const claims = z.object({
  jti: z.string().min(1).max(64),
  scope: z.enum(['read', 'write']),
  iat: z.number().optional(),
  exp: z.number(),
});

/** Issues, checks and revokes the tokens of the local endpoint: HS256 with keys of this installation. */
export class Auth {
  readonly #onRevoked = new Set<(tokenId: string) => void>();

  private constructor(
    private readonly file: string,
    private readonly keys: SigningKeys,
    private readonly tokens: TokenList,
    private readonly clock: Clock,
  ) {}

  /**
   * Reads the installation's keys, or makes one; on a full disk it holds until the program ends.
   * @throws the file system's error when they may not be read.
   */
  static async open(dataDir: string, ports: AuthPorts): Promise<Auth> {
    const file = join(dataDir, 'auth-secret');
    const listOptions = { ...ports, file: textFile(join(dataDir, 'auth-tokens')) };
    const list = await TokenList.open(listOptions);
    const text = await readIfThere(file);
    const found = text === null ? null : parseKeys(text);
    if (found && list) return new Auth(file, found, list, ports.clock);
    if (text !== null) {
      const what = found ? 'list of tokens' : 'secret';
      const message = `The ${what} was damaged; a new secret is made and older tokens are void`;
      ports.logger.warn(message, { file });
    }
    // With the list what was revoked is forgotten: only another key keeps it out.
    const keys = freshKeys(found ? newestOf(found) : 0);
    const auth = new Auth(file, keys, list ?? TokenList.empty(listOptions), ports.clock);
    await auth.#saveNew(list === null).catch((error: unknown) => {
      ports.logger.error('The secret could not be saved: tokens are void after a restart', {
        error: String(error),
      });
    });
    return auth;
  }

  /** Writes the keys and the list, for a folder that was deleted. @throws the file system's error. */
  async save(): Promise<void> {
    await writeDurably(this.file, formatKeys(this.keys));
    await this.tokens.save();
  }

  /** The token of this run of the program; the list tells it as such. */
  async issue(scope: Scope, ttlMs: number): Promise<string> {
    const { token, known } = await this.#sign({ name: 'this session', scope, ttlMs });
    this.tokens.notice(known);
    return token;
  }

  /**
   * Makes a token that the list knows by name; resolves when the list is durable.
   * @throws {AppError} `LIMIT`, or `UNAVAILABLE` when it cannot be saved.
   */
  async mint(order: TokenOrder): Promise<{ readonly token: string; readonly known: KnownToken }> {
    if (this.tokens.all().length >= MAX_TOKENS) {
      throw new AppError('LIMIT', `There are ${MAX_TOKENS} tokens already; revoke some`);
    }
    const made = await this.#sign(order);
    await this.tokens.add(made.known).catch((error: unknown) => {
      throw new AppError('UNAVAILABLE', 'The token could not be saved', { cause: error });
    });
    return made;
  }

  /** Tokens that have not expired, newest first. */
  list(): KnownToken[] {
    return this.tokens.all();
  }

  /**
   * Revokes a token at once, for REST and live connections alike; resolves when that is durable.
   * @throws {AppError} `NOT_FOUND`, or `UNAVAILABLE` while it holds only until a restart.
   */
  async revoke(id: string): Promise<void> {
    const saving = this.tokens.revoke(id);
    // Those it lets in go now, not when the disk has answered.
    if (this.tokens.isRevoked(id)) for (const listener of this.#onRevoked) listener(id);
    const isKnown = await saving.catch((error: unknown) => {
      const message = 'The token is revoked, but this could not be saved yet';
      throw new AppError('UNAVAILABLE', message, { cause: error });
    });
    if (!isKnown) throw new AppError('NOT_FOUND', 'There is no such token');
  }

  /** Hears of each token that is revoked, until the returned function is called. */
  onRevoked(listener: (tokenId: string) => void): () => void {
    this.#onRevoked.add(listener);
    return () => void this.#onRevoked.delete(listener);
  }

  /** What the list calls a token. */
  nameOf(tokenId: string): string {
    return this.tokens.all().find(({ id }) => id === tokenId)?.name ?? '';
  }

  /** Whether what was granted still is. */
  holds({ tokenId, expiresAt }: Grant): boolean {
    return expiresAt > this.clock.now() && !this.tokens.isRevoked(tokenId);
  }

  /** Null for every token that is not one of ours, unexpired, unrevoked and complete. */
  async verify(token: unknown): Promise<Grant | null> {
    const grant = await this.#read(token);
    if (!grant || !this.holds(grant)) return null;
    this.tokens.use(grant.tokenId);
    return grant;
  }

  /** Waits for what is still to be saved. */
  close(): Promise<void> {
    return this.tokens.close();
  }

  async #read(token: unknown): Promise<Grant | null> {
    if (typeof token !== 'string' || token.length > 4096) return null;
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#keyOf(kid), {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: 'JWT',
        requiredClaims: ['exp', 'jti'],
        currentDate: new Date(this.clock.now()),
      });
      const { jti, scope, exp, iat } = claims.parse(payload);
      const grant = { tokenId: jti, scope, expiresAt: Math.round(exp * 1000) };
      if (!this.tokens.has(jti)) this.#notice(grant, iat ?? 0);
      return grant;
    } catch {
      // Why it was refused is of no use to whoever presents it.
      return null;
    }
  }

  #keyOf(kid: string | undefined): Uint8Array {
    const key = this.keys.get(kid ?? '');
    if (!key) throw new TypeError('No key has this id');
    return key;
  }

  /** Each run of the program has a token of its own, and they outlive it. */
  #notice({ tokenId, scope, expiresAt }: Grant, issuedAtS: number): void {
    const createdAt = Math.round(issuedAtS * 1000);
    const passing = { name: 'an earlier session', createdAt, lastUsedAt: null, revokedAt: null };
    this.tokens.notice({ id: tokenId, scope, expiresAt, ...passing });
  }

  async #sign({ name, scope, ttlMs }: TokenOrder) {
    const [keyId, key] = [...this.keys][0] ?? [];
    if (keyId === undefined || key === undefined) throw new TypeError('There is no key');
    const createdAt = Math.round(this.clock.now());
    const expiresAt = createdAt + ttlMs;
    const id = randomUUID();
    const token = await new SignJWT({ scope })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: keyId })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setJti(id)
      .setIssuedAt(createdAt / 1000)
      .setExpirationTime(expiresAt / 1000)
      .sign(key);
    const known: KnownToken = {
      ...{ id, name, scope, createdAt, expiresAt },
      ...{ lastUsedAt: null, revokedAt: null },
    };
    return { token, known };
  }

  async #saveNew(isListDamaged: boolean): Promise<void> {
    await writeDurably(this.file, formatKeys(this.keys));
    if (isListDamaged) await this.tokens.save();
  }
}

/**
 * The token in an `Authorization: Bearer …` header; null without one. The scheme has no case.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.1
 */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(header ?? '')?.[1] ?? null;
}
