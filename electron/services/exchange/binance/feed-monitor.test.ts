import { beforeEach, expect, test } from 'vitest';
import type { FeedStatus } from '../../../../shared/domain/feed-status';
import { FakeClock } from '../../fake-clock';
import { FeedMonitor } from './feed-monitor';

let clock: FakeClock;
let expectsData: boolean;
let seen: FeedStatus[];
let monitor: FeedMonitor;

const states = (): string[] => seen.map(({ state }) => state);

beforeEach(() => {
  clock = new FakeClock();
  expectsData = true;
  seen = [];
  monitor = new FeedMonitor(
    clock,
    () => expectsData,
    (status) => seen.push(status),
  );
  monitor.start();
});

test('an open socket is not yet live: data makes it so', () => {
  monitor.opened();
  expect(monitor.status.state).toBe('connecting');
  monitor.heard();
  expect(states()).toEqual(['live']);
});

test('silence with streams claimed is stale after fifteen seconds, and data heals it', () => {
  monitor.opened();
  monitor.heard();
  clock.advance(14_000);
  expect(monitor.status.state).toBe('live');
  clock.advance(2000);
  expect(monitor.status).toMatchObject({ state: 'stale', reason: expect.any(String) as string });
  expect(monitor.dataAge).toBe(16_000);
  monitor.heard();
  expect(states()).toEqual(['live', 'stale', 'live']);
});

test('silence without streams is no fault', () => {
  expectsData = false;
  monitor.opened();
  clock.advance(60_000);
  expect(states()).toEqual(['live']);
  expectsData = true;
  clock.advance(14_000);
  expect(monitor.status.state).toBe('live');
  clock.advance(3000);
  expect(monitor.status.state).toBe('stale');
});

test('a lost line is offline with its reason, and the moment it began is kept', () => {
  monitor.opened();
  monitor.heard();
  clock.advance(5000);
  const lostAt = clock.now();
  monitor.down('connection reset');
  clock.advance(5000);
  monitor.down('still refused');
  expect(monitor.status).toMatchObject({
    state: 'offline',
    reason: 'still refused',
    since: lostAt,
  });
});

test('stopping leaves no timer', () => {
  monitor.stop();
  expect(clock.pending).toBe(0);
});
