import { expect, it } from 'vitest';
import { outcomeMedians } from './outcome-medians';

const after = (mfe: number) => ({
  outcome: { '15m': { mfe, mae: -mfe / 2 }, '1h': null, '4h': null },
});

it('medians count what is known, of an even number the middle of two', () => {
  expect(outcomeMedians([after(4), { outcome: null }, after(1), after(2), after(100)])).toEqual([
    { span: '15m', mfe: 3, mae: -1.5 },
  ]);
  expect(outcomeMedians([])).toEqual([]);
});
