import { quantile } from '../statistics';
import { OUTAGE_KINDS, OUTAGES, type Outage } from './outages';
import { SoakWorld } from './soak-world';
import type { TapeRecord } from './tape-record';
import { TapeJudge, type Verdict } from './verdict';

const SYMBOLS = ['BTC/USDT', 'SOL/USDT', 'AVAX/USDT', 'DOT/USDT', 'ETH/BTC'];
/** The slowest ways back wait for a firewall or an idle line. */
const RECOVERY_LIMIT_MS = 10 * 60_000;
/** Candles are corrected for half a minute after their end. */
const QUIET_MS = 90_000;
/** What the venue makes is on its way for a moment. */
const GRACE_MS = 2000;
const JUDGED_EVERY = 20;

/** What many outages left of the tape. */
export interface DifferentialResult {
  readonly seed: number;
  readonly outages: Readonly<Record<Outage, number>>;
  /** Virtual hours of tape. */
  readonly hours: number;
  /** Virtual ms from the end of an outage until the feed was live and the tape whole. */
  readonly recovery: { readonly median: number; readonly p99: number; readonly max: number };
  readonly backfilled: number;
  readonly barsWanted: number;
  readonly barsPassed: number;
  /** Rules of the venue that the client broke. */
  readonly violations: number;
  readonly verdict: Verdict;
}

export interface DifferentialOptions {
  readonly seed: number;
  /** How many; without end when absent. */
  readonly outages?: number;
  /** Real ms after which no further outage begins. */
  readonly untilMs?: number;
  /** Kinds to draw from; all when absent. */
  readonly kinds?: readonly Outage[];
  /** Told after each outage, with the venue's time, ms UTC. */
  readonly onProgress?: (done: number, kind: Outage, time: number) => void;
}

/**
 * Breaks the way to the venue again and again, at random and as the seed decides, and compares what
 * a listener was told with the venue's tape.
 * @throws when the feed does not come back.
 */
export async function runDifferential(options: DifferentialOptions): Promise<DifferentialResult> {
  const world = await SoakWorld.open({ seed: options.seed, symbols: SYMBOLS });
  try {
    await world.until(() => world.client.isWhole, RECOVERY_LIMIT_MS);
    return await new Differential(world).run(options);
  } finally {
    await world.close();
  }
}

class Differential {
  readonly #judge: TapeJudge;
  readonly #recoveries: number[] = [];
  readonly #sums = { backfilled: 0, barsWanted: 0, barsPassed: 0 };

  constructor(private readonly world: SoakWorld) {
    this.#judge = new TapeJudge(world.market);
  }

  async run(options: DifferentialOptions): Promise<DifferentialResult> {
    const { outages = Infinity, untilMs = Infinity, kinds = OUTAGE_KINDS, onProgress } = options;
    const { world } = this;
    const startedAt = performance.now();
    const counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Outage, number>;
    for (let n = 0; n < outages && performance.now() - startedAt < untilMs; n++) {
      // Each kind once, then by chance.
      const kind = kinds[(n < kinds.length ? n : world.random.word()) % kinds.length] ?? 'reset';
      counts[kind]++;
      await world.run(1 + (world.random.word() % 20_000));
      this.#recoveries.push(await suffer(world, kind));
      onProgress?.(n + 1, kind, world.market.now());
      if (n % JUDGED_EVERY === JUDGED_EVERY - 1) await this.#judgeAll();
    }
    await this.#judgeAll();
    return this.#result(counts);
  }

  /** Judges all there is so far and lets it go, so that a long run needs no more memory than a short one. */
  async #judgeAll(): Promise<void> {
    const { world } = this;
    await world.run(QUIET_MS);
    await world.until(() => world.client.isWhole, RECOVERY_LIMIT_MS);
    for (const record of world.ended.splice(0)) {
      for (const symbol of SYMBOLS) await this.#judge.judge(record, symbol, null);
      this.#add(record);
    }
    const { record } = world;
    const until = world.market.now() - GRACE_MS;
    for (const symbol of SYMBOLS) await this.#judge.judge(record, symbol, until);
    record.forget(until);
    this.#add(record);
  }

  /** Adds what a record counted and lets it count anew. */
  #add(record: TapeRecord): void {
    const sums = this.#sums;
    sums.backfilled += record.counts.backfilled;
    sums.barsWanted += record.counts.barsWanted;
    sums.barsPassed += record.counts.barsPassed;
    record.counts = { backfilled: 0, barsWanted: 0, barsPassed: 0 };
  }

  #result(outages: Record<Outage, number>): DifferentialResult {
    const { world } = this;
    return {
      seed: world.options.seed,
      outages,
      hours: world.elapsed / 3_600_000,
      recovery: {
        median: quantile(this.#recoveries, 0.5),
        p99: quantile(this.#recoveries, 0.99),
        max: Math.max(...this.#recoveries),
      },
      ...this.#sums,
      violations: world.venue.audit.total,
      verdict: this.#judge.verdict,
    };
  }
}

/** One outage and the way back. @returns how long the way back took, virtual ms. */
async function suffer(world: SoakWorld, kind: Outage): Promise<number> {
  try {
    await OUTAGES[kind](world);
    // Some outages end while the client is still busy with them.
    await world.run(world.random.word() % 3000);
    world.faults.lift();
    return await world.until(() => world.client.isWhole, RECOVERY_LIMIT_MS);
  } catch (error) {
    const status = world.client.exchange.status();
    throw new Error(
      `after "${kind}", seed ${world.options.seed}: ${JSON.stringify(status)}, ` +
        `being filled: ${world.client.marketData.filling().join(' ')}`,
      { cause: error },
    );
  }
}
