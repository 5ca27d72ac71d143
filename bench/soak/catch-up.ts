import {
  SYNTHETIC_SPECS,
  type SyntheticSpec,
} from '../../electron/services/exchange/demo/synthetic-instruments';
import { SoakWorld } from './soak-world';

const HOUR = 3_600_000;

/** What coming back after a long sleep costs. */
export interface CatchUpResult {
  readonly symbols: number;
  readonly hours: number;
  /** Real ms of this machine for both sides, from waking until every tape was whole. */
  readonly took: number;
  /** Requests from waking on. */
  readonly requests: number;
  /** The most weight used within a minute. */
  readonly weight: number;
}

/** Sleeps for hours with many symbols watched, no level near any of them, and wakes. */
export async function measureCatchUp(count: number, hours: number): Promise<CatchUpResult> {
  const specs = manySpecs(count);
  const symbols = specs.map(({ baseAsset, quoteAsset }) => `${baseAsset}/${quoteAsset}`);
  const world = await SoakWorld.open({ seed: 1, specs, symbols, isIndifferent: true });
  try {
    const { record } = world;
    const isSeen = () => record.trades.size === symbols.length;
    await world.until(() => isSeen() && world.client.isWhole, HOUR);
    await world.run(60_000);
    const before = world.venue.audit.requests.length;
    world.faults.blackHole();
    await world.sleep(hours * HOUR);
    // The venue makes up its days when first asked; that is not the client's time.
    for (const { venueSymbol } of world.market.instruments) world.market.ticker24h(venueSymbol);
    const wokeAt = performance.now();
    await world.until(() => world.states.at(-1)?.state !== 'live', HOUR);
    await world.until(() => world.client.isWhole, HOUR);
    return {
      symbols: count,
      hours,
      took: performance.now() - wokeAt,
      requests: world.venue.audit.requests.length - before,
      weight: world.venue.audit.peakWeight.spot,
    };
  } finally {
    await world.close();
  }
}

/** The demo's symbols again and again, under names of their own. */
function manySpecs(count: number): SyntheticSpec[] {
  return Array.from({ length: count }, (_, n) => {
    const spec = SYNTHETIC_SPECS[n % 14];
    if (!spec) throw new Error('the demo has no symbols');
    return { ...spec, baseAsset: `${spec.baseAsset}${n}` };
  });
}
