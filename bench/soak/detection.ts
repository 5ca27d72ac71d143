import { SoakWorld } from './soak-world';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const STEP_MS = 50;
const GIVE_UP_MS = 10 * MINUTE;

/** A time measured against its limit. */
export interface Detection {
  readonly name: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: 'ms' | 'attempts';
}

/** How soon trouble shows, and how soon its end, over real sockets in virtual time. */
export async function measureDetection(seed: number): Promise<Detection[]> {
  const world = await SoakWorld.open({ seed, symbols: ['BTC/USDT', 'ETH/USDT'] });
  try {
    await well(world);
    const ms = { unit: 'ms' } as const;
    return [
      { name: 'reset noticed', ...ms, limit: SECOND, measured: await noticed(world, 'reset') },
      {
        name: 'half-open line noticed',
        ...ms,
        limit: 45_000,
        measured: await noticed(world, 'blackHole'),
      },
      {
        name: 'stalled streams noticed',
        ...ms,
        limit: 15_000,
        measured: await noticed(world, 'stall'),
      },
      {
        name: 'live after a network cut of 10 s',
        ...ms,
        limit: 5000,
        measured: await backAfterCut(world, 10 * SECOND),
      },
      {
        name: 'live after a network cut of 3 min',
        ...ms,
        limit: 5000,
        measured: await backAfterCut(world, 3 * MINUTE),
      },
      {
        name: 'live after 8 h of sleep',
        ...ms,
        limit: 5000,
        measured: await backAfterSleep(world),
      },
      {
        name: 'flapping for 20 min, most in 5 min',
        unit: 'attempts',
        limit: 60,
        measured: await flapping(world),
      },
    ];
  } finally {
    await world.close();
  }
}

const isLive = (world: SoakWorld) => (): boolean => world.client.exchange.status().state === 'live';

/** Lets the world be well for so long that earlier trouble is forgiven. */
async function well(world: SoakWorld): Promise<void> {
  world.faults.lift();
  await world.until(() => world.client.isWhole, GIVE_UP_MS);
  await world.run(5 * MINUTE, 500);
}

async function noticed(world: SoakWorld, fault: 'reset' | 'blackHole' | 'stall'): Promise<number> {
  world.faults[fault]();
  const took = await world.until(() => !isLive(world)(), GIVE_UP_MS, STEP_MS);
  await well(world);
  return took;
}

async function backAfterCut(world: SoakWorld, cutMs: number): Promise<number> {
  await world.faults.down();
  await world.run(cutMs, STEP_MS);
  await world.faults.up();
  const took = await world.until(isLive(world), GIVE_UP_MS, STEP_MS);
  await well(world);
  return took;
}

async function backAfterSleep(world: SoakWorld): Promise<number> {
  world.faults.blackHole();
  await world.sleep(8 * 60 * MINUTE);
  const from = world.elapsed;
  await world.until(() => !isLive(world)(), GIVE_UP_MS, STEP_MS);
  await world.until(isLive(world), GIVE_UP_MS, STEP_MS);
  const took = world.elapsed - from;
  await well(world);
  return took;
}

/** Up 3 s, down 3 s. @returns the most attempts within any five minutes. */
async function flapping(world: SoakWorld): Promise<number> {
  const from = world.connections;
  for (let n = 0; n < 200; n++) {
    await world.run(3 * SECOND);
    // Turned away rather than unreachable, so that the venue can count the attempts.
    world.faults.handshake({ status: 503 });
    world.faults.reset();
    await world.run(3 * SECOND);
    world.faults.lift();
  }
  const attempts = world.venue.audit.connectionAttempts.slice(from);
  return Math.max(...attempts.map((at) => within(attempts, at)));
}

const within = (attempts: readonly number[], from: number): number =>
  attempts.filter((at) => from <= at && at < from + 5 * MINUTE).length;
