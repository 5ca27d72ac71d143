import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeClock } from '../../fake-clock';
import { refusalOf, type StreamEnd } from './stream-end';
import type { FakeStreamVenue } from './stream-fakes';
import { StreamPoolHarness } from './stream-pool-harness';

const [FIRST, SECOND, DATA] = ['ws://venue/stream', 'ws://second/stream', 'ws://data/stream'];
const AWAY: StreamEnd = { cause: 'unreachable', reason: 'no route', holdMs: 0 };
const RESTRICTED = refusalOf(451, undefined);
const HOUR = 3_600_000;

let harness: StreamPoolHarness;
let clock: FakeClock;
let venue: FakeStreamVenue;

beforeEach(() => {
  use({ equals: ['ws://second'], dataOnly: 'ws://data' });
});

afterEach(() => {
  expect(harness.stop()).toBe(0);
});

function use(alternates: { equals: string[]; dataOnly: string | null }): void {
  harness = new StreamPoolHarness({}, () => 0.5, alternates);
  ({ clock, venue } = harness);
}

function start(): void {
  harness.pool.add('ethusdt@aggTrade');
  harness.pool.start();
}

test('fault 6: an address that cannot be reached is followed by the next at once', () => {
  venue.ends.set(FIRST, AWAY).set(SECOND, AWAY);
  start();
  clock.advance(3000);
  expect(venue.urls).toEqual([FIRST, SECOND, DATA]);
  expect(harness.last.state).toBe('open');
});

test('fault 6: an address whose handshake hangs is left after ten seconds', () => {
  venue.handshakes = false;
  start();
  clock.advance(9900);
  venue.handshakes = true;
  clock.advance(1000);
  expect(venue.urls).toEqual([FIRST, SECOND]);
  expect(harness.last.state).toBe('open');
});

test('fault 6: when all addresses fail they are tried in turn, as patiently as one', () => {
  venue.refusal = AWAY;
  start();
  clock.advance(5 * 60_000);
  expect(venue.urls.slice(0, 4)).toEqual([FIRST, SECOND, DATA, FIRST]);
  expect(venue.attempts.length).toBeLessThan(20);
});

test('the address that works is stayed with after a cut, and the first is sought at the renewal', () => {
  venue.ends.set(FIRST, AWAY);
  start();
  clock.advance(2000);
  venue.closeAll();
  clock.advance(2000);
  expect(venue.urls).toEqual([FIRST, SECOND, SECOND]);
  venue.ends.clear();
  clock.advance(24 * HOUR);
  expect(venue.urls.at(-1)).toBe(FIRST);
  expect(venue.open).toHaveLength(1);
});

test('a first address that is still away at the renewal costs the working connection nothing', () => {
  venue.ends.set(FIRST, AWAY);
  start();
  clock.advance(2000);
  harness.states.length = 0;
  clock.advance(24 * HOUR);
  expect(venue.urls).toEqual([FIRST, SECOND, FIRST, SECOND]);
  expect(harness.states).toEqual([]);
  expect(harness.pool.stats().renewals).toBe(1);
});

test('fault 31: a location that is not served is served by the host for market data', () => {
  venue.ends.set(FIRST, RESTRICTED).set(SECOND, RESTRICTED);
  start();
  clock.advance(1000);
  expect(venue.urls).toEqual([FIRST, DATA]);
  venue.closeAll();
  clock.advance(1000);
  expect(venue.urls).toEqual([FIRST, DATA, DATA]);
});

test('fault 31: a location that nobody serves is asked for every ten minutes, and on a restart', () => {
  venue.refusal = RESTRICTED;
  start();
  clock.advance(1000);
  expect(venue.urls).toEqual([FIRST, DATA]);
  expect(harness.last).toMatchObject({ state: 'down', retryInMs: 600_000 });
  expect(harness.last.reason).toMatch(/^data does not serve this location \(451\).*asked again at/);
  expect(harness.pool.pause?.until).toBeCloseTo(clock.now() + 599_000, -3);
  clock.advance(598_000);
  expect(venue.urls).toHaveLength(2);
  clock.advance(10_000);
  expect(venue.urls).toEqual([FIRST, DATA, FIRST, DATA]);
  venue.heal();
  harness.pool.restart('a tunnel was set up');
  clock.advance(1000);
  expect(venue.urls.at(-1)).toBe(FIRST);
  expect(harness.last.state).toBe('open');
  expect(harness.pool.pause).toBeNull();
});

test('fault 31: without a host for market data there is nothing to turn to', () => {
  harness.stop();
  use({ equals: [], dataOnly: null });
  venue.refusal = RESTRICTED;
  start();
  clock.advance(599_000);
  expect(venue.urls).toEqual([FIRST]);
});

test.each([403, 418, 429])('fault 31: a refusal by %i holds at every address', (status) => {
  venue.ends.set(FIRST, refusalOf(status, '60'));
  start();
  clock.advance(29_000);
  expect(venue.urls).toEqual([FIRST]);
});
