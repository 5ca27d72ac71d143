import { FakeClock } from '../../fake-clock';
import { silentLogger } from '../../logger';
import { ConnectBudget } from './connect-budget';
import type { Alternates } from './endpoint-choice';
import { FakeStreamVenue } from './stream-fakes';
import { StreamPool } from './stream-pool';
import type { PoolState } from './stream-pool-types';
import { VENUE_RULES, type VenueRules } from './venue-rules';

/** The canary of the harness. */
export const CANARY = 'btcusdt@miniTicker';

/** A pool on a venue of its own and a clock that stands still, with all that it says; for tests. */
export class StreamPoolHarness {
  readonly clock = new FakeClock();
  readonly venue = new FakeStreamVenue(this.clock);
  readonly states: PoolState[] = [];
  readonly frames: string[] = [];
  readonly warnings: string[] = [];
  readonly pool: StreamPool;

  /**
   * @param rules Where they differ from spot's.
   * @param alternates Other addresses of the venue, whose first is `ws://venue`.
   */
  constructor(
    rules: Partial<VenueRules> = {},
    random: () => number = () => 0.5,
    alternates?: Alternates,
  ) {
    const { clock, venue, states, frames, warnings } = this;
    this.pool = new StreamPool({
      base: 'ws://venue',
      ...(alternates && { alternates }),
      rules: { ...VENUE_RULES.spot, canary: CANARY, ...rules },
      clock,
      logger: {
        ...silentLogger,
        warn: (message, fields) => warnings.push(`${message} ${JSON.stringify(fields)}`),
      },
      random,
      budget: new ConnectBudget(clock),
      onFrame: (bytes) => frames.push(bytes.toString()),
      onState: (state) => states.push(state),
      connect: venue.connect,
      probe: venue.probe,
    });
  }

  /** The newest state it told; `connecting` before the first. */
  get last(): PoolState {
    return this.states.at(-1) ?? { state: 'connecting', reason: null, retryInMs: null };
  }

  /** All names the newest connection was asked for, in order. */
  get asked(): string[] {
    return this.venue.peers.at(-1)?.controls.flatMap(({ params }) => params) ?? [];
  }

  /** Stops all. Returns how many timers are left, which must be none. */
  stop(): number {
    this.pool.stop();
    this.venue.stop();
    // As long as anything was on its way.
    this.clock.advance(10_000);
    return this.clock.pending;
  }
}
