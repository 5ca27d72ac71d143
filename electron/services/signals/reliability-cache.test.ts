import { expect, test } from 'vitest';
import type { SettledClaim } from '../../../shared/domain/signals/call-results';
import { reliabilityOf } from '../../../shared/domain/signals/reliability';
import { systemClock } from '../clock';
import { Random, seededRandom } from '../exchange/demo/prng';
import { FakeClock } from '../fake-clock';
import { ReliabilityCache } from './reliability-cache';

const SYMBOL = 'A/USDT';

function claimsOf(count: number): SettledClaim[] {
  const random = new Random(5);
  return Array.from({ length: count }, (_, at) => {
    const said = 0.4 + 0.1 * random.uniform();
    const time = Date.UTC(2024, 0, 1) + at * 600_000;
    const isHit = random.uniform() < said;
    const times = { at: time, settledAt: time + 3_600_000 };
    const truths = { isHit, beatBreakeven: false, isLive: false };
    return { ...times, said, votes: 0.8, netMove: 0.001, ...truths };
  });
}

/** A record of one symbol that says how often its claims were asked for. */
function recordOf(claims: SettledClaim[]) {
  const asked = { times: 0 };
  const all = (): SettledClaim[] => {
    asked.times++;
    return [...claims];
  };
  const record = {
    claimsOf: all,
    claimsOfAll: all,
    versionOf: () => String(claims.length),
  };
  return { asked, record };
}

test('what has been worked out serves until another claim is settled', async () => {
  const claims = claimsOf(300);
  const { asked, record } = recordOf(claims);
  const cache = new ReliabilityCache(() => record, new FakeClock());
  const [one, two] = await Promise.all([cache.of('1h', SYMBOL), cache.of('1h', SYMBOL)]);
  expect(one).toBe(two);
  expect(await cache.of('1h', SYMBOL)).toBe(one);
  expect(asked.times).toBe(1);
  claims.push(...claimsOf(301).slice(300));
  expect((await cache.of('1h', SYMBOL))?.n).toBe(301);
  expect(asked.times).toBe(2);
});

test('in slices it comes to the same as at once', async () => {
  const claims = claimsOf(2000);
  const { record } = recordOf(claims);
  const sliced = await new ReliabilityCache(() => record, systemClock).of('1h');
  expect(sliced).toEqual(reliabilityOf(claims, seededRandom(1)));
});

test('much to work out lets others have their turn', async () => {
  const { record } = recordOf(claimsOf(20_000));
  const done = new ReliabilityCache(() => record, systemClock).of('1h');
  let turns = 0;
  const isDone = { yet: false };
  void done.then(() => (isDone.yet = true));
  while (!isDone.yet) {
    await new Promise((turn) => setImmediate(turn));
    turns++;
  }
  expect(turns).toBeGreaterThan(10);
});
