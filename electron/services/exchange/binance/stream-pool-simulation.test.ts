import { expect, test } from 'vitest';
import { Random } from '../demo/prng';
import { closureOf } from './stream-end';
import { CANARY, StreamPoolHarness } from './stream-pool-harness';

const SCENARIOS = 1000;
const SEED = 20_260_101;

/** Things that go wrong; each lasts until the venue is healed, or happens once. */
const FAULTS: ((harness: StreamPoolHarness, random: Random) => void)[] = [
  ({ venue }) => venue.closeAll(),
  ({ venue }, random) => venue.closeAll([1000, 1001, 1008, 1011][random.word() % 4]),
  ({ venue }, random) => venue.open[random.word() % 3]?.close(closureOf(1006, '')),
  ({ venue }) => (venue.refusal = { cause: 'unreachable', reason: 'no route', holdMs: 0 }),
  ({ venue }) => (venue.handshakes = false),
  ({ venue }) => (venue.acks = false),
  ({ venue }) => (venue.delivers = false),
  ({ venue }) => (venue.delivers = venue.pings = false),
  ({ venue }) => venue.open.forEach((peer) => peer.say('{"e":"serverShutdown","E":1}')),
  ({ pool }) => pool.restart('the test says so'),
  ({ venue }) => venue.heal(),
];

function change({ pool }: StreamPoolHarness, wanted: Set<string>, random: Random): void {
  const name = `s${random.word() % 12}@aggTrade`;
  if (wanted.delete(name)) pool.remove(name);
  else {
    wanted.add(name);
    pool.add(name);
  }
}

function expectFewControls({ venue }: StreamPoolHarness): void {
  for (const { heardAt } of venue.peers) {
    heardAt.forEach((at, n) =>
      expect(heardAt[n + 5] ?? Infinity).toBeGreaterThanOrEqual(at + 1000),
    );
  }
}

function expectFewAttempts(attempts: readonly number[]): void {
  attempts.forEach((at, n) => expect(attempts[n + 60] ?? Infinity).toBeGreaterThan(at + 300_000));
}

function expectWhole({ venue, pool, last }: StreamPoolHarness, wanted: Set<string>): void {
  expect(last).toEqual({ state: 'open', reason: null, retryInMs: null });
  expect(venue.open).toHaveLength(pool.stats().connections);
  for (const { names } of venue.open) expect(names).toContain(CANARY);
  const carried = venue.open.flatMap(({ names }) => [...names].filter((name) => name !== CANARY));
  expect(carried.sort()).toEqual([...wanted].sort());
}

function live(seed: number): void {
  const random = new Random(seed);
  const rules = { maxStreamsPerConnection: 5 };
  const harness = new StreamPoolHarness(rules, () => random.uniform());
  const wanted = new Set<string>();
  for (let n = 0; n < 6; n++) change(harness, wanted, random);
  harness.pool.start();
  for (let step = 0; step < 25; step++) {
    if (random.word() % 2 === 0) change(harness, wanted, random);
    else FAULTS[random.word() % FAULTS.length]?.(harness, random);
    // Short steps hit hand-shakes and answers under way, long ones the watchdogs.
    harness.clock.advance(random.word() % (random.word() % 2 === 0 ? 60 : 15_000));
  }
  harness.venue.heal();
  harness.clock.advance(120_000);
  expectWhole(harness, wanted);
  expectFewControls(harness);
  expectFewAttempts(harness.venue.attempts);
  expect(harness.stop()).toBe(0);
  expect(harness.venue.open).toEqual([]);
}

test(`fault 8: after any of ${SCENARIOS} sequences of faults all is open, once, and as wanted`, () => {
  for (let n = 0; n < SCENARIOS; n++) {
    const seed = SEED + n;
    try {
      live(seed);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
}, 60_000);

test.each([1, 3])(
  'fault 9: a link that is up 3 s and down 3 s for an hour costs at most 60 attempts in 5 min, with %i connections',
  (connections) => {
    const random = new Random(SEED);
    const harness = new StreamPoolHarness({ maxStreamsPerConnection: 2 }, () => random.uniform());
    const { clock, venue, pool } = harness;
    const wanted = new Set(Array.from({ length: connections }, (_, n) => `s${n}@aggTrade`));
    for (const name of wanted) pool.add(name);
    pool.start();
    for (let n = 0; n < 600; n++) {
      clock.advance(3000);
      venue.refusal = { cause: 'unreachable', reason: 'no route', holdMs: 0 };
      venue.closeAll();
      clock.advance(3000);
      venue.heal();
      expect(venue.open.length).toBeLessThanOrEqual(connections);
    }
    expectFewAttempts(venue.attempts);
    expect(venue.attempts.length).toBeGreaterThan(100);
    clock.advance(60_000);
    expectWhole(harness, wanted);
    expectFewControls(harness);
    expect(harness.stop()).toBe(0);
  },
);
