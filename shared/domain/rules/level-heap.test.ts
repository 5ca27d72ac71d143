import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LevelHeap } from './level-heap';

test('however items are put, moved and dropped, they come out by key', () => {
  const move = fc.tuple(fc.nat(20), fc.oneof(fc.nat(50), fc.constant(Infinity)));
  fc.assert(
    fc.property(fc.array(move, { maxLength: 200 }), (moves) => {
      const heap = new LevelHeap<'slot', { slot: number }>('slot');
      const items = Array.from({ length: 21 }, () => ({ slot: -1 }));
      const expected = new Map<object, number>();
      for (const [n, key] of moves) {
        heap.set(items[n]!, key);
        if (key === Infinity) expected.delete(items[n]!);
        else expected.set(items[n]!, key);
        expect(heap.keyOf(items[n]!)).toBe(key);
        expect(heap.topKey).toBe(Math.min(...expected.values()));
      }
      const keys: number[] = [];
      while (heap.size > 0) {
        keys.push(heap.topKey);
        expect(expected.delete(heap.pop()!)).toBe(true);
      }
      expect(keys).toEqual(keys.toSorted((a, b) => a - b));
      expect(expected.size).toBe(0);
      expect(items.every(({ slot }) => slot === -1)).toBe(true);
    }),
  );
});
