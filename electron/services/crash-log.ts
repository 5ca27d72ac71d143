import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'crash.log';
/** A log of this size is set aside; one that was set aside before is gone then. */
const MAX_BYTES = 128 * 1024;

/** What is kept of a fault of the program itself. */
export interface Crash {
  /** ms UTC. */
  readonly at: number;
  readonly version: string;
  /** With the stack, where there is one. */
  readonly text: string;
}

/**
 * Keeps a fault in the data folder, one JSON line each, for whoever looks for its cause. It is sent
 * nowhere. Waits for the disk: the program is about to end.
 * @throws the file system's error.
 */
export function noteCrash(dataDir: string, { at, version, text }: Crash): void {
  const path = join(dataDir, FILE);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) {
    renameSync(path, `${path}.1`);
  }
  const line = JSON.stringify({ at: new Date(at).toISOString(), version, text });
  appendFileSync(path, `${line}\n`, { mode: 0o600 });
}
