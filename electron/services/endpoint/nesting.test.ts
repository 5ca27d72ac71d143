import { expect, test } from 'vitest';
import { isTooDeep } from './nesting';

const nested = (depth: number): unknown =>
  JSON.parse(`${'{"a":['.repeat(depth / 2)}${']}'.repeat(depth / 2)}`);

test('what is nested as deep as anything may be is taken, what is deeper is not', () => {
  expect(isTooDeep(nested(32))).toBe(false);
  expect(isTooDeep(nested(34))).toBe(true);
  for (const flat of [null, 7, 'x', [], {}, { a: [1, null, 'x'] }])
    expect(isTooDeep(flat)).toBe(false);
});

test('tens of thousands of brackets do not overflow anything', () => {
  expect(isTooDeep(JSON.parse('['.repeat(30_000) + ']'.repeat(30_000)))).toBe(true);
});
