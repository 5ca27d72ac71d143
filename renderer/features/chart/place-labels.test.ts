import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeLabels } from './place-labels';

const room = { top: 0, bottom: 300, height: 20 };
const at = (...heights: number[]) => heights.map((y) => ({ y }));

it('labels with room between them stand where they belong', () => {
  expect(placeLabels(at(250, 40, 100), room)).toEqual([250, 40, 100]);
});

it('labels that would cover each other are moved apart evenly', () => {
  expect(placeLabels(at(100, 104), room)).toEqual([92, 112]);
  expect(placeLabels(at(100, 100, 100), room)).toEqual([80, 100, 120]);
});

it('labels at an edge stay inside', () => {
  expect(placeLabels(at(-50, 2, 299), room)).toEqual([10, 30, 290]);
});

it('a fixed label does not give way', () => {
  const [first, fixed = 0] = placeLabels([{ y: 99 }, { y: 100, isFixed: true }], room);
  expect(fixed).toBeCloseTo(100, 3);
  expect(first).toBeCloseTo(80, 3);
});

it('what there is no room for is left out, the last ones first', () => {
  const placed = placeLabels(at(...Array<number>(5).fill(30)), { ...room, bottom: 60 });
  expect(placed).toEqual([10, 30, 50, null, null]);
  expect(placeLabels(at(10), { top: 0, bottom: 10, height: 20 })).toEqual([null]);
});

it('no label ever covers another or leaves the room, wherever they would like to stand', () => {
  const heights = fc.array(fc.integer({ min: -50, max: 350 }), { minLength: 1, maxLength: 15 });
  fc.assert(
    fc.property(heights, (wanted) => {
      const sorted = placeLabels(at(...wanted), room)
        .map(Number)
        .sort((a, b) => a - b);
      const gaps = sorted.slice(1).map((y, place) => y - (sorted[place] ?? 0));
      expect(Math.min(20, ...gaps)).toBeGreaterThan(19.999);
      expect(sorted[0]).toBeGreaterThan(9.999);
      expect(sorted.at(-1)).toBeLessThan(290.001);
    }),
  );
});
