import { expect, test } from 'vitest';
import { LatencyBuckets } from './latency-buckets';
import { LatencyReader } from './latency-reader';

test('tells what was observed since the look before, each latency by itself', () => {
  const [one, other] = [new LatencyBuckets(), new LatencyBuckets()];
  const reader = new LatencyReader();
  for (let count = 0; count < 99; count += 1) one.observe(3);
  one.observe(300);
  expect(reader.read(one)).toEqual({ mean: 5.97, p99: 4 });
  expect(reader.read(one)).toBeNull();
  one.observe(40);
  other.observe(1);
  expect([reader.read(one), reader.read(other)]).toEqual([
    { mean: 40, p99: 64 },
    { mean: 1, p99: 1 },
  ]);
});

test('knows no bound of what is beyond the last one', () => {
  const buckets = new LatencyBuckets();
  buckets.observe(100_000);
  expect(new LatencyReader().read(buckets)).toEqual({ mean: 100_000, p99: null });
});
