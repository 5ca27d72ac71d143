import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/domain/errors';
import { codeOf } from './file-system';

const FILE = 'instance.lock';
/** Every round means that another process changed the lock under our hands. */
const MAX_ROUNDS = 10;

const ownerSchema = z.object({
  pid: z.number().int().positive(),
  /** Tells a process from a later one with the same number; null where the OS does not say. */
  born: z.string().nullable(),
});

type Owner = z.infer<typeof ownerSchema>;

/** A data folder that is this process's alone. */
export interface FolderLock {
  /**
   * Takes the folder, again if the lock was taken away from outside.
   * @throws {AppError} `INVALID` when another process has it, naming that process and the folder.
   */
  hold(): void;
  /** Whether the lock is where it was put. */
  isHeld(): boolean;
  /** Lets go of the folder; a lock that is no longer ours is left alone. */
  release(): void;
}

/**
 * A lock on a data folder, desktop and server alike: two writers would overwrite each other's state.
 * A lock whose owner is gone, however it ended, is taken over at once.
 * @param dataDir Must exist by the time it is held.
 */
export function folderLock(dataDir: string): FolderLock {
  const file = join(dataDir, FILE);
  const mine = JSON.stringify({ pid: process.pid, born: bornAt(process.pid) } satisfies Owner);
  let isTaken = false;
  const isHeld = (): boolean => isTaken && read(file) === mine;
  return {
    isHeld,
    hold() {
      if (isHeld()) return;
      take(dataDir, file, mine);
      isTaken = true;
    },
    release() {
      if (isHeld()) rmSync(file, { force: true });
      isTaken = false;
    },
  };
}

function take(dataDir: string, file: string, mine: string): void {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (create(file, mine)) return;
    const theirs = read(file);
    if (theirs === null) continue;
    const owner = parseOwner(theirs);
    if (owner && isAlive(owner)) throw inUse(dataDir, owner);
    if (replace(dataDir, file, { dead: theirs, mine })) return;
  }
  throw new AppError('INVALID', `--data-dir ${dataDir}: ${FILE} cannot be taken; try again`);
}

/** The number of the living process that holds a data folder; null when it is free. */
export function lockOwner(dataDir: string): number | null {
  const owner = parseOwner(read(join(dataDir, FILE)) ?? '');
  return owner && isAlive(owner) ? owner.pid : null;
}

function inUse(dataDir: string, { pid }: Owner): AppError {
  return new AppError(
    'INVALID',
    `--data-dir ${dataDir} is in use by process ${pid}; stop that one or choose another folder`,
  );
}

/**
 * Makes the lock together with its text, so that nobody ever reads half of it.
 * @returns False when there is one already.
 */
function create(file: string, text: string): boolean {
  const whole = writeBeside(file, text);
  try {
    linkSync(whole, file);
    return true;
  } catch (error) {
    const code = codeOf(error);
    // ENOENT: the owner of the folder has swept our file away as left over.
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    return createUnlinked(file, text);
  } finally {
    rmSync(whole, { force: true });
  }
}

/** For disks without hard links, as exFAT: in one go without a pause, so that others hardly see it empty. */
function createUnlinked(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // On a full disk it was made, but is empty.
    removeQuietly(file);
    throw error;
  }
}

/** @returns The path of a new file that holds the text, in the same folder. */
function writeBeside(file: string, text: string): string {
  const beside = `${file}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    writeFileSync(beside, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    removeQuietly(beside);
    throw error;
  }
  return beside;
}

/** Null when it is gone. */
function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}

/** Null for a text that is no lock of ours: damaged, or cut short by a crash. */
function parseOwner(text: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Puts our lock in the place of a dead owner's. Whoever does so first holds a claim named after the
 * dead lock's text, a lock like this one: two at once would each find the dead lock and replace the
 * other's new one.
 * @returns False when the lock was no longer the dead one.
 * @throws {AppError} `INVALID` when a living process holds the claim and thus is about to have the folder.
 */
function replace(dataDir: string, file: string, texts: { dead: string; mine: string }): boolean {
  const name = createHash('sha256').update(texts.dead).digest('hex').slice(0, 16);
  const claim = `${file}.${name}.tmp`;
  take(dataDir, claim, texts.mine);
  try {
    if (read(file) !== texts.dead) return false;
    renameSync(writeBeside(file, texts.mine), file);
    return true;
  } finally {
    rmSync(claim, { force: true });
  }
}

/** Why it had to go matters more than why it stays. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // An empty lock is nobody's: the next one takes it over.
  }
}

function isAlive({ pid, born }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process may not be signalled; it is alive all the same.
    if (codeOf(error) !== 'EPERM') return false;
  }
  return born === null || bornAt(pid) === born;
}

/**
 * When a process began, unique together with this boot of the machine; null where the OS does not
 * say, or when the process is dead and only waits for its parent.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function bornAt(pid: number): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name, in brackets, may hold anything; the state is the third field, the start the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}
