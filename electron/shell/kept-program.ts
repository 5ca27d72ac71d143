import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the older program is called beside the newer one. */
const KEPT = '.old';

/**
 * Keeps a program of one file under a second name, for the updater removes it before the newer one is
 * in its place.
 * @param previous What was kept last time; it is taken away, if it is what it should be.
 * @returns The second name.
 * @throws the file system's error.
 */
export function keepProgram(present: string, previous: string | null): string {
  const kept = present + KEPT;
  const isBeside = previous !== null && dirname(previous) === dirname(present);
  // Who has gone back runs the one that was kept.
  if (isBeside && previous.endsWith(KEPT) && previous !== present)
    rmSync(previous, { force: true });
  rmSync(kept, { force: true });
  try {
    linkSync(present, kept);
  } catch {
    copyFileSync(present, kept); // the disk knows no second names
  }
  return kept;
}

/** Puts a program that was kept back into its place, if there is none. */
export function bringBack(present: string, kept: string): void {
  if (!existsSync(present)) renameSync(kept, present);
}
