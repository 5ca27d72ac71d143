import { expect, test } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { ServerClock } from './server-clock';

const HOUR = 3_600_000;

test('a reading holds for the middle of its round trip', () => {
  const clock = new FakeClock();
  const server = new ServerClock(clock);
  clock.advance(1000);
  server.calibrate(5_000_000, 600, 1000);
  expect(server.now()).toBe(5_000_200);
  clock.advance(50);
  expect(server.now()).toBe(5_000_250);
});

test('fault 34: a wall clock that jumps does not move the venue’s clock', () => {
  let wall = Date.UTC(2026, 0, 1);
  let elapsed = 0;
  const clock = Object.assign(new FakeClock(), { now: () => wall, monotonic: () => elapsed });
  const server = new ServerClock(clock);
  server.calibrate(7_000_000, 0, 0);
  for (const jump of [HOUR, -24 * HOUR, 24 * HOUR]) {
    wall += jump;
    elapsed += 100;
  }
  expect(server.now()).toBe(7_000_300);
});

test('from the first reading on it never goes back, whatever is measured or stamped', () => {
  const clock = new FakeClock();
  const server = new ServerClock(clock);
  server.calibrate(1_000_000, 0, 0);
  let before = server.now();
  for (const step of [5000, -9000, 20, -1, 700_000, -700_000]) {
    if (step > 0) server.observe(server.now() + step);
    else server.calibrate(server.now() + step, clock.monotonic(), clock.monotonic());
    clock.advance(10);
    expect(server.now()).toBeGreaterThanOrEqual(before);
    before = server.now();
  }
});

test('fault 37: one event stamped ten minutes ahead does not carry it away, ones behind do not push it back', () => {
  const clock = new FakeClock();
  const server = new ServerClock(clock);
  server.calibrate(1_000_000, 0, 0);
  expect(server.observe(1_001_500)).toBe(true);
  expect(server.now()).toBe(1_001_500);
  expect(server.observe(1_600_000)).toBe(false);
  expect(server.now()).toBe(1_002_000);
  expect(server.observe(400_000)).toBe(true);
  expect(server.now()).toBe(1_002_000);
  expect(server.measured()).toBe(1_000_000);
  clock.advance(60_000);
  expect(server.now()).toBe(1_060_000);
});

test('fault 37: a venue that is ten minutes ahead is followed by the next reading', () => {
  const clock = new FakeClock();
  const server = new ServerClock(clock);
  server.calibrate(1_000_000, 0, 0);
  expect(server.observe(1_600_000)).toBe(false);
  server.calibrate(1_600_000, 0, 0);
  expect(server.now()).toBe(1_600_000);
  expect(server.observe(1_600_100)).toBe(true);
});

test('before the first reading an event ahead counts for little, and for nothing after it', () => {
  const clock = new FakeClock();
  const server = new ServerClock(clock);
  expect(server.observe(clock.now() + 600_000)).toBe(false);
  expect(server.now()).toBe(clock.now() + 2000);
  server.calibrate(clock.now(), 0, 0);
  expect(server.now()).toBe(clock.now());
});
