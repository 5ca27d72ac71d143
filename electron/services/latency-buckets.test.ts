import { expect, test } from 'vitest';
import { LatencyBuckets } from './latency-buckets';

test.each([
  [-600_000, 1],
  [0, 1],
  [1, 1],
  [1.01, 2],
  [2, 2],
  [3, 4],
  [4, 4],
  [4.5, 8],
  [65_536, 65_536],
  [65_537, Infinity],
  [1e12, Infinity],
])('%d ms are counted up to %d ms', (ms, bound) => {
  const buckets = new LatencyBuckets();
  buckets.observe(ms);
  expect([...buckets.bounds, Infinity][buckets.counts.indexOf(1)]).toBe(bound);
  expect(buckets.sum).toBe(Math.max(0, ms));
});
