import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeClock } from '../../fake-clock';
import { closureOf } from './stream-end';
import type { FakeStreamVenue } from './stream-fakes';
import type { StreamPool } from './stream-pool';
import { CANARY, StreamPoolHarness } from './stream-pool-harness';
import { VENUE_RULES, type VenueRules } from './venue-rules';

const HOUR = 3_600_000;

let harness: StreamPoolHarness;
let clock: FakeClock;
let venue: FakeStreamVenue;
let pool: StreamPool;

function open(rules: Partial<VenueRules> = {}): void {
  harness = new StreamPoolHarness(rules);
  ({ clock, venue, pool } = harness);
}

beforeEach(() => open());
afterEach(() => expect(harness.stop()).toBe(0));

function startLive(...names: string[]): void {
  for (const name of names) pool.add(name);
  pool.start();
  clock.advance(3000);
  expect(harness.last.state).toBe('open');
}

test('it is open only once every subscription is confirmed', () => {
  venue.acks = false;
  pool.add('ethusdt@aggTrade');
  pool.start();
  clock.advance(3000);
  expect(harness.states.map(({ state }) => state)).toEqual([]);
  venue.acks = true;
  clock.advance(6000);
  expect(harness.states.map(({ state }) => state)).toEqual(['down', 'connecting', 'open']);
  expect(harness.asked).toEqual([CANARY, 'ethusdt@aggTrade']);
});

test('a stream that is added is carried from the answer to its subscription on', () => {
  startLive();
  venue.acks = false;
  pool.add('ethusdt@aggTrade');
  clock.advance(1000);
  expect(pool.carries('ethusdt@aggTrade')).toBe(false);
  venue.acks = true;
  pool.add('solusdt@aggTrade');
  clock.advance(60_000);
  expect(pool.carries('ethusdt@aggTrade')).toBe(true);
  expect(pool.carries('xrpusdt@aggTrade')).toBe(false);
});

test('fault 1: a cut line is retried at once, then after 1, 2, 4 … 30 s with jitter', () => {
  startLive();
  venue.refusal = { cause: 'unreachable', reason: 'ECONNREFUSED', holdMs: 0 };
  venue.closeAll();
  expect(harness.last).toEqual({ state: 'down', reason: 'The connection was lost', retryInMs: 0 });
  clock.advance(100_000);
  const waits = harness.states
    .filter(({ state }) => state === 'down')
    .map(({ retryInMs }) => retryInMs);
  expect(waits).toEqual([0, 750, 1500, 3000, 6000, 12_000, 22_500, 22_500, 22_500, 22_500]);
  venue.heal();
  clock.advance(30_000);
  expect(harness.last).toEqual({ state: 'open', reason: null, retryInMs: null });
  expect(harness.asked).toEqual([CANARY]);
});

test('fault 2: every close code leads to a new connection, and 1008 to patience with its reason', () => {
  for (const code of [1000, 1001, 1006, 1011]) {
    open();
    startLive();
    venue.closeAll(code);
    expect(harness.last.retryInMs).toBe(0);
    clock.advance(1000);
    expect(harness.last.state).toBe('open');
  }
  open();
  startLive();
  venue.open[0]!.close(closureOf(1008, 'Too many requests'));
  expect(harness.warnings.at(-1)).toMatch(/1008: Too many requests/);
  clock.advance(29_900);
  expect(venue.attempts).toHaveLength(1);
  expect(harness.last.reason).toMatch(/1008/);
  clock.advance(1000);
  expect(harness.last.state).toBe('open');
});

test('fault 3: a line that falls silent is given up within 45 s and never by a goodbye', () => {
  open({ canary: null });
  startLive();
  venue.delivers = venue.pings = false;
  const [peer] = venue.open;
  clock.advance(40_000);
  expect(peer!.isLeft).toBe(false);
  clock.advance(2000);
  expect(peer!.isLeft).toBe(true);
  expect(pool.stats().drops).toEqual({ silent: 1 });
});

test('fault 3: pings alone keep a futures connection without a canary', () => {
  open({ ...VENUE_RULES.futures, canary: null });
  startLive();
  venue.delivers = false;
  clock.advance(HOUR);
  expect(pool.stats().drops).toEqual({});
});

