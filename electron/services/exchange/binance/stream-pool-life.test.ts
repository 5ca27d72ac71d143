import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FakeClock } from '../../fake-clock';
import { closureOf, refusalOf } from './stream-end';
import type { FakeStreamVenue } from './stream-fakes';
import type { StreamPool } from './stream-pool';
import { StreamPoolHarness } from './stream-pool-harness';
import type { VenueRules } from './venue-rules';

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

test('fault 10: over 72 h connections are replaced at 23 h, and every trade arrives', () => {
  open({ maxStreamsPerConnection: 2 });
  startLive('ethusdt@aggTrade');
  harness.frames.length = 0;
  let sent = 0;
  const trades = clock.every(7001, () => {
    sent++;
    for (const peer of venue.open) {
      if (peer.names.has('ethusdt@aggTrade')) peer.say(`{"stream":"e","data":{"a":${sent}}}`);
    }
  });
  const kills = clock.every(1000, () => {
    // The venue ends what is a day old.
    venue.peers.forEach((peer, at) => {
      const age = clock.monotonic() - venue.attempts[at]!;
      if (age > 24 * HOUR && peer.isOpen) peer.close(closureOf(1006, ''));
    });
  });
  clock.advance(HOUR / 2);
  for (let hour = 0; hour < 72; hour++) {
    clock.advance(HOUR);
    expect(venue.open).toHaveLength(1);
  }
  trades.cancel();
  kills.cancel();
  const ids = harness.frames.flatMap((text) => /"a":(\d+)/.exec(text)?.[1] ?? []).map(Number);
  expect(new Set(ids).size).toBe(sent);
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  expect(harness.states.map(({ state }) => state)).toEqual(['open']);
  expect(pool.stats()).toMatchObject({ renewals: 3, reconnects: 0, drops: {} });
});

test.each([
  ['raw', '{"e":"serverShutdown","E":1}'],
  ['combined', '{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}'],
])(
  'fault 11: on a %s notice of shutdown the successor delivers before the old one goes',
  (_, notice) => {
    startLive('ethusdt@aggTrade');
    const [old] = venue.open;
    old!.say(notice);
    expect(harness.frames.filter((text) => text.includes('serverShutdown'))).toEqual([]);
    clock.advance(1000);
    expect(venue.open).toHaveLength(2);
    const successor = venue.open[1]!;
    expect([...successor.names]).toEqual([...old!.names]);
    expect(old!.isLeft).toBe(false);
    clock.advance(2000);
    expect(old!.isLeft).toBe(false);
    clock.advance(3000);
    expect(venue.open).toEqual([successor]);
    expect(harness.states.map(({ state }) => state)).toEqual(['open']);
  },
);

test('fault 11: a successor that cannot be had leaves the old one in place and is tried for again', () => {
  startLive();
  const [old] = venue.open;
  venue.refusal = { cause: 'unreachable', reason: 'no', holdMs: 0 };
  old!.say('{"e":"serverShutdown","E":1}');
  clock.advance(2000);
  expect(venue.open).toEqual([old]);
  expect(harness.last.state).toBe('open');
  venue.heal();
  clock.advance(12_000);
  expect(venue.open).toHaveLength(1);
  expect(venue.open).not.toEqual([old]);
  expect(harness.states.map(({ state }) => state)).toEqual(['open']);
});

test('fault 11: a successor that brings nothing never takes the place of the old one', () => {
  startLive();
  const [old] = venue.open;
  venue.delivers = false;
  old!.say('{"e":"serverShutdown","E":1}');
  for (let n = 0; n < 12; n++) {
    clock.advance(1000);
    old!.say('{"stream":"a","data":{}}');
  }
  expect(old!.isLeft).toBe(false);
  expect(pool.stats()).toMatchObject({ renewals: 0, drops: { stalled: 1 } });
  expect(harness.states.map(({ state }) => state)).toEqual(['open']);
});

test('fault 11: a successor opens a shard whose first connection was never confirmed', () => {
  venue.acks = false;
  pool.start();
  clock.advance(30);
  venue.acks = true;
  venue.open[0]!.say('{"e":"serverShutdown","E":1}');
  clock.advance(20_000);
  expect(harness.last).toEqual({ state: 'open', reason: null, retryInMs: null });
  expect(pool.stats()).toMatchObject({ renewals: 1, drops: {} });
});

test('fault 11: when the old one goes first the successor takes over, whatever its stage', () => {
  startLive('ethusdt@aggTrade');
  venue.open[0]!.say('{"e":"serverShutdown","E":1}');
  clock.advance(10);
  venue.open[0]!.close(closureOf(1001, ''));
  expect(harness.last.state).toBe('connecting');
  expect(harness.last.reason).toMatch(/1001/);
  clock.advance(100);
  expect(harness.last.state).toBe('open');
  expect(venue.attempts).toHaveLength(2);
});

