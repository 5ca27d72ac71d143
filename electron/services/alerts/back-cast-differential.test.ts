import { expect, test } from 'vitest';
import { compareWithBackCast } from './back-cast-differential';

const SEED = 5;

test(`a market lived through fires where the back-cast says, rule by rule (seed ${SEED})`, async () => {
  const compared = await compareWithBackCast(SEED, 1);
  expect(compared.flatMap(({ differences }) => differences)).toEqual([]);
  expect(compared.filter(({ isExact }) => !isExact)).toEqual([]);
  expect(compared.filter(({ live }) => live > 0).length).toBeGreaterThan(11);
});