test('fault 4: a stream that stalls while pings answer is replaced after ten seconds', () => {
  startLive('ethusdt@aggTrade');
  venue.delivers = false;
  clock.advance(9000);
  expect(pool.stats().drops).toEqual({});
  clock.advance(2000);
  expect(pool.stats().drops).toEqual({ stalled: 1 });
  venue.delivers = true;
  clock.advance(2000);
  expect(harness.last.state).toBe('open');
  expect(harness.asked).toEqual([CANARY, 'ethusdt@aggTrade']);
});

test('fault 4: a venue that stays silent is not hammered', () => {
  startLive();
  venue.delivers = false;
  clock.advance(600_000);
  expect(venue.attempts.length).toBeLessThan(30);
});

test('fault 6: a handshake that hangs is given up after ten seconds', () => {
  venue.handshakes = false;
  pool.start();
  clock.advance(9000);
  expect(harness.states).toEqual([]);
  clock.advance(2000);
  expect(harness.last).toMatchObject({
    state: 'connecting',
    reason: expect.stringMatching(/in time/) as string,
  });
  expect(pool.stats().drops).toEqual({ 'handshake-timeout': 1 });
});

test('fault 7: a subscription without an answer ends the connection after five seconds', () => {
  startLive();
  venue.acks = false;
  pool.add('ethusdt@aggTrade');
  clock.advance(4900);
  expect(pool.stats().ackTimeouts).toBe(0);
  clock.advance(1200);
  expect(pool.stats().ackTimeouts).toBe(1);
  venue.acks = true;
  clock.advance(6000);
  expect(harness.last.state).toBe('open');
  expect([...venue.open[0]!.names]).toEqual([CANARY, 'ethusdt@aggTrade']);
});

test('fault 7: a drop between the handshake and the answer is a failure like any other', () => {
  venue.acks = false;
  pool.start();
  clock.advance(30);
  expect(venue.open[0]!.controls).toHaveLength(1);
  venue.closeAll();
  venue.acks = true;
  clock.advance(1000);
  expect(harness.last.state).toBe('open');
});

test('fault 7: a name the venue refuses is found among many, tried once more and left out', () => {
  const names = Array.from({ length: 60 }, (_, at) => `s${at}@aggTrade`);
  venue.badNames.add('s41@aggTrade');
  for (const name of names) pool.add(name);
  pool.start();
  clock.advance(8000);
  expect(venue.open[0]!.names.size).toBe(60);
  expect(pool.stats()).toMatchObject({ rejected: ['s41@aggTrade'], drops: {} });
  expect(harness.asked.filter((name) => name === 's41@aggTrade').length).toBeGreaterThan(1);
  expect(harness.warnings).toHaveLength(1);

  venue.badNames.clear();
  pool.remove('s41@aggTrade');
  pool.add('s41@aggTrade');
  clock.advance(2000);
  expect(pool.stats().rejected).toEqual([]);
  pool.remove('s41@aggTrade');
  clock.advance(2000);
  pool.add('s41@aggTrade');
  clock.advance(2000);
  expect(venue.open[0]!.names.has('s41@aggTrade')).toBe(true);
});

test('fault 7: a venue that refuses every subscription is left, not believed', () => {
  venue.badNames.add(CANARY);
  pool.start();
  clock.advance(2000);
  expect(pool.stats().drops).toHaveProperty('rejected');
  expect(harness.states.map(({ reason }) => reason).join()).toMatch(/invalid stream/);
});

test('fault 8: a second drop during the back-off and right after it still ends in one connection', () => {
  startLive('ethusdt@aggTrade');
  venue.refusal = { cause: 'unreachable', reason: 'partition', holdMs: 0 };
  venue.closeAll();
  clock.advance(5000);
  venue.heal();
  const attempts = venue.attempts.length;
  while (venue.attempts.length === attempts) clock.advance(10);
  clock.advance(30);
  venue.closeAll();
  clock.advance(40_000);
  expect(harness.last.state).toBe('open');
  expect(venue.open).toHaveLength(1);
});
