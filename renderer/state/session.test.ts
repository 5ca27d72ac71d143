import { describe, expect, it, vi } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { Locale } from '../i18n/i18n.svelte';
import { Session } from './session.svelte';

const store = { getItem: () => null, setItem: () => undefined };

function sessionWith(lines: (FakeTransport | null)[]) {
  const token = { set: vi.fn(() => true), clear: vi.fn() };
  const open = () => Promise.resolve(lines.shift() ?? null);
  return {
    token,
    session: new Session({ open, token, store, locale: new Locale(store, ['en']), hasRoom: true }),
  };
}

describe('Session', () => {
  it('asks for a token where there is no way in without one', async () => {
    const { session } = sessionWith([null]);
    await session.start();
    expect([session.needsToken, session.wasRefused, session.workspace]).toEqual([
      true,
      false,
      null,
    ]);
  });

  it('asks again, and says why, when the token is turned away', async () => {
    const first = new FakeTransport({ state: 'connecting' });
    const second = new FakeTransport({ state: 'connecting' });
    const { session, token } = sessionWith([first, second]);
    await session.start();
    expect(session.needsToken).toBe(false);
    first.setLink({ state: 'unauthorized' });
    expect([session.needsToken, session.wasRefused, session.workspace]).toEqual([true, true, null]);
    expect(token.clear).toHaveBeenCalledOnce();
    await session.signIn('fresh');
    expect(token.set).toHaveBeenCalledWith('fresh');
    expect([session.needsToken, session.wasRefused]).toEqual([false, false]);
    session.workspace?.close();
  });
});
