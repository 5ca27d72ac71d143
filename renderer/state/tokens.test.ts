import { describe, expect, it } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { Tokens, type KnownToken } from './tokens.svelte';

const TIME = '2026-01-01T00:00:00.000Z';
const token = (id: string, revoked = false): KnownToken => ({
  ...{ id, name: id, scope: 'read', created_at: TIME, expires_at: TIME, last_used_at: null },
  ...{ revoked_at: revoked ? TIME : null, current: false },
});
const ORDER = { name: 'bot', scope: 'read', ttl_s: 60 } as const;
const LIMIT = { ok: false, error: { code: 'LIMIT', message: 'Too many.' } } as const;

function harness() {
  let items = [token('old', true), token('phone')];
  const transport = new FakeTransport()
    .answer('list_tokens', () => ({ ok: true, value: { items, next: null } }))
    .answer('create_token', ({ name, scope }) => {
      items = [token('new'), ...items];
      const made = { id: 'new', token: 'a.b.c', name, scope, expires_at: TIME };
      return { ok: true, value: made };
    })
    .answer('revoke_token', ({ id }) => {
      items = items.map((one) => (one.id === id ? token(id, true) : one));
      return { ok: true, value: { id } };
    });
  return { transport, tokens: new Tokens(transport) };
}

const idsOf = (tokens: Tokens) => tokens.items?.map(({ id }) => id);

describe('Tokens', () => {
  it('lists those that are let in before those that are not', async () => {
    const { tokens } = harness();
    expect(tokens.items).toBeNull();
    await tokens.load();
    expect(idsOf(tokens)).toEqual(['phone', 'old']);
  });

  it('shows a token it has made until that is put away', async () => {
    const { tokens } = harness();
    expect(await tokens.make(ORDER)).toBe(true);
    expect([tokens.made?.token, idsOf(tokens)]).toEqual(['a.b.c', ['new', 'phone', 'old']]);
    tokens.putAway();
    expect(tokens.made).toBeNull();
  });

  it('no longer shows a token that is revoked', async () => {
    const { tokens } = harness();
    await tokens.make(ORDER);
    expect(await tokens.revoke('new')).toBe(true);
    expect([tokens.made, idsOf(tokens)]).toEqual([null, ['phone', 'new', 'old']]);
  });

  it('keeps the list and says why when a token is refused', async () => {
    const { tokens, transport } = harness();
    await tokens.load();
    transport.answer('create_token', () => LIMIT);
    expect(await tokens.make(ORDER)).toBe(false);
    expect([tokens.error?.code, tokens.made, idsOf(tokens)]).toEqual([
      ...['LIMIT', null],
      ['phone', 'old'],
    ]);
    expect(await tokens.revoke('phone')).toBe(true);
    expect(tokens.error).toBeNull();
  });
});
