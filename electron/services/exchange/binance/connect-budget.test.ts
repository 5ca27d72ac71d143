import { expect, test } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { ConnectBudget } from './connect-budget';

test('twenty attempts go at once, then one each seven and a half seconds', () => {
  const clock = new FakeClock();
  const budget = new ConnectBudget(clock);
  const waits = Array.from({ length: 21 }, () => budget.take());
  expect(waits).toEqual([...Array<number>(20).fill(0), 7500]);
  clock.advance(7499);
  expect(budget.take()).toBe(1);
  clock.advance(1);
  expect(budget.take()).toBe(0);
  expect(budget.take()).toBe(7500);
});

test('whoever takes all there is gets at most 60 attempts in any five minutes', () => {
  const clock = new FakeClock();
  const budget = new ConnectBudget(clock);
  const taken: number[] = [];
  for (let n = 0; n < 1000; n++) {
    while (budget.take() === 0) taken.push(clock.monotonic());
    // A long pause now and then, so that the bucket fills up.
    clock.advance(n % 100 === 0 ? 400_000 : 777);
  }
  expect(taken.length).toBeGreaterThan(200);
  taken.forEach((at, n) => expect(taken[n + 60] ?? Infinity).toBeGreaterThanOrEqual(at + 300_000));
});