test('fault 12: 450 names and pings between stay at four messages a second, 200 names each', () => {
  open({ maxStreamsPerConnection: 1024 });
  for (let at = 0; at < 450; at++) pool.add(`s${at}@aggTrade`);
  pool.start();
  clock.advance(100);
  const [peer] = venue.open;
  for (let at = 0; at < 450; at += 10) {
    pool.remove(`s${at}@aggTrade`);
    clock.advance(50);
  }
  peer!.listener.pinged();
  clock.advance(10_000);
  const { heardAt, controls, names } = peer!;
  expect(Math.max(...controls.map(({ params }) => params.length))).toBe(200);
  heardAt.forEach((at, n) => expect(heardAt[n + 5] ?? Infinity).toBeGreaterThanOrEqual(at + 1000));
  expect(names.size).toBe(1 + 450 - 45);
});

test('fault 12: a pong counts as a message and holds the next one back', () => {
  startLive();
  const [peer] = venue.open;
  clock.advance(1000);
  peer!.listener.pinged();
  pool.add('a@aggTrade');
  clock.advance(240);
  expect(peer!.controls).toHaveLength(1);
  clock.advance(20);
  expect(peer!.controls).toHaveLength(2);
});

test('fault 12: a name removed and added again before its turn costs no message', () => {
  startLive('a@aggTrade');
  const before = harness.asked.length;
  pool.remove('a@aggTrade');
  pool.add('a@aggTrade');
  pool.add('b@aggTrade');
  pool.remove('b@aggTrade');
  clock.advance(3000);
  expect(harness.asked).toHaveLength(before);
});

test('a name that comes and goes while the first answer is under way does not hold up the rest', () => {
  pool.start();
  clock.advance(30);
  pool.add('a@aggTrade');
  clock.advance(15);
  pool.remove('a@aggTrade');
  clock.advance(1000);
  expect(harness.last.state).toBe('open');
});

test('fault 13: more streams than one connection takes are spread evenly, and shrink again', () => {
  for (let at = 0; at < 1100; at++) pool.add(`s${at}@aggTrade`);
  pool.start();
  clock.advance(20_000);
  const sizes = venue.open.map(({ names }) => names.size);
  expect(sizes).toEqual([200, 200, 200, 200, 200, 106]);
  expect(harness.last.state).toBe('open');
  for (let at = 100; at < 1100; at++) pool.remove(`s${at}@aggTrade`);
  clock.advance(20_000);
  expect(venue.open).toHaveLength(1);
  expect(venue.open[0]!.names.size).toBe(101);
});

test('connections lost together wait as one, not each for the others', () => {
  open({ maxStreamsPerConnection: 3 });
  startLive('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  venue.refusal = { cause: 'unreachable', reason: 'no route', holdMs: 0 };
  venue.closeAll();
  clock.advance(500);
  expect(harness.last.retryInMs).toBe(750);
});

test.each([
  [418, '60', 60_000, /banned this address \(418\)/],
  [418, undefined, 120_000, /\(418\)/],
  [429, '7', 7000, /Too many requests to the exchange \(429\)/],
  [429, '99999999999', 259_200_000, /\(429\)/],
  [403, undefined, 30_000, /firewall.*\(403\)/],
])(
  'a handshake refused with %i and Retry-After %s is left alone for %i ms',
  (status, after, hold, words) => {
    venue.refusal = refusalOf(status, after);
    pool.start();
    clock.advance(100);
    expect(harness.last.reason).toMatch(words);
    clock.advance(hold - 200);
    pool.restart('impatience');
    expect(venue.attempts).toHaveLength(1);
    clock.advance(1000);
    expect(venue.attempts.length).toBeGreaterThan(1);
  },
);

test('restarting cuts a wait short', () => {
  venue.refusal = { cause: 'unreachable', reason: 'offline', holdMs: 0 };
  pool.start();
  clock.advance(60_000);
  venue.heal();
  pool.restart('the network is back');
  clock.advance(100);
  expect(harness.last.state).toBe('open');
  clock.advance(61_000);
  pool.restart('the machine slept');
  expect(harness.last.reason).toBe('the machine slept');
  clock.advance(10_000);
  expect(venue.open).toHaveLength(1);
  expect(harness.last.state).toBe('open');
});

test('the back-off starts over only after a stable minute', () => {
  startLive();
  for (const [wait, stableMs] of [
    [0, 50_000],
    [750, 59_000],
    [1500, 61_000],
    [0, 1000],
  ] as const) {
    venue.closeAll();
    expect(harness.last.retryInMs).toBe(wait);
    clock.advance(wait + stableMs);
  }
});

test('fault 34: the wall clock may jump without anything being noticed', () => {
  startLive('ethusdt@aggTrade');
  const now = vi.spyOn(clock, 'now');
  for (const jump of [-86_400_000, -HOUR, HOUR, 86_400_000]) {
    now.mockReturnValue(Date.UTC(2026, 0, 1) + jump);
    clock.advance(60_000);
  }
  expect(pool.stats()).toMatchObject({ attempts: 1, drops: {} });
  expect(now).not.toHaveBeenCalled();
});
