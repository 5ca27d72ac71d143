import { expect, test } from 'vitest';
import { RuleTime } from './rule-time';

test('time comes as far as the turn before, less what trades may take on their way', () => {
  const time = new RuleTime();
  expect([10_000, 10_250, 13_000, 13_250].map((now) => time.reach(now))).toEqual([
    ...[null, 9000, 9250, 12_000],
  ]);
});

test('after sleep it stands still until the feeds can have noticed, and no longer', () => {
  const time = new RuleTime();
  time.reach(0);
  const reached = Array.from({ length: 10 }, (_, n) => time.reach(3_600_000 + 6000 * n));
  expect(reached.slice(0, 8)).toEqual(Array(8).fill(null));
  expect(reached[8]).toBe(3_600_000 + 6000 * 7 - 1000);
});
