import { afterEach, beforeEach, expect, test } from 'vitest';
import { StreamPoolHarness } from './stream-pool-harness';

const NAME = 'ethusdt@aggTrade';

let harness: StreamPoolHarness;

beforeEach(() => {
  harness = new StreamPoolHarness();
  harness.pool.add(NAME);
  harness.pool.start();
  harness.clock.advance(3000);
  expect(harness.last.state).toBe('open');
});
afterEach(() => expect(harness.stop()).toBe(0));

test('fault 5: a stream is given up and subscribed to anew on the connection it has', () => {
  const [peer] = harness.venue.open;
  const before = peer!.controls.length;
  harness.pool.renew(NAME, 'stream');
  harness.clock.advance(2000);
  expect(peer!.controls.slice(before).map(({ method, params }) => [method, params])).toEqual([
    ['UNSUBSCRIBE', [NAME]],
    ['SUBSCRIBE', [NAME]],
  ]);
  expect(peer!.names.has(NAME)).toBe(true);
  expect(harness.venue.attempts).toHaveLength(1);
});

test('fault 5: the connection of a stream is replaced without a moment of none', () => {
  const states = harness.states.length;
  harness.pool.renew(NAME, 'connection');
  harness.pool.renew(NAME, 'connection');
  harness.clock.advance(10_000);
  expect(harness.venue.attempts).toHaveLength(2);
  expect(harness.venue.open.map(({ names }) => names.has(NAME))).toEqual([true]);
  expect(harness.states.slice(states)).toEqual([]);
  expect(harness.pool.stats().renewals).toBe(1);
});

test('a stream that nobody has is not subscribed to by renewing it', () => {
  harness.pool.renew('solusdt@aggTrade', 'stream');
  harness.pool.renew('solusdt@aggTrade', 'connection');
  harness.clock.advance(5000);
  expect(harness.asked).not.toContain('solusdt@aggTrade');
  expect(harness.venue.attempts).toHaveLength(1);
});
