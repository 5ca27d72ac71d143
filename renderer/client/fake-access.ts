import type { Reply } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';
import type { FakeTransport } from './fake-transport';

type Token = RequestResult<'list_tokens'>['items'][number];

const DAY_MS = 86_400_000;
const text = (ago: number): string => new Date(Date.now() - ago).toISOString();
const ok = <T>(value: T): Reply<T> => ({ ok: true, value });

/** Tokens without services: those made let nobody in. */
export function answerAccess(fake: FakeTransport): void {
  let tokens = TOKENS;
  let count = tokens.length;
  fake
    .answer('list_tokens', () => ok({ items: [...tokens], next: null }))
    .answer('create_token', ({ name, scope, ttl_s: life }) => {
      count += 1;
      const made = { id: `token-${count}`, name, scope, expires_at: text(-life * 1000) };
      const rest = { created_at: text(0), last_used_at: null, revoked_at: null, current: false };
      tokens = [{ ...made, ...rest }, ...tokens];
      const claims = btoa(JSON.stringify({ jti: made.id, scope, aud: 'tickwatch-api' }));
      return ok({ ...made, token: `eyJhbGciOiJIUzI1NiJ9.${claims}.${'fake'.repeat(10)}` });
    })
    .answer('revoke_token', ({ id }) => {
      tokens = tokens.map((one) => (one.id === id ? { ...one, revoked_at: text(0) } : one));
      return ok({ id });
    });
}

const fresh = { revoked_at: null, current: false } as const;

const TOKENS: readonly Token[] = [
  {
    ...{ ...fresh, id: 'token-4', name: 'this session', scope: 'write', current: true },
    ...{ created_at: text(3_600_000), expires_at: text(-DAY_MS), last_used_at: text(20_000) },
  },
  {
    ...{ ...fresh, id: 'token-3', name: 'Grafana at home', scope: 'read' },
    ...{ created_at: text(9 * DAY_MS), expires_at: text(-81 * DAY_MS), last_used_at: text(70_000) },
  },
  {
    ...{ ...fresh, id: 'token-2', name: 'Rebalancing script on the old laptop', scope: 'write' },
    ...{ created_at: text(2 * DAY_MS), expires_at: text(-5 * DAY_MS), last_used_at: null },
  },
  {
    ...{ ...fresh, id: 'token-1', name: 'Phone', scope: 'read', revoked_at: text(DAY_MS) },
    ...{ created_at: text(20 * DAY_MS), expires_at: text(-DAY_MS), last_used_at: text(2 * DAY_MS) },
  },
];
