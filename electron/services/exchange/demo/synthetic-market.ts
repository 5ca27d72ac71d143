import type { Clock } from '../../clock';
import { DayPlan } from './day-plan';
import { DayPlanner } from './day-planner';
import { Lru } from './lru';
import type { Market } from './market';
import { PerpetualBasis } from './perpetual-basis';
import { SpotPerpetuals } from './perpetuals';
import { childSeed, seedOf } from './prng';
import { PERPETUAL_SPECS, SYNTHETIC_SPECS, type SyntheticSpec } from './synthetic-instruments';
import { SyntheticTape, type SyntheticCaches } from './synthetic-tape';
import { TapeMarket, type MarketTime } from './tape-market';

/** About 90 kB a plan: some 8 MB. */
const CACHED_DAYS = 96;
const CACHED_MINUTES = 256;
const CACHED_PERPETUAL_DAYS = 32;
const CACHED_PERPETUAL_MINUTES = 96;
/** No day has this number, so the seed is shared with none. */
const BASIS_CHILD = -1;
/** After a longer stall (a laptop that slept) streams go on from the present, as a real venue does. */
const CATCH_UP_MS = 60_000;

export interface SyntheticMarketOptions {
  readonly seed: string;
  readonly clock: Clock;
  /** What is traded; the demo's own symbols when absent, which alone have perpetuals. */
  readonly specs?: readonly SyntheticSpec[];
}

/**
 * The demo market: prices of made-up trades that look alive, from 2021 on. Everything follows from
 * seed, symbol and time alone, so the same seed shows the same market on any machine at any time.
 */
export function createSyntheticMarket(options: SyntheticMarketOptions): Market {
  const { seed, clock, specs = SYNTHETIC_SPECS } = options;
  const marketSeed = seedOf(seed);
  const time: MarketTime = {
    description: `demo market, seed ${seed}`,
    catchUpMs: CATCH_UP_MS,
    begin: () => undefined,
    now: () => Math.floor(clock.now()),
  };
  const caches = cachesOf(CACHED_DAYS, CACHED_MINUTES);
  const tapes = specs.map((spec) => new SyntheticTape(spec, { marketSeed, caches }));
  const spot = new TapeMarket(tapes, time);
  if (specs !== SYNTHETIC_SPECS) return spot;
  return spot.carry(perpetualsOf(spot, marketSeed, time));
}

function cachesOf(days: number, minutes: number): SyntheticCaches {
  return {
    plans: new Lru(days),
    minutes: new Lru(minutes),
    planner: new DayPlanner(),
    scratch: new DayPlan(),
  };
}

function perpetualsOf(spot: Market, marketSeed: number, time: MarketTime): SpotPerpetuals {
  const caches = cachesOf(CACHED_PERPETUAL_DAYS, CACHED_PERPETUAL_MINUTES);
  const bases = new Map<string, PerpetualBasis>();
  const tapes = PERPETUAL_SPECS.map((spec) => {
    const symbol = `${spec.baseAsset}${spec.quoteAsset}`;
    const seed = childSeed(childSeed(marketSeed, seedOf(symbol)), BASIS_CHILD);
    const basis = new PerpetualBasis(seed, Math.round(spec.anchor * 10 ** spec.priceDecimals));
    bases.set(symbol, basis);
    return new SyntheticTape(spec, { marketSeed, caches, basis });
  });
  return new SpotPerpetuals(new TapeMarket(tapes, time), spot, bases);
}
