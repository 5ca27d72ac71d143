import type { Reply } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';
import type { FakeTransport } from './fake-transport';

type Token = RequestResult<'list_tokens'>['items'][number];

const DAY_MS = 86_400_000;
const text = (ago: number): string => new Date(Date.now() - ago).toISOString();
const ok = <T>(value: T): Reply<T> => ({ ok: true, value });

/** Tokens and diagnostics without services: tokens that are made let nobody in. */
export function answerAccess(fake: FakeTransport): void {
  const startedAt = Date.now();
  let tokens = TOKENS;
  let count = tokens.length;
  fake
    .answer('get_diagnostics', () => ok(diagnosticsAt(startedAt, Date.now() - startedAt)))
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

const connection = {
  ...{ transport: 'websocket', address: '127.0.0.1', waiting: 0, waiting_bytes: 0 },
} as const;

function diagnosticsAt(startedAt: number, age: number): RequestResult<'get_diagnostics'> {
  const wave = (size: number): number => Math.round(size * (1.2 + Math.sin(age / 3000)));
  const since = (ago: number): string => new Date(startedAt - ago).toISOString();
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0';
  const slow = { waiting: 320, waiting_bytes: 84_112, latency_ms: wave(260) };
  return {
    connections: [
      {
        ...{ ...connection, name: 'this session', program: firefox, scope: 'write' },
        ...{ since: since(3_600_000), following: 21, received: 400 + age / 1900 },
        ...{ sent: 90_000 + age / 31, latency_ms: wave(1.2) },
      },
      {
        ...{ ...connection, name: 'Grafana at home', program: 'python-requests/2.31' },
        ...{ address: '192.168.1.23', scope: 'read', since: since(9_000_000), following: 1 },
        ...{ received: 9, sent: 2000 + age / 4000, ...slow },
      },
    ],
    event_loop: age < 1000 ? null : { mean_ms: 0.2, p99_ms: 1.4, max_ms: wave(8) },
    feeds: [
      { venue: 'spot', delay: { mean_ms: wave(38), p99_ms: 128 } },
      { venue: 'futures', delay: null },
    ],
    timestamp: text(0),
  };
}
