import { beforeEach, expect, test } from 'vitest';
import type { FeedStatus } from '../../../../shared/domain/feed-status';
import { FakeClock } from '../../fake-clock';
import { FeedMonitor } from './feed-monitor';
import type { RestPause } from './rest-client';

let clock: FakeClock;
let expectsData: boolean;
let seen: FeedStatus[];
let silences: number;
let pause: RestPause | null;
let monitor: FeedMonitor;

const open = { state: 'open', reason: null, retryInMs: null } as const;
const lost = (reason: string) => ({ state: 'connecting', reason, retryInMs: 0 }) as const;
const down = (reason: string) => ({ state: 'down', reason, retryInMs: 1000 }) as const;

const states = (): string[] => seen.map(({ state }) => state);

beforeEach(() => {
  clock = new FakeClock();
  expectsData = true;
  seen = [];
  silences = 0;
  pause = null;
  monitor = new FeedMonitor({
    venue: 'spot',
    clock,
    expectsData: () => expectsData,
    pause: () => pause,
    onChange: (status) => seen.push(status),
    onSilence: () => silences++,
  });
  monitor.start();
});

test('an open socket is not yet live: data makes it so', () => {
  monitor.connections(open);
  expect(monitor.status.state).toBe('connecting');
  monitor.heard(clock.monotonic());
  expect(states()).toEqual(['live']);
});

test('silence with streams claimed is stale after twelve seconds, and data heals it', () => {
  monitor.connections(open);
  monitor.heard(clock.monotonic());
  clock.advance(11_000);
  expect(monitor.status.state).toBe('live');
  clock.advance(1000);
  expect(monitor.status).toMatchObject({ state: 'stale', reason: expect.any(String) as string });
  expect(monitor.dataAge).toBe(12_000);
  expect(silences).toBe(1);
  clock.advance(24_000);
  expect(silences).toBe(3);
  monitor.heard(clock.monotonic());
  expect(states()).toEqual(['live', 'stale', 'live']);
});

test('silence without streams is no fault', () => {
  expectsData = false;
  monitor.connections(open);
  clock.advance(60_000);
  expect(states()).toEqual(['live']);
  expectsData = true;
  clock.advance(11_000);
  expect(monitor.status.state).toBe('live');
  clock.advance(2000);
  expect(monitor.status.state).toBe('stale');
});

test('a lost line is offline with its reason, and the moment it began is kept', () => {
  monitor.connections(open);
  monitor.heard(clock.monotonic());
  clock.advance(5000);
  const lostAt = clock.now();
  monitor.connections(down('connection reset'));
  clock.advance(5000);
  monitor.connections(down('still refused'));
  expect(monitor.status).toMatchObject({
    state: 'offline',
    reason: 'still refused',
    since: lostAt,
  });
});

test('a lost line that is tried anew is stale at once, with its reason, until data comes again', () => {
  monitor.connections(open);
  monitor.heard(clock.monotonic());
  monitor.connections(lost('connection reset'));
  expect(monitor.status).toMatchObject({ state: 'stale', reason: 'connection reset' });
  monitor.connections(open);
  expect(monitor.status.state).toBe('stale');
  monitor.heard(clock.monotonic());
  expect(states()).toEqual(['live', 'stale', 'live']);
});

test('without instruments the feed is offline whatever the streams bring, and says why', () => {
  monitor.connections(open);
  monitor.instruments('does not serve this location (451)');
  monitor.heard(clock.monotonic());
  clock.advance(5000);
  expect(monitor.status).toMatchObject({
    state: 'offline',
    reason: 'does not serve this location (451)',
  });
  monitor.instruments(null);
  monitor.heard(clock.monotonic());
  expect(monitor.status.state).toBe('live');
});

test('stopping leaves no timer', () => {
  monitor.stop();
  expect(clock.pending).toBe(0);
});

test('fault 30: requests that have to pause are told of while the streams go on, and when they may again', () => {
  monitor.connections(open);
  monitor.heard(clock.monotonic());
  seen.length = 0;
  pause = { until: clock.now() + 600_000, reason: 'banned until then' };
  clock.advance(1000);
  const told = { state: 'live', reason: 'banned until then' };
  expect(seen).toMatchObject([told]);
  pause = { ...pause, until: pause.until + 1 };
  clock.advance(3000);
  expect(seen).toHaveLength(1);
  pause = null;
  clock.advance(1000);
  expect(seen.at(-1)).toMatchObject({ state: 'live', reason: null });
});
