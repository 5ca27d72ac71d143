import { expect, it } from 'vitest';
import { groupMarks, groupSpan } from './group-marks';

it('marks of one candle are one mark with a count, those of others stand alone', () => {
  expect(groupMarks([-1, 3, 3, 3, 4, 9], 1)).toEqual([
    { place: 3, count: 3 },
    { place: 4, count: 1 },
    { place: 9, count: 1 },
  ]);
});

it('where candles are narrow, marks of neighbors are counted together at the newest', () => {
  expect(groupMarks([0, 3, 4, 7, 8], 4)).toEqual([
    { place: 3, count: 2 },
    { place: 7, count: 2 },
    { place: 8, count: 1 },
  ]);
});

it('groups grow by doubling as candles get narrower', () => {
  expect([20, 14, 8, 7, 3, 1.5, 0].map(groupSpan)).toEqual([1, 1, 2, 2, 8, 16, 256]);
});
