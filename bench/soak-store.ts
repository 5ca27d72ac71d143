import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../electron/services/clock';
import { seededRandom } from '../electron/services/exchange/demo/prng';
import { silentLogger } from '../electron/services/logger';
import { Histories } from '../electron/services/store/histories';
import { StateStore } from '../electron/services/store/state-store';

/** Sizes of the state in bytes, and how many changes are on their way at once. */
const LOADS = [
  { bytes: 2000, burst: 1 },
  { bytes: 2000, burst: 20 },
  { bytes: 200_000, burst: 20 },
] as const;
/** Wide enough to hit the start, the recovery of the lock and many commits, ms. */
const KILL_WITHIN_MS = 150;

export interface KillOptions {
  /** The bundled `store-writer`. */
  readonly writer: string;
  readonly rounds: number;
  readonly seed: number;
  readonly onProgress?: (round: number, acknowledged: number) => void;
}

/** What kill -9 during writes has done to a store. */
export interface KillResults {
  readonly rounds: number;
  /** Changes that were acknowledged in all. */
  readonly acknowledged: number;
  /** Rounds after which an acknowledged change was missing. */
  readonly lost: number;
  /** Rounds after which the state or its history was not whole, or told different things. */
  readonly unreadable: number;
  /** Temporary files left when all was over. */
  readonly litter: number;
}

/** Lets a process change a store, kills it at a random moment, and looks at what is there; so many times. */
export async function killWriters(options: KillOptions): Promise<KillResults> {
  const { writer, rounds, seed, onProgress } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'tickwatch-kill-'));
  const random = seededRandom(seed);
  let [acknowledged, last, lost, unreadable] = [0, 0, 0, 0];
  try {
    for (let round = 1; round <= rounds; round++) {
      const { bytes, burst } = LOADS[Math.floor(random() * LOADS.length)] ?? LOADS[0];
      const acks = await runUntilKilled([writer, dataDir, `${bytes}`, `${burst}`], random);
      acknowledged += acks.length;
      last = Math.max(last, ...acks);
      const there = await lastIn(dataDir);
      if (there === null) unreadable++;
      else if (there < last) lost++;
      last = Math.max(last, there ?? 0);
      onProgress?.(round, acknowledged);
    }
    const litter = readdirSync(dataDir, { recursive: true }).filter((name) =>
      String(name).endsWith('.tmp'),
    ).length;
    return { rounds, acknowledged, lost, unreadable, litter };
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

/** Returns the numbers of the changes that were acknowledged. */
function runUntilKilled(args: readonly string[], random: () => number): Promise<number[]> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  // Every fourth dies while it starts, the others while they write.
  const isEarly = random() < 0.25;
  const wait = random() * KILL_WITHIN_MS;
  const kill = (): void => void setTimeout(() => child.kill('SIGKILL'), wait);
  let out = '';
  child.stdout.on('data', (data: Buffer) => {
    if (!isEarly && out === '') kill();
    out += data.toString();
  });
  child.once('spawn', () => isEarly && setTimeout(kill, KILL_WITHIN_MS));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      if (code !== null) fail(new Error(`The writer ended by itself with code ${code}`));
      // A last number may be cut short.
      else done(out.split('\n').slice(0, -1).map(Number));
    });
  });
}

/** The number of the newest change in a store; null when it is not whole. */
export async function lastIn(dataDir: string): Promise<number | null> {
  const ports = { dataDir, clock: systemClock, logger: silentLogger, random: Math.random };
  const store = await StateStore.open(ports);
  const histories = await Histories.open({ ...ports, store });
  const [symbol = 'N0'] = store.state.watchlist.symbols ?? [];
  let expected = Number(symbol.slice(1));
  const last = expected;
  for await (const { id } of histories.newestFirst('alerts')) {
    if (id !== expected--) return null;
  }
  const isWhole = expected === 0 && store.notices.list().every(({ kind }) => kind === 'torn_tail');
  await store.close();
  await histories.close();
  return isWhole ? last : null;
}
