import type { Clock } from '../../clock';
import { DayPlan } from './day-plan';
import { DayPlanner } from './day-planner';
import { Lru } from './lru';
import type { Market } from './market';
import { seedOf } from './prng';
import { SYNTHETIC_SPECS } from './synthetic-instruments';
import { SyntheticTape, type SyntheticCaches } from './synthetic-tape';
import { TapeMarket } from './tape-market';

/** About 90 kB a plan: some 8 MB. */
const CACHED_DAYS = 96;
const CACHED_MINUTES = 256;
/** After a longer stall (a laptop that slept) streams go on from the present, as a real venue does. */
const CATCH_UP_MS = 60_000;

/**
 * The demo market: prices of made-up trades that look alive, from 2021 on. Everything follows from
 * seed, symbol and time alone, so the same seed shows the same market on any machine at any time.
 */
export function createSyntheticMarket(options: { seed: string; clock: Clock }): Market {
  const { seed, clock } = options;
  const caches: SyntheticCaches = {
    plans: new Lru(CACHED_DAYS),
    minutes: new Lru(CACHED_MINUTES),
    planner: new DayPlanner(),
    scratch: new DayPlan(),
  };
  const marketSeed = seedOf(seed);
  const tapes = SYNTHETIC_SPECS.map((spec) => new SyntheticTape(spec, marketSeed, caches));
  return new TapeMarket(tapes, {
    description: `demo market, seed ${seed}`,
    catchUpMs: CATCH_UP_MS,
    begin: () => undefined,
    now: () => Math.floor(clock.now()),
  });
}
