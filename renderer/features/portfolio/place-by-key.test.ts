import { expect, test } from 'vitest';
import { placeByKey } from './place-by-key';

const slots = [1, 2, null, 4, 5].map((equity, place) => ({
  ...{ time: place, equity, peak: equity, pnl: null },
}));

test.each<[string, number | null, number | null | undefined]>([
  ['ArrowLeft', null, 4],
  ['ArrowLeft', 3, 1],
  ['ArrowLeft', 0, 0],
  ['ArrowRight', 1, 3],
  ['ArrowRight', 4, 4],
  ['Home', 3, 0],
  ['End', 0, 4],
  ['Escape', 2, null],
  ['Escape', null, undefined],
  ['a', 2, undefined],
])('%s at %j goes to %j', (key, place, to) => {
  expect(placeByKey(key, place, slots)).toBe(to);
});

test('nothing is pointed at where nothing is', () => {
  expect(placeByKey('Home', null, [])).toBeUndefined();
});
