import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../electron/services/clock';
import { silentLogger } from '../electron/services/logger';
import { Histories } from '../electron/services/store/histories';
import { StateStore } from '../electron/services/store/state-store';
import { quantile } from './statistics';

const GROUPS = 2000;
const SYMBOLS = 40;

/** How long a change takes to be durable, in a state of about a megabyte on the machine's own disk. */
export interface StoreReading {
  readonly megabytes: number;
  readonly commits: number;
  /** ms. */
  readonly p50: number;
  readonly p99: number;
  /** ms of processor time a commit. */
  readonly cpu: number;
}

/** Measures commits one after another, each of a changed group and one alert. */
export async function measureStore(commits: number): Promise<StoreReading> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tickwatch-bench-'));
  try {
    return await measureIn(dataDir, commits);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

async function measureIn(dataDir: string, commits: number): Promise<StoreReading> {
  const ports = { dataDir, clock: systemClock, logger: silentLogger, random: Math.random };
  const store = await StateStore.open(ports);
  const histories = await Histories.open({ ...ports, store });
  const listed = Array.from({ length: SYMBOLS }, (_, n) => `SYM${n}/USDT`);
  const groups = Object.fromEntries(Array.from({ length: GROUPS }, (_, n) => [`g${n}`, listed]));
  await store.update(() => ({ watchlist: { symbols: listed, groups } }));
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let n = 1; n <= commits; n++) {
    const startedAt = performance.now();
    await histories.record({ alerts: [{ id: n, at: Date.now() }] }, ({ watchlist }) => ({
      watchlist: { ...watchlist, groups: { ...watchlist.groups, g7: [`N${n}`] } },
    }));
    times.push(performance.now() - startedAt);
  }
  const { user, system } = process.cpuUsage(before);
  const megabytes = Buffer.byteLength(JSON.stringify(store.state)) / 1e6;
  await store.close();
  await histories.close();
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
  return { megabytes, commits, p50, p99, cpu: (user + system) / 1000 / commits };
}
