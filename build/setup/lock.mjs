import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say, SetupError } from './messages.mjs';

const BEAT_MS = 2000;
const STALE_MS = 30_000;
const POLL_MS = 250;
const GIVE_UP_MS = 20 * 60_000;

/**
 * Does work that only one process may do at a time. A lock whose owner has died, or has not
 * touched it for half a minute, is taken over.
 * @template T
 * @param {string} file the lock file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {SetupError} when another process holds the lock for 20 minutes
 */
export async function withLock(file, work) {
  await acquire(file);
  const drop = () => rmSync(file, { force: true });
  const quit = () => process.exit(130);
  const beat = setInterval(() => touch(file), BEAT_MS);
  process.once('exit', drop);
  process.once('SIGINT', quit).once('SIGTERM', quit);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('exit', drop).off('SIGINT', quit).off('SIGTERM', quit);
    drop();
  }
}

/** @param {string} file */
async function acquire(file) {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = performance.now() + GIVE_UP_MS;
  let told = false;
  while (!take(file)) {
    if (isStale(file)) {
      remove(file);
      continue;
    }
    if (performance.now() > deadline)
      throw new SetupError(
        `Another set-up never finished. End it, delete ${file} and start again.`,
      );
    if (!told) say('Waiting for another set-up of this folder to finish …');
    told = true;
    await delay(POLL_MS);
  }
}

/**
 * A link appears with its content or not at all, so nobody reads a half-written owner.
 * @param {string} file
 */
function take(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @param {string} file */
function isStale(file) {
  try {
    const owner = Number(readFileSync(file, 'utf8'));
    return Date.now() - statSync(file).mtimeMs > STALE_MS || !isAlive(owner);
  } catch {
    return false; // it has just been released
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Two processes may find the same dead lock: a rename lets one of them win, and what it took is
 * put back if a third had made it afresh in between.
 * @param {string} file
 */
function remove(file) {
  const grabbed = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, grabbed);
    if (!isStale(grabbed)) linkSync(grabbed, file);
  } catch {
    return; // the other process was quicker
  } finally {
    rmSync(grabbed, { force: true });
  }
}

/** @param {string} file */
function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Someone deleted dist/ meanwhile: the work goes on, only its lock is gone.
  }
}
