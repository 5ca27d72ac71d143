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
    token.takeFrom(at('#token=abc.def-ghi_jkl'), { replaceState });
    expect(token.get()).toBe('abc.def-ghi_jkl');
    expect(replaceState).toHaveBeenCalledWith(null, '', '/?x=1');
  });

  it('leaves an address without a token alone, and keeps the token it has', () => {
    const token = new SessionToken(memory());
    token.set('kept');
    const replaceState = vi.fn();
    token.takeFrom(at('#chart'), { replaceState });
    expect(replaceState).not.toHaveBeenCalled();
    expect(token.get()).toBe('kept');
  });

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
