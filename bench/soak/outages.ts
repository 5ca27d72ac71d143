import { GARBAGE, type GarbageKind } from '../../electron/services/exchange/demo/garbage-frames';
import type { RestFault } from '../../electron/services/exchange/demo/rest-faults';
import { toVenueSymbol } from '../../shared/domain/instrument';
import type { SoakWorld } from './soak-world';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

type Act = (world: SoakWorld) => void | Promise<void>;

const pick = <T>({ random }: SoakWorld, list: readonly T[]): T => {
  const picked = list[random.word() % list.length];
  if (picked === undefined) throw new Error('there is nothing to pick from');
  return picked;
};

/** A time between two, short ones as likely as long ones by their order of magnitude. */
const between = ({ random }: SoakWorld, fromMs: number, toMs: number): number =>
  Math.round(fromMs * (toMs / fromMs) ** random.uniform());

const GARBAGE_KINDS = Object.keys(GARBAGE) as GarbageKind[];

const REST_FAULTS: readonly RestFault[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 429, retryAfter: '5' },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 418, retryAfter: '20' },
  { kind: 'status', status: 403 },
  { kind: 'hang' },
  { kind: 'halfBody' },
  { kind: 'page' },
];

/** Nothing needs fine steps for long. */
const stepFor = (ms: number): number => Math.min(SECOND, Math.max(100, ms / 200));

/** Lets a fault last. */
function last(world: SoakWorld, fromMs: number, toMs: number): Promise<void> {
  const ms = between(world, fromMs, toMs);
  return world.run(ms, stepFor(ms));
}

/** The network is away: nothing listens at the venue's address. */
async function cutOff(world: SoakWorld, ms: number): Promise<void> {
  await world.faults.down();
  await world.run(ms, stepFor(ms));
  await world.faults.up();
}

/** The machine sleeps; its sockets stay open and dead, as after a real sleep. */
async function sleep(world: SoakWorld, ms: number): Promise<void> {
  world.faults.blackHole();
  await world.sleep(ms);
}

async function flap(world: SoakWorld): Promise<void> {
  for (let n = 0; n < 8; n++) {
    await world.run(3 * SECOND);
    await cutOff(world, 3 * SECOND);
  }
}

/** A fault while what was lost is being fetched. */
function failToFill(world: SoakWorld): void {
  const times = 1 + (world.random.word() % 12);
  world.faults.rest(pick(world, REST_FAULTS), { times });
  world.faults.reset();
}

/** Every way the way to the venue breaks; each ends by itself, or with what lasts being lifted. */
export const OUTAGES = {
  reset: (world) => world.faults.reset(),
  close: (world) => world.faults.close(pick(world, [1000, 1001, 1006, 1008, 1011])),
  'black hole': (world) => {
    world.faults.blackHole({ alsoNew: pick(world, [true, false]) });
    return last(world, SECOND, 3 * MINUTE);
  },
  stall: (world) => {
    world.faults.stall({ alsoNew: pick(world, [true, false]) });
    return last(world, SECOND, 3 * MINUTE);
  },
  'one symbol silent': (world) => {
    world.faults.silence(toVenueSymbol(pick(world, world.options.symbols)));
    return last(world, SECOND, 10 * MINUTE);
  },
  'trades lost': (world) => mistreat(world, { drop: 0.3 }),
  'trades doubled': (world) => mistreat(world, { duplicate: 0.4 }),
  'trades mixed up': (world) => mistreat(world, { window: 50 }),
  'trades lost, doubled, mixed up': (world) =>
    mistreat(world, { drop: 0.2, duplicate: 0.2, window: 20 }),
  garbage: async (world) => {
    for (let n = 1 + (world.random.word() % 40); n > 0; n--) {
      world.faults.garbage(pick(world, GARBAGE_KINDS));
      await world.run(between(world, 100, 2000));
    }
  },
  'oversized frame': (world) => world.faults.oversize(2 * 1024 * 1024),
  'announced shutdown': (world) => world.faults.shutDown({ afterMs: between(world, 100, MINUTE) }),
  'handshakes fail': (world) => {
    world.faults.handshake(
      pick(world, ['hang', { delayMs: 4000 }, { status: 429, retryAfter: '3' }, { status: 503 }]),
    );
    world.faults.reset();
    return last(world, SECOND, MINUTE);
  },
  'commands fail': (world) => {
    world.faults.commands(pick(world, ['lost', 'unanswered', 'refuse']));
    world.faults.reset();
    return last(world, SECOND, MINUTE);
  },
  'cut off': (world) => cutOff(world, between(world, SECOND, 20 * MINUTE)),
  'cut off for hours': (world) => cutOff(world, between(world, HOUR, 8 * HOUR)),
  flapping: flap,
  sleep: (world) => sleep(world, between(world, 10 * SECOND, HOUR)),
  'sleep for hours': (world) => sleep(world, between(world, HOUR, 8 * HOUR)),
  'wall clock set': (world) => world.clock.moveWall(pick(world, [-HOUR, -MINUTE, MINUTE, HOUR])),
  'history fails': failToFill,
  'history fails after hours': async (world) => {
    await sleep(world, between(world, HOUR, 8 * HOUR));
    failToFill(world);
  },
  'program restarted': (world) => world.restartClient(),
} as const satisfies Record<string, Act>;

/** A kind of outage. */
export type Outage = keyof typeof OUTAGES;

/** All kinds there are. */
export const OUTAGE_KINDS = Object.keys(OUTAGES) as Outage[];

function mistreat(
  world: SoakWorld,
  how: { drop?: number; duplicate?: number; window?: number },
): Promise<void> {
  world.faults.scramble({ seed: String(world.random.word()), ...how });
  return last(world, SECOND, MINUTE);
}
