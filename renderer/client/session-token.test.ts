import { describe, expect, it, vi } from 'vitest';
import { SessionToken } from './session-token';

function memory(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  } as unknown as Storage;
}

const at = (hash: string) => ({ hash, pathname: '/', search: '?x=1' });

describe('SessionToken', () => {
  it('moves the token out of the address into the tab', () => {
    const token = new SessionToken(memory());
    const replaceState = vi.fn();
    token.takeFrom(at('#token=abc.def-ghi_jkl.mno'), { replaceState });
    expect(token.get()).toBe('abc.def-ghi_jkl.mno');
    expect(replaceState).toHaveBeenCalledWith(null, '', '/?x=1');
  });

  it('leaves an address without a token alone, and keeps the token it has', () => {
    const token = new SessionToken(memory());
    token.set('kept.kept.kept');
    const replaceState = vi.fn();
    token.takeFrom(at('#chart'), { replaceState });
    expect(replaceState).not.toHaveBeenCalled();
    expect(token.get()).toBe('kept.kept.kept');
  });

  it.each(['junk', `${'a'.repeat(70_000)}.b.c`, '<script>.b.c'])(
    'does not give the token it has for what cannot be one',
    (text) => {
      const token = new SessionToken(memory());
      token.set('good.good.good');
      const replaceState = vi.fn();
      expect(token.takeFrom(at(`#token=${text}`), { replaceState })).toBe(false);
      expect(replaceState).toHaveBeenCalledOnce();
      expect(token.get()).toBe('good.good.good');
    },
  );

  it('cleans the address of an empty token without taking it', () => {
    const token = new SessionToken(memory());
    const replaceState = vi.fn();
    token.takeFrom(at('#token='), { replaceState });
    expect(replaceState).toHaveBeenCalledOnce();
    expect(token.get()).toBeNull();
  });

  it('forgets a token that was refused', () => {
    const token = new SessionToken(memory());
    token.set('old');
    token.clear();
    expect(token.get()).toBeNull();
  });
});
