import { SoakWorld } from './soak-world';
import { differencesIn, TapeJudge, type Verdict } from './verdict';

const SYMBOLS = ['SUI/USDT', 'AVAX/USDT'];
const HOUR = 3_600_000;
const STEP_MS = 3000;

/** What many days without an outage, but with all that is planned, left of the tape. */
export interface DaysResult {
  readonly days: number;
  /** Notices of shutdown that the venue gave. */
  readonly shutdowns: number;
  /** Connections opened over all the days. */
  readonly connections: number;
  /** Trades that had to be fetched, because no connection brought them. */
  readonly backfilled: number;
  readonly verdict: Verdict;
}

/**
 * Simulated days: the venue ends connections at 24 h, and every other day it announces a shutdown, at
 * a time of chance; so on the day after each, a connection grows old enough to be renewed.
 */
export async function runDays(
  days: number,
  seed: number,
  onProgress: (day: number) => void = () => undefined,
): Promise<DaysResult> {
  const world = await SoakWorld.open({ seed, symbols: SYMBOLS, withCandles: false });
  try {
    const judge = new TapeJudge(world.market);
    let shutdowns = 0;
    await world.until(() => world.client.isWhole, HOUR);
    for (let day = 1; day <= days; day++) {
      const shutdownAt = Math.round(world.random.uniform() * 23 * HOUR);
      await world.run(shutdownAt, STEP_MS);
      if (day % 2 === 1) {
        world.faults.shutDown({ afterMs: 10_000 + (world.random.word() % 600_000) });
        shutdowns++;
      }
      await world.run(24 * HOUR - shutdownAt, STEP_MS);
      for (const symbol of SYMBOLS) await judge.judge(world.record, symbol, null);
      world.record.forget(world.market.now());
      onProgress(day);
      if (differencesIn(judge.verdict) > 0) break;
    }
    return {
      days,
      shutdowns,
      connections: world.connections,
      backfilled: world.record.counts.backfilled,
      verdict: judge.verdict,
    };
  } finally {
    await world.close();
  }
}
