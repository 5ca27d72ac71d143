import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../../electron/services/exchange/demo/prng';
import { lastIn } from '../soak-store';

const IMAGE_BYTES = 64 * 1024 * 1024;
const CUT_WITHIN_MS = 300;
/** With the second one names may reach the disk before what they name. */
const MODES = ['data=ordered', 'data=writeback'];
/** Sizes of the state in bytes, and how many changes are on their way at once. */
const LOADS = [
  ['2000', '1'],
  ['2000', '20'],
  ['200000', '5'],
] as const;

export interface PowerCutOptions {
  /** The bundled `store-writer`. */
  readonly writer: string;
  readonly rounds: number;
  readonly seed: number;
  readonly onProgress: (round: number, acknowledged: number) => void;
}

/** What cuts of power during writes have done to a store. */
export interface PowerCutResults {
  readonly rounds: number;
  /** Changes that were acknowledged in all. */
  readonly acknowledged: number;
  /** Rounds after which an acknowledged change was missing. */
  readonly lost: number;
  /** Rounds after which the disk, the state or its history was not whole. */
  readonly unreadable: number;
}

/** Why this machine cannot cut the power of a disk; null when it can. */
export function powerCutObstacle(): string | null {
  if (process.platform !== 'linux') return 'disk images are mounted on Linux only';
  if (process.getuid?.() !== 0) return 'only root may mount a disk image';
  try {
    execFileSync('mkfs.ext4', ['-V'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'there is no mkfs.ext4';
  }
}

/** A disk in a file, whose power can be cut: what has not reached the file by then is gone. */
class ImageDisk {
  readonly folder: string;
  readonly #root = mkdtempSync(join(tmpdir(), 'tickwatch-power-'));
  readonly #image = join(this.#root, 'disk.img');
  readonly #snapshot = join(this.#root, 'snapshot.img');
  #isMounted = false;

  constructor() {
    this.folder = join(this.#root, 'disk');
    mkdirSync(this.folder);
    writeFileSync(this.#image, '');
    truncateSync(this.#image, IMAGE_BYTES);
    execFileSync('mkfs.ext4', ['-q', '-F', this.#image]);
  }

  mount(mode: string): void {
    execFileSync('mount', ['-o', `loop,${mode}`, this.#image, this.folder]);
    this.#isMounted = true;
  }

  /** Keeps what is on the disk at this moment; nobody may write meanwhile. */
  freeze(): void {
    copyFileSync(this.#image, this.#snapshot);
  }

  /** Goes back to what was on the disk when it was frozen. */
  cut(): void {
    this.unmount();
    renameSync(this.#snapshot, this.#image);
  }

  unmount(): void {
    if (this.#isMounted) execFileSync('umount', [this.folder]);
    this.#isMounted = false;
  }

  destroy(): void {
    this.unmount();
    rmSync(this.#root, { recursive: true });
  }
}

/**
 * Lets a process change a store on a disk of its own, cuts that disk's power at a random moment, and
 * looks at what is there; so many times, each on what the last cut has left.
 */
export async function cutPower(options: PowerCutOptions): Promise<PowerCutResults> {
  const { rounds, seed, onProgress } = options;
  const random = seededRandom(seed);
  const disk = new ImageDisk();
  let [acknowledged, last, lost, unreadable] = [0, 0, 0, 0];
  try {
    for (let round = 1; round <= rounds; round++) {
      const mode = MODES[round % MODES.length] ?? '';
      disk.mount(mode);
      const acks = await writeUntilCut(disk, options.writer, random);
      acknowledged += acks.length;
      last = Math.max(last, ...acks);
      disk.mount(mode);
      const there = await lastIn(join(disk.folder, 'data')).catch(() => null);
      disk.unmount();
      if (there === null) unreadable++;
      else if (there < last) lost++;
      last = there ?? last;
      onProgress(round, acknowledged);
    }
    return { rounds, acknowledged, lost, unreadable };
  } finally {
    disk.destroy();
  }
}

/** Returns the numbers of the changes that were acknowledged before the cut. */
async function writeUntilCut(
  disk: ImageDisk,
  writer: string,
  random: () => number,
): Promise<number[]> {
  const load = LOADS[Math.floor(random() * LOADS.length)] ?? LOADS[0];
  const args = [writer, join(disk.folder, 'data'), ...load];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  await once(child.stdout, 'data');
  await pause(random() * CUT_WITHIN_MS);
  await stopWhole(child);
  disk.freeze();
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
  disk.cut();
  return out.split('\n').slice(0, -1).map(Number);
}

/** Stops a process; what its threads have asked of the disk is done when this returns. */
async function stopWhole(child: ChildProcess): Promise<void> {
  child.kill('SIGSTOP');
  const tasks = `/proc/${child.pid}/task`;
  const isStopped = (task: string): boolean =>
    readFileSync(join(tasks, task, 'stat'), 'utf8').includes(') T ');
  while (!readdirSync(tasks).every(isStopped)) await pause(1);
}
