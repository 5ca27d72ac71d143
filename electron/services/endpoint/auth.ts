import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { readIfThere, writeDurably } from '../store/durable-file';

const ISSUER = 'tickwatch';
const AUDIENCE = 'tickwatch-api';
const KEY_ID = 'k1';
const SECRET_BYTES = 32;
const CLOCK_TOLERANCE_S = 30;

/** What a valid token allows. */
export interface Grant {
  readonly tokenId: string;
  readonly scope: 'read' | 'write';
  /** ms UTC. */
  readonly expiresAt: number;
}

const claims = z.object({
  jti: z.string().min(1),
  scope: z.enum(['read', 'write']),
  exp: z.number(),
});

/** Issues and checks the tokens of the local endpoint: HS256 with a secret of this installation. */
export class Auth {
  private constructor(
    private readonly file: string,
    private readonly secret: Uint8Array,
    private readonly clock: Clock,
  ) {}

  /**
   * Reads the installation's secret, or makes one; on a full disk it holds until the program ends.
   * @throws the file system's error when it may not be read.
   */
  static async open(dataDir: string, clock: Clock, logger: Logger): Promise<Auth> {
    const file = join(dataDir, 'auth-secret');
    const text = (await readIfThere(file))?.trim() ?? null;
    if (text !== null && /^[0-9a-f]{64}$/.test(text)) {
      return new Auth(file, Buffer.from(text, 'hex'), clock);
    }
    if (text !== null) {
      logger.warn('The secret was damaged; a new one is made and older tokens are void', { file });
    }
    const auth = new Auth(file, randomBytes(SECRET_BYTES), clock);
    await auth.save().catch((error: unknown) => {
      logger.error('The secret could not be saved: tokens are void after a restart', {
        error: String(error),
      });
    });
    return auth;
  }

  /** Writes the secret, for a folder that was deleted. @throws the file system's error. */
  save(): Promise<void> {
    return writeDurably(this.file, `${Buffer.from(this.secret).toString('hex')}\n`);
  }

  /** @param ttlMs How long the token is good for. */
  issue(scope: Grant['scope'], ttlMs: number): Promise<string> {
    const now = Math.floor(this.clock.now() / 1000);
    return new SignJWT({ scope })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: KEY_ID })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + Math.floor(ttlMs / 1000))
      .sign(this.secret);
  }

  /** Null for every token that is not one of ours, unexpired and complete. */
  async verify(token: unknown): Promise<Grant | null> {
    if (typeof token !== 'string' || token.length > 4096) return null;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.secret, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: 'JWT',
        requiredClaims: ['exp', 'jti'],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(this.clock.now()),
      });
      const { jti, scope, exp } = claims.parse(payload);
      if (protectedHeader.kid !== KEY_ID) return null;
      return { tokenId: jti, scope, expiresAt: exp * 1000 };
    } catch {
      // Why it was refused is of no use to whoever presents it.
      return null;
    }
  }
}

/** The token in an `Authorization: Bearer …` header; null without one. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/.exec(header ?? '')?.[1] ?? null;
}
