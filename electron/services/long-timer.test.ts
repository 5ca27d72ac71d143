import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock';
import { afterLong } from './long-timer';

const DAY_MS = 86_400_000;

test('a wait longer than a timer can hold ends when it should, once', () => {
  const clock = new FakeClock();
  let calls = 0;
  afterLong(clock, 60 * DAY_MS, () => calls++);
  clock.advance(60 * DAY_MS - 1);
  expect(calls).toBe(0);
  clock.advance(1);
  expect(calls).toBe(1);
  expect(clock.pending).toBe(0);
});

test('no timer asks for more than Node can wait', () => {
  const clock = new FakeClock();
  const asked: number[] = [];
  const after = (ms: number, run: () => void) => {
    asked.push(ms);
    return FakeClock.prototype.after.call(clock, ms, run);
  };
  clock.after = after;
  afterLong(clock, 60 * DAY_MS, () => undefined);
  clock.advance(60 * DAY_MS);
  expect(Math.max(...asked)).toBeLessThan(2 ** 31);
  expect(asked.reduce((sum, ms) => sum + ms)).toBe(60 * DAY_MS);
});

test('a long wait can be given up after its first leg', () => {
  const clock = new FakeClock();
  let calls = 0;
  const timer = afterLong(clock, 30 * DAY_MS, () => calls++);
  clock.advance(29 * DAY_MS);
  timer.cancel();
  clock.advance(30 * DAY_MS);
  expect(calls).toBe(0);
});

test('a time that has passed is due at once', () => {
  const clock = new FakeClock();
  let calls = 0;
  afterLong(clock, -5, () => calls++);
  clock.advance(0);
  expect(calls).toBe(1);
});
