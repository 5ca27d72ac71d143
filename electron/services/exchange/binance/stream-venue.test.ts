import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { silentLogger } from '../../logger';
import { Random } from '../demo/prng';
import { createSyntheticMarket } from '../demo/synthetic-market';
import { DemoVenue } from '../demo/venue';
import { ConnectBudget } from './connect-budget';
import { StreamPool } from './stream-pool';
import type { PoolState } from './stream-pool-types';
import { VENUE_RULES, type VenueRules } from './venue-rules';

/** The pool and the demo venue over real sockets, both by one clock that the test moves. */
const NAME = 'ethusdt@aggTrade';
const SEED = 20_260_102;

let clock: FakeClock;
let venue: DemoVenue;
let wsUrl: string;
let pool: StreamPool;
let states: PoolState['state'][];
/** Trade ids in order of arrival. */
let ids: number[];

beforeEach(async () => {
  clock = new FakeClock(Date.UTC(2026, 0, 14, 13, 59, 55));
  const market = createSyntheticMarket({ seed: '1', clock });
  venue = new DemoVenue({ market, clock, logger: silentLogger, faults: true });
  ({ wsUrl } = await venue.start());
  states = [];
  ids = [];
});

afterEach(async () => {
  pool.stop();
  await venue.stop();
  expect(venue.audit.violations).toEqual({
    ...venue.audit.violations,
    messageRate: 0,
    subscribeNames: 0,
    streams: 0,
    connectionRate: 0,
  });
});

async function startLive(rules: Partial<VenueRules> = {}): Promise<void> {
  const random = new Random(SEED);
  pool = new StreamPool({
    base: wsUrl,
    rules: { ...VENUE_RULES.spot, ...rules },
    clock,
    logger: silentLogger,
    random: () => random.uniform(),
    budget: new ConnectBudget(clock),
    onFrame: (bytes) => {
      const id = /"s":"ETHUSDT","a":(\d+)/.exec(bytes.toString())?.[1];
      if (id !== undefined) ids.push(Number(id));
    },
    onState: ({ state }) => {
      if (states.at(-1) !== state) states.push(state);
    },
  });
  pool.add(NAME);
  pool.start();
  await drive(5000);
  expect(states).toEqual(['open']);
}

/** Moves time on in small steps, in each of which the sockets get their turns. */
async function drive(ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 100) {
    clock.advance(100);
    for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Ids seen first, in order of arrival, without those the other connection had brought already. */
const fresh = (): number[] => [...new Set(ids)];

function expectNoGap(): void {
  const seen = fresh();
  expect(seen.length).toBeGreaterThan(50);
  expect(seen).toEqual(seen.map((_, at) => seen[0]! + at));
}

test('fault 10: connections renewed before the venue ends them lose no trade', async () => {
  venue.faults.lifetime(70_000);
  await startLive({ renewAfterMs: 50_000, renewJitterMs: 5000 });
  await drive(280_000);
  expect(states).toEqual(['open']);
  expect(pool.stats().renewals).toBeGreaterThanOrEqual(4);
  expectNoGap();
  expect(ids.length).toBeGreaterThan(fresh().length);
});

test('fault 11: an announced shutdown of the venue loses no trade', async () => {
  await startLive();
  for (let n = 0; n < 3; n++) {
    venue.faults.shutDown({ afterMs: 10_000 });
    await drive(30_000);
  }
  expect(states).toEqual(['open']);
  expect(pool.stats()).toMatchObject({ renewals: 3, drops: {} });
  expectNoGap();
});

test(`fault 1: lines reset at 50 random moments come back within the venue’s rules (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  await startLive();
  for (let n = 0; n < 50; n++) {
    venue.faults.reset();
    await drive(100 + random.uniform() * 15_000);
  }
  await drive(40_000);
  expect(states.at(-1)).toBe('open');
  expect(pool.stats().attempts).toBe(venue.audit.connectionAttempts.length);
  const before = ids.length;
  await drive(5000);
  expect(ids.length).toBeGreaterThan(before);
}, 20_000);

test('faults 3, 4, 7: black holes, stalls and lost commands all end in data', async () => {
  await startLive();
  const { faults } = venue;
  for (const breakIt of [
    () => faults.blackHole(),
    () => faults.stall(),
    () => faults.blackHole({ alsoNew: true }),
    () => faults.stall({ alsoNew: true }),
    () => {
      faults.commands('unanswered');
      faults.reset();
    },
    () => {
      faults.commands('lost');
      faults.reset();
    },
    () => {
      faults.handshake('hang');
      faults.reset();
    },
  ]) {
    const { attempts } = pool.stats();
    breakIt();
    await drive(25_000);
    expect(pool.stats().attempts).toBeGreaterThan(attempts);
    faults.lift();
    await drive(60_000);
    const before = ids.length;
    await drive(5000);
    expect(states.at(-1)).toBe('open');
    expect(ids.length).toBeGreaterThan(before);
  }
  expect(Object.keys(pool.stats().drops).sort()).toEqual([
    'ack-timeout',
    'closed',
    'handshake-timeout',
    'stalled',
  ]);
}, 20_000);
