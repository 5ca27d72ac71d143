import { constants } from 'node:fs';
import {
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  type FileHandle,
} from 'node:fs/promises';

/** An open file; every call may fail with the file system's error. */
export interface OpenFile {
  /** Writes all of it at a place in the file, in bytes from the start. */
  write(data: Uint8Array, position: number): Promise<void>;
  /** Resolves when what was written would survive a power cut. */
  sync(): Promise<void>;
  /** Cuts it to a length in bytes. */
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** All that the store asks of a disk, so that tests can let each single call fail or be the last. */
export interface FileSystem {
  /** Makes a file for its owner only. @throws `EEXIST` when there is one. */
  create(path: string): Promise<OpenFile>;
  /** Opens a file for writing. @throws `ENOENT` when there is none. */
  open(path: string): Promise<OpenFile>;
  /** @throws `ENOENT` when there is none. */
  read(path: string): Promise<Buffer>;
  /** Length in bytes; null when there is none. */
  size(path: string): Promise<number | null>;
  /** Names in a folder, in no order. */
  list(folder: string): Promise<string[]>;
  /** Takes the place of what is at `to`. */
  rename(from: string, to: string): Promise<void>;
  /** Gives a file a second name. @throws `EEXIST` when there is one of that name. */
  link(from: string, to: string): Promise<void>;
  /** Removes a file if there is one. */
  remove(path: string): Promise<void>;
  /** Makes one folder for its owner only; one that is there is kept. */
  makeFolder(path: string): Promise<void>;
  /** Resolves when the names in a folder would survive a power cut. */
  syncFolder(path: string): Promise<void>;
}

/** The machine's own disk. */
export const nodeFileSystem: FileSystem = {
  create: async (path) => openFile(await open(path, 'wx', 0o600)),
  open: async (path) => openFile(await open(path, constants.O_WRONLY)),
  read: (path) => readFile(path),
  size: (path) => sizeOf(path),
  list: (folder) => readdir(folder),
  rename,
  link,
  remove: (path) => rm(path, { force: true }),
  makeFolder: (path) => makeOneFolder(path),
  syncFolder: (path) => syncFolder(path),
};

/** The code of a file system's error; undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

function openFile(handle: FileHandle): OpenFile {
  return {
    write: (data, position) => writeAll(handle, data, position),
    sync: () => handle.sync(),
    truncate: (length) => handle.truncate(length),
    close: () => handle.close(),
  };
}

/** The operating system may take less than it is given, as a disk fills up. */
async function writeAll(handle: FileHandle, data: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < data.length;) {
    const { bytesWritten } = await handle.write(data, done, data.length - done, position + done);
    done += bytesWritten;
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function makeOneFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows has no way to fsync a folder; its rename is journaled.
  if (process.platform === 'win32') return;
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
