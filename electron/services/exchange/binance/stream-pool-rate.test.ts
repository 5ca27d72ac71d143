import { expect, test } from 'vitest';
import { Random } from '../demo/prng';
import { StreamPoolHarness } from './stream-pool-harness';

const SEED = 20_260_105;
const SCENARIOS = 60;
const STEPS = 200;
/** What the venue allows in any second, pongs included. */
const ALLOWED = 5;

/** Names come and go all the time, on connections that are renewed, over a line that stands still now and then. */
function live(seed: number): StreamPoolHarness {
  const random = new Random(seed);
  const harness = new StreamPoolHarness({}, () => random.uniform());
  const { clock, venue, pool } = harness;
  pool.start();
  let heldUntil = 0;
  venue.lineMs = () => Math.max(random.word() % 300, heldUntil - clock.monotonic());
  for (let step = 0; step < STEPS; step++) {
    const name = `s${random.word() % 20}@aggTrade`;
    if (random.word() % 2 === 0) pool.add(name);
    else pool.remove(name);
    if (random.word() % 10 === 0) pool.renew(name, 'stream');
    // Nothing arrives for up to 4 s, and then all at once.
    if (random.word() % 20 === 0) heldUntil = clock.monotonic() + (random.word() % 4000);
    if (random.word() % 50 === 0) venue.open[0]?.say('{"e":"serverShutdown","E":1}');
    if (random.word() % 50 === 0) venue.closeAll();
    if (random.word() % 20 === 0) venue.badNames.add(name);
    clock.advance(random.word() % 400);
  }
  return harness;
}

function fullestSecond(moments: readonly number[]): number {
  const within = (start: number) => moments.filter((at) => at >= start && at < start + 1000);
  return Math.max(0, ...moments.map((at) => within(at).length));
}

test(`fault 12: in ${SCENARIOS} lives no second brings the venue more than ${ALLOWED} messages, also when the line held them back`, () => {
  let busiest = 0;
  for (let n = 0; n < SCENARIOS; n++) {
    const harness = live(SEED + n);
    for (const { heardAt } of harness.venue.peers) {
      const most = fullestSecond(heardAt);
      expect(most, `seed ${SEED + n}`).toBeLessThanOrEqual(ALLOWED);
      busiest = Math.max(busiest, most);
    }
    expect(harness.stop()).toBe(0);
  }
  // Were nobody ever near the limit, nothing would be proved.
  expect(busiest).toBeGreaterThanOrEqual(ALLOWED - 1);
});
