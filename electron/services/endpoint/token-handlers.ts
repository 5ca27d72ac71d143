import type { Handlers } from '../handler-map';
import type { Auth } from './auth';

export interface TokenServices {
  readonly auth: Pick<Auth, 'mint' | 'list' | 'revoke'>;
}

/** The handlers of requests about tokens. */
export function tokenHandlers({ auth }: TokenServices) {
  return {
    create_token: async ({ name, scope, ttl_s }) => {
      const { token, known } = await auth.mint({ name, scope, ttlMs: ttl_s * 1000 });
      return { id: known.id, token, name, scope, expires_at: iso(known.expiresAt) };
    },
    list_tokens: (_params, client) => ({
      items: auth.list().map((token) => ({
        id: token.id,
        name: token.name,
        scope: token.scope,
        created_at: iso(token.createdAt),
        expires_at: iso(token.expiresAt),
        last_used_at: token.lastUsedAt === null ? null : iso(token.lastUsedAt),
        revoked_at: token.revokedAt === null ? null : iso(token.revokedAt),
        current: token.id === client.tokenId,
      })),
      next: null,
    }),
    revoke_token: async ({ id }) => {
      await auth.revoke(id);
      return { id };
    },
  } satisfies Partial<Handlers>;
}

const iso = (time: number): string => new Date(time).toISOString();
