import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder for a whole test file; the caller removes it. */
export async function makeTempFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'tickwatch-test-'));
}

/** A folder that is gone when the test is over. */
export async function tempFolder(): Promise<string> {
  const folder = await makeTempFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
