import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { TextFile } from '../text-file';
import { codeOf, nodeFileSystem, type FileSystem } from './file-system';

const LEFTOVER = /\.[0-9a-f]{16}\.tmp$/;
/** What file systems without second names answer, e.g. exFAT. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** How a file is replaced. */
export interface ReplaceOptions {
  /** Where the present file is kept under a second name; there is never a moment without either. */
  readonly keepAt?: string;
  readonly fs?: FileSystem;
}

/**
 * Replaces a file as a whole so that after a crash or a power cut the old or the new text is there,
 * never a mixture: new file → fsync → rename → fsync of the folder. Readable by its owner only.
 * @throws the file system's error; unless only the last step failed, the old file is untouched.
 */
export async function writeDurably(
  file: string,
  data: string | Uint8Array,
  { keepAt, fs = nodeFileSystem }: ReplaceOptions = {},
): Promise<void> {
  const fresh = temporaryName(file);
  try {
    await writeNew(fs, fresh, typeof data === 'string' ? Buffer.from(data) : data);
    if (keepAt !== undefined) await keep(fs, file, keepAt);
    await fs.rename(fresh, file);
  } catch (error) {
    // On a full disk every byte counts. Why it failed matters more than why this might, too.
    await fs.remove(fresh).catch(() => undefined);
    throw error;
  }
  await fs.syncFolder(dirname(file));
}

/** Removes what writes that a crash cut short have left in a folder. */
export async function removeLeftovers(folder: string, fs = nodeFileSystem): Promise<void> {
  const names = await fs.list(folder);
  for (const name of names.filter((each) => LEFTOVER.test(each))) {
    await fs.remove(join(folder, name));
  }
}

/** The text of a file; null when there is none. @throws for any other trouble. */
export async function readIfThere(file: string): Promise<string | null> {
  return (await bytesIfThere(file, nodeFileSystem))?.toString('utf8') ?? null;
}

/** What a file holds; null when there is none. @throws for any other trouble. */
export async function bytesIfThere(file: string, fs: FileSystem): Promise<Buffer | null> {
  try {
    return await fs.read(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
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
export async function makePrivateFolder(folder: string, fs = nodeFileSystem): Promise<void> {
  // Step by step: Node's own recursion never ends where nothing can be made, as in /proc.
  try {
    await fs.makeFolder(folder);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makePrivateFolder(dirname(folder), fs);
    await fs.makeFolder(folder);
  }
}

/** A name nobody can foresee: a file planted under it would keep its rights. */
function temporaryName(file: string): string {
  return `${file}.${randomBytes(8).toString('hex')}.tmp`;
}

async function writeNew(fs: FileSystem, file: string, data: Uint8Array): Promise<void> {
  const handle = await fs.create(file);
  try {
    await handle.write(data, 0);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function keep(fs: FileSystem, file: string, keepAt: string): Promise<void> {
  const second = temporaryName(keepAt);
  try {
    await fs.link(file, second);
    await fs.rename(second, keepAt);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    await fs.remove(second).catch(() => undefined);
    if (!NO_LINKS.includes(codeOf(error) ?? '')) throw error;
    await writeDurably(keepAt, await fs.read(file), { fs });
  }
}
