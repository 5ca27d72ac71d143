import { beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { silentLogger } from '../../logger';
import { ClockFollower } from './clock-follower';
import { ServerClock } from './server-clock';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let clock: FakeClock;
let serverClock: ServerClock;
let follower: ClockFollower;
let readings: number;
/** How far the venue's clock is ahead of ours, ms. */
let skew: number;

beforeEach(() => {
  clock = new FakeClock();
  serverClock = new ServerClock(clock);
  readings = 0;
  skew = 0;
  follower = new ClockFollower({
    ...{ clock, serverClock, logger: silentLogger },
    measure: () => {
      readings++;
      serverClock.calibrate(clock.now() + skew, clock.monotonic(), clock.monotonic());
      return Promise.resolve();
    },
  });
  follower.measure();
});

test('one event ten minutes ahead is not believed, has the clock read anew, and is wrong after that too', () => {
  expect(follower.believes(clock.now() + 10 * MINUTE)).toBe(false);
  expect(readings).toBe(2);
  expect(follower.believes(clock.now())).toBe(true);
  expect(follower.believes(clock.now() + 10 * MINUTE)).toBe(false);
  expect(readings).toBe(2);
  clock.advance(5000);
  expect(follower.believes(clock.now() + 10 * MINUTE)).toBe(false);
  expect(readings).toBe(3);
});

test('events that are ahead among others that are not are never believed, however many', () => {
  for (let at = 0; at < 100; at++) {
    expect(follower.believes(clock.now() + 10 * MINUTE)).toBe(false);
    expect(follower.believes(clock.now())).toBe(true);
  }
});

test('a venue whose clock was set ahead is believed as soon as that was read', () => {
  skew = 10 * MINUTE;
  expect(follower.believes(clock.now() + skew)).toBe(false);
  expect(follower.believes(clock.now() + skew)).toBe(true);
});

test('a clock that was days slow when it was read is read again when events are refused for it', () => {
  skew = -10 * DAY;
  follower.measure();
  skew = 0;
  expect(follower.believes(clock.now())).toBe(false);
  expect(follower.believes(clock.now())).toBe(true);
});

test('when all events run ahead they are the streams’ own time, though never by more than a week', () => {
  const verdicts = Array.from({ length: 12 }, () => follower.believes(clock.now() + 10 * MINUTE));
  expect(verdicts).toEqual([...Array<boolean>(10).fill(false), true, true]);
  for (let at = 0; at < 30; at++) expect(follower.believes(clock.now() + 8 * DAY)).toBe(false);
});

test('a second of drift is nothing to doubt', () => {
  expect(follower.believes(clock.now() + 9000)).toBe(true);
  expect(readings).toBe(1);
});
