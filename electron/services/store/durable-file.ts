import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TextFile } from '../text-file';

const LEFTOVER = /\.[0-9a-f]{16}\.tmp$/;

/**
 * Replaces a file as a whole so that after a crash or a power cut the old or the new text is there,
 * never a mixture: new file → fsync → rename → fsync of the folder. Readable by its owner only.
 * @throws the file system's error; the old file is then untouched.
 */
export async function writeDurably(file: string, text: string): Promise<void> {
  // A name nobody can foresee, and never a file that is there: a planted one would keep its rights.
  const fresh = `${file}.${randomBytes(8).toString('hex')}.tmp`;
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await withHandle(handle, async () => {
      await handle.writeFile(text);
      await handle.sync();
    });
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  // Windows has no way to fsync a folder; its rename is journaled.
  if (process.platform === 'win32') return;
  await withHandle(await open(dirname(file), constants.O_RDONLY), (opened) => opened.sync());
}

/** Removes what writes that a crash cut short have left in a folder. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder);
  for (const name of names.filter((each) => LEFTOVER.test(each))) {
    await rm(join(folder, name), { force: true });
  }
}

/** The text of a file; null when there is none. @throws for any other trouble. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A small text that is kept as a whole in one file. */
export function textFile(file: string): TextFile {
  return { read: () => readIfThere(file), write: (text) => writeDurably(file, text) };
}

/**
 * Makes a folder for its owner only, with its parents.
 * @throws the file system's error.
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  // Step by step: Node's own recursion never ends where nothing can be made, as in /proc.
  const error = await tryToMake(folder);
  if (error?.code !== 'ENOENT' || dirname(folder) === folder) {
    if (error) throw error;
    return;
  }
  await makePrivateFolder(dirname(folder));
  const second = await tryToMake(folder);
  if (second) throw second;
}

/** Null when the folder is there in the end. */
async function tryToMake(folder: string): Promise<NodeJS.ErrnoException | null> {
  try {
    await mkdir(folder, { mode: 0o700 });
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EEXIST' ? null : (error as NodeJS.ErrnoException);
  }
}

async function withHandle(
  handle: FileHandle,
  use: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}
