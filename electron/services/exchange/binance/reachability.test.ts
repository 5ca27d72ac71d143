import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeClock } from '../../fake-clock';
import type { LineState, ProbeTarget } from './line-probe';
import { Reachability } from './reachability';
import type { EndCause } from './stream-end';
import type { FakeStreamVenue } from './stream-fakes';
import { StreamPoolHarness } from './stream-pool-harness';

const CUT_MS = 3 * 60_000;

let harness: StreamPoolHarness;
let clock: FakeClock;
let venue: FakeStreamVenue;

beforeEach(() => {
  harness = new StreamPoolHarness();
  ({ clock, venue } = harness);
  harness.pool.start();
  clock.advance(5000);
  expect(harness.last.state).toBe('open');
});

afterEach(() => {
  expect(harness.stop()).toBe(0);
});

/** Longest time from the end of a cut to an open connection, ms, over cuts that end at any time. */
function slowestReturn(cut: () => void): number {
  let slowest = 0;
  for (let n = 0; n < 20; n++) {
    cut();
    venue.closeAll();
    clock.advance(CUT_MS + n * 1700);
    venue.heal();
    const from = clock.monotonic();
    while (harness.last.state !== 'open') clock.advance(10);
    slowest = Math.max(slowest, clock.monotonic() - from);
    clock.advance(10 * 60_000);
  }
  return slowest;
}

test('after a cut of minutes that refused every line the stream is back within 3 s', () => {
  const cut = () => (venue.refusal = { cause: 'unreachable', reason: 'no route', holdMs: 0 });
  expect(slowestReturn(cut)).toBeLessThanOrEqual(3000);
});

test('after a cut of minutes that swallowed everything the stream is back within 3 s', () => {
  expect(slowestReturn(() => (venue.handshakes = false))).toBeLessThanOrEqual(3000);
});

test('a cut costs no more attempts than without looking out for its end', () => {
  venue.refusal = { cause: 'unreachable', reason: 'no route', holdMs: 0 };
  const before = venue.attempts.length;
  venue.closeAll();
  clock.advance(5 * 60_000);
  expect(venue.attempts.length - before).toBeLessThan(20);
});

test('a venue that is there and ends every connection is waited for as patiently as ever', () => {
  const before = venue.attempts.length;
  const until = clock.monotonic() + 5 * 60_000;
  while (clock.monotonic() < until) {
    venue.closeAll(1011);
    clock.advance(500);
  }
  expect(venue.attempts.length - before).toBeLessThan(20);
});

/** Looks that find what the test says, and how many there were. */
function watch(state: () => LineState) {
  const looks: ProbeTarget[] = [];
  let returns = 0;
  const reachability = new Reachability({
    base: 'ws://venue',
    clock,
    probe: (target, tell) => {
      looks.push(target);
      const timer = clock.after(50, () => tell(state()));
      return () => timer.cancel();
    },
    mayAsk: () => true,
    onBack: () => returns++,
  });
  const lose = (cause: EndCause, retryInMs = 30_000): void =>
    reachability.lost({ cause, reason: '', holdMs: 0 }, retryInMs);
  return { reachability, looks, lose, returns: () => returns };
}

test('a line that is found at the first look was never away, and is not looked at again', () => {
  const { looks, lose, returns } = watch(() => 'open');
  lose('unreachable');
  clock.advance(60_000);
  expect([looks.length, returns()]).toEqual([1, 0]);
});

test('a line that is away is looked at every 2 s until it is back, once for all shards', () => {
  let state: LineState = 'closed';
  const { looks, lose, returns } = watch(() => state);
  lose('unreachable');
  lose('unreachable');
  clock.advance(19_000);
  expect([looks.length, returns()]).toEqual([10, 0]);
  state = 'open';
  clock.advance(60_000);
  expect([looks.length, returns()]).toEqual([11, 1]);
});

test('once a handshake hung, only an answer shows that the line is back', () => {
  let state: LineState = 'open';
  const { looks, lose, returns } = watch(() => state);
  lose('handshake-timeout');
  clock.advance(4000);
  expect(looks.map(({ asks }) => asks)).toEqual([true, true, true]);
  expect(returns()).toBe(0);
  state = 'answering';
  clock.advance(3000);
  expect(returns()).toBe(1);
});

test.each(['refused', 'policy', 'restricted', 'out-of-order', 'untrusted'] as const)(
  'nobody looks after an end that is %s: the venue has spoken',
  (cause) => {
    const { looks, lose } = watch(() => 'closed');
    lose(cause);
    clock.advance(10_000);
    expect(looks).toEqual([]);
  },
);

test('a lost connection that is tried anew at once is not looked after', () => {
  const { looks, lose } = watch(() => 'closed');
  lose('closed', 0);
  clock.advance(10_000);
  expect(looks).toEqual([]);
});

test('what is settled is not looked after any more', () => {
  const { reachability, looks, lose, returns } = watch(() => 'closed');
  lose('unreachable');
  clock.advance(3000);
  reachability.settled();
  clock.advance(30_000);
  expect([looks.length, returns()]).toEqual([2, 0]);
});
