import { constants } from 'node:fs';
import { mkdir, open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { TextFile } from '../text-file';

/**
 * Replaces a file as a whole so that after a crash or a power cut the old or the new text is there,
 * never a mixture: new file → fsync → rename → fsync of the folder. Readable by its owner only.
 * @throws the file system's error; the old file is then untouched.
 */
export async function writeDurably(file: string, text: string): Promise<void> {
  const fresh = `${file}.tmp`;
  await withHandle(await open(fresh, 'w', 0o600), async (handle) => {
    await handle.writeFile(text);
    await handle.sync();
  });
  await rename(fresh, file);
  // Windows has no way to fsync a folder; its rename is journaled.
  if (process.platform === 'win32') return;
  await withHandle(await open(dirname(file), constants.O_RDONLY), (handle) => handle.sync());
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

/** Makes a folder for its owner only, with its parents. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
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
