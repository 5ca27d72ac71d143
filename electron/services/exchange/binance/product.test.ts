import { expect, test } from 'vitest';
import { FUTURES, SPOT } from './product';

const names = (count: number): string[] => Array.from({ length: count }, (_, n) => `S${n}USDT`);
const cost = (product: typeof SPOT, path: string, queries: readonly object[]): number =>
  queries.reduce((sum, query) => sum + product.weightOf(path, query as Record<string, string>), 0);

test.each([
  [SPOT, 1, 2],
  [SPOT, 20, 2],
  [SPOT, 100, 40],
  [FUTURES, 1, 1],
  [FUTURES, 39, 39],
  [FUTURES, 100, 40],
])('%# 24 h summaries cost what the venue takes', (product, count, weight) => {
  const queries = product.summaryQueries(names(count));
  expect(cost(product, product.paths.summaries, queries)).toBe(weight);
});

test.each([
  [1, 1],
  [9, 9],
  [50, 10],
])('mark prices of %d contracts cost %d', (count, weight) => {
  const queries = FUTURES.premiumQueries(names(count));
  expect(cost(FUTURES, '/fapi/v1/premiumIndex', queries)).toBe(weight);
});

test.each([
  [100, 1],
  [101, 2],
  [500, 2],
  [501, 5],
  [1000, 5],
  [1500, 10],
  [undefined, 5],
])('%s candles of a contract cost %d', (limit, weight) => {
  const query: Record<string, number> = limit === undefined ? {} : { limit };
  expect(FUTURES.weightOf('/fapi/v1/klines', query)).toBe(weight);
});

test('a path nobody weighed counts as dear', () => {
  expect(SPOT.weightOf('/api/v3/unknown', {})).toBe(80);
  expect(FUTURES.weightOf('/fapi/v1/unknown', {})).toBe(80);
});
