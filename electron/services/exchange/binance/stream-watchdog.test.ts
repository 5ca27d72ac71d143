import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeClock } from '../../fake-clock';
import type { StreamEnd } from './stream-end';
import { StreamWatchdog } from './stream-watchdog';
import { VENUE_RULES } from './venue-rules';

let clock: FakeClock;
/** How far the monotonic clock is ahead of the timers: the time for which the program stood still. */
let blockedMs: number;
let askedAt: number | null;
let ends: StreamEnd[];
let watchdog: StreamWatchdog;

const causes = (): string[] => ends.map(({ cause }) => cause);

beforeEach(() => {
  clock = new FakeClock();
  blockedMs = 0;
  askedAt = null;
  ends = [];
  const monotonic = clock.monotonic.bind(clock);
  vi.spyOn(clock, 'monotonic').mockImplementation(() => monotonic() + blockedMs);
  watchdog = new StreamWatchdog({
    rules: VENUE_RULES.spot,
    clock,
    askedAt: () => askedAt,
    onDead: (end) => ends.push(end),
  });
});

afterEach(() => {
  watchdog.stop();
  expect(clock.pending).toBe(0);
});

test.each([5000, 60_000])(
  'fault 50: after %i ms of standing still the buffers are read before anything is judged',
  (ms) => {
    watchdog.opened();
    watchdog.expectData();
    clock.advance(8500);
    askedAt = clock.monotonic();
    blockedMs += ms;
    clock.advance(500);
    expect(ends).toEqual([]);
    // What lay in the buffers arrives between the two checks.
    watchdog.heardData(clock.monotonic());
    askedAt = null;
    clock.advance(9000);
    expect(ends).toEqual([]);
    clock.advance(1000);
    expect(causes()).toEqual(['stalled']);
  },
);

test('fault 50: a connection that died while the program stood still is given up a second later', () => {
  watchdog.opened();
  blockedMs += 60_000;
  clock.advance(1000);
  expect(ends).toEqual([]);
  clock.advance(1000);
  expect(causes()).toEqual(['silent']);
});

test('fault 50: a program that stands still again and again judges all the same in the end', () => {
  watchdog.opened();
  for (let n = 0; n < 4; n++) {
    expect(ends).toEqual([]);
    blockedMs += 60_000;
    clock.advance(1000);
  }
  expect(causes()).toEqual(['silent']);
});

test('fault 50: a handshake under way is not judged right after standing still', () => {
  blockedMs += 12_000;
  clock.advance(1000);
  expect(ends).toEqual([]);
  watchdog.opened();
  clock.advance(10_000);
  expect(ends).toEqual([]);
});

test('a ping is a sign of life of the line and never of the streams', () => {
  watchdog.opened();
  watchdog.expectData();
  for (let n = 0; n < 10; n++) {
    clock.advance(1000);
    watchdog.heard();
  }
  expect(causes()).toEqual(['stalled']);
});

test('data keeps everything alive', () => {
  watchdog.opened();
  watchdog.expectData();
  for (let n = 0; n < 100; n++) {
    clock.advance(9000);
    watchdog.heardData(clock.monotonic());
  }
  expect(ends).toEqual([]);
});
