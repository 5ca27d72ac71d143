import { expect, it } from 'vitest';
import { Lru } from './lru';

it('keeps what was used last and makes the rest anew', () => {
  const lru = new Lru<string, number>(2);
  let made = 0;
  const take = (key: string) => lru.take(key, () => (made += 1));
  expect([take('a'), take('b'), take('a')]).toEqual([1, 2, 1]);
  expect(take('c')).toBe(3);
  expect([take('a'), take('c')]).toEqual([1, 3]);
  expect(take('b')).toBe(4);
});
