import { setImmediate as turn } from 'node:timers/promises';
import type { Market } from '../../electron/services/exchange/demo/market';
import { Random } from '../../electron/services/exchange/demo/prng';
import type { SyntheticSpec } from '../../electron/services/exchange/demo/synthetic-instruments';
import { createSyntheticMarket } from '../../electron/services/exchange/demo/synthetic-market';
import { DemoVenue } from '../../electron/services/exchange/demo/venue';
import type { VenueFaults } from '../../electron/services/exchange/demo/venue-faults';
import { silentLogger } from '../../electron/services/logger';
import type { TextFile } from '../../electron/services/text-file';
import type { FeedState } from '../../shared/domain/feed-status';
import { LeapClock, SleepyClock } from './clocks';
import { SoakClient } from './soak-client';
import { TapeRecord } from './tape-record';

const ORIGIN = Date.UTC(2026, 0, 5, 9, 30);
/** Rounds of the event loop after each step: sockets of this machine need a few to be heard. */
const ROUNDS = 6;
const STEP_MS = 100;

export interface SoakWorldOptions {
  readonly seed: number;
  readonly symbols: readonly string[];
  readonly withCandles?: boolean;
  /** Symbols of the market, where they are not the demo's own. */
  readonly specs?: readonly SyntheticSpec[];
  /** The listener wants no bar of a long gap. */
  readonly isIndifferent?: boolean;
}

/** A state of the feed and when it came, virtual ms. */
export interface Seen {
  readonly state: FeedState;
  readonly at: number;
}

/** A venue and a client that talk over real sockets while both clocks stand in our hands. */
export class SoakWorld {
  readonly venueClock = new LeapClock(ORIGIN);
  readonly clock = new SleepyClock(ORIGIN);
  readonly random: Random;
  readonly market: Market;
  readonly venue: DemoVenue;
  /** What earlier runs of the client told, until somebody takes it. */
  readonly ended: TapeRecord[] = [];
  /** States of the feed as they came. */
  readonly states: Seen[] = [];
  #client: SoakClient | null = null;
  #record = new TapeRecord();
  #urls = { rest: '', ws: '' };
  #ban: string | null = null;

  private constructor(readonly options: SoakWorldOptions) {
    const { seed, specs } = options;
    this.random = new Random(seed);
    const made = specs === undefined ? {} : { specs };
    this.market = createSyntheticMarket({ seed: `soak ${seed}`, clock: this.venueClock, ...made });
    const ports = { clock: this.venueClock, logger: silentLogger };
    this.venue = new DemoVenue({ ...ports, market: this.market, faults: true });
  }

  /** Opens the venue and lets a client come to it. */
  static async open(options: SoakWorldOptions): Promise<SoakWorld> {
    const world = new SoakWorld(options);
    const { restUrl, wsUrl } = await world.venue.start();
    world.#urls = { rest: restUrl, ws: wsUrl };
    world.#startClient();
    return world;
  }

  async close(): Promise<void> {
    await this.client.stop();
    await this.venue.stop();
  }

  get client(): SoakClient {
    if (!this.#client) throw new Error('There is no client.');
    return this.#client;
  }

  /** What the present client has told. */
  get record(): TapeRecord {
    return this.#record;
  }

  get faults(): VenueFaults {
    return this.venue.faults;
  }

  /** Attempts to connect that the venue has seen. */
  get connections(): number {
    return this.venue.audit.connectionAttempts.length;
  }

  /** Virtual time so far, ms: that of the venue, which never sleeps. */
  get elapsed(): number {
    return this.venueClock.monotonic();
  }

  /** Lets time pass for both sides. @param stepMs how finely, ms. */
  async run(ms: number, stepMs = STEP_MS): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) await this.#step(Math.min(left, stepMs));
  }

  /**
   * Lets time pass until something holds.
   * @returns how long it took, virtual ms. @throws when it took longer than allowed.
   */
  async until(holds: () => boolean, limitMs: number, stepMs = STEP_MS): Promise<number> {
    const from = this.elapsed;
    while (!holds()) {
      if (this.elapsed - from > limitMs) throw new Error(`not within ${limitMs} virtual ms`);
      await this.#step(stepMs);
    }
    return this.elapsed - from;
  }

  /** The client's machine sleeps: its timers and monotonic clock stand still, the world goes on. */
  async sleep(ms: number): Promise<void> {
    this.venueClock.advance(ms);
    this.clock.moveWall(ms);
    await settle();
  }

  /** The client's program ends and is started anew. */
  async restartClient(): Promise<void> {
    await this.client.stop();
    this.ended.push(this.#record);
    this.#startClient();
  }

  async #step(ms: number): Promise<void> {
    this.venueClock.advance(ms);
    this.clock.advance(ms);
    await settle();
  }

  #startClient(): void {
    this.#record = new TapeRecord(this.options.isIndifferent);
    this.#client = new SoakClient({
      ...this.options,
      listener: this.#record,
      urls: this.#urls,
      clock: this.clock,
      random: () => this.random.uniform(),
      banFile: this.#banFile,
      onState: (state) => this.states.push({ state, at: this.elapsed }),
    });
    this.#client.start();
  }

  readonly #banFile: TextFile = {
    read: () => Promise.resolve(this.#ban),
    write: (text) => Promise.resolve(void (this.#ban = text)),
  };
}

/** Lets sockets be heard and promises go on. */
async function settle(): Promise<void> {
  for (let n = 0; n < ROUNDS; n++) await turn();
}
