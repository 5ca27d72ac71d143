import { basename, dirname } from 'node:path';
import type { FileSystem, OpenFile } from './file-system';

interface Inode {
  data: Buffer;
  /** What would survive a power cut. */
  synced: Buffer;
}

type Names = Map<string, Inode>;

interface Folder {
  now: Names;
  /** Names as they would be after a power cut. */
  synced: Names;
  /** Changes of names since; a power cut lets some first ones of them happen. */
  changes: ((names: Names) => void)[];
}

/** What goes wrong: from a call on, for a number of calls. */
interface Trouble {
  readonly from: number;
  readonly calls: number;
  /** Error code that is thrown, or the machine stops there. */
  readonly code: string;
}

/**
 * A disk in memory for tests that knows what is durable, counts its calls and lets any of them fail
 * or be the last.
 */
export class SimulatedDisk implements FileSystem {
  readonly #folders = new Map<string, Folder>([['/', newFolder()]]);
  #trouble: Trouble | null = null;
  #isOff = false;
  /** Calls so far. */
  calls = 0;

  /** Lets calls fail with a code, counted from the next one as 1. */
  failAt(call: number, code: string, calls = 1): void {
    this.#trouble = { from: this.calls + call, calls, code };
  }

  /** Stops the machine at a call, counted from the next one as 1; half of what it writes is there. */
  stopAt(call: number): void {
    this.failAt(call, 'STOP', Number.POSITIVE_INFINITY);
  }

  heal(): void {
    this.#trouble = null;
  }

  /** Starts anew after the process was killed: what it had written is there. */
  restart(): void {
    this.#isOff = false;
    this.heal();
  }

  /** Starts anew after a power cut: of what was not synced some is there, some is not. */
  powerCut(random: () => number): void {
    this.restart();
    const torn = new Set<Inode>();
    for (const folder of this.#folders.values()) {
      const happened = Math.floor(random() * (folder.changes.length + 1));
      for (const change of folder.changes.slice(0, happened)) change(folder.synced);
      folder.now = new Map(folder.synced);
      folder.changes = [];
      for (const inode of folder.now.values()) torn.add(inode);
    }
    for (const inode of torn) {
      inode.data = tear(inode, random);
      inode.synced = inode.data;
    }
  }

  /** Removes a folder with all that is in it, as somebody from outside would. */
  removeFolder(path: string): void {
    for (const each of [...this.#folders.keys()]) {
      if (each === path || each.startsWith(`${path}/`)) this.#folders.delete(each);
    }
  }

  async create(path: string): Promise<OpenFile> {
    await this.#call();
    const folder = this.#folder(path);
    if (folder.now.has(basename(path))) throw errno('EEXIST');
    const inode = { data: Buffer.alloc(0), synced: Buffer.alloc(0) };
    rename(folder, (names) => names.set(basename(path), inode));
    return this.#openFile(inode);
  }

  async open(path: string): Promise<OpenFile> {
    await this.#call();
    return this.#openFile(this.#inode(path));
  }

  async read(path: string): Promise<Buffer> {
    await this.#call();
    return Buffer.from(this.#inode(path).data);
  }

  async size(path: string): Promise<number | null> {
    await this.#call();
    return this.#folders.get(dirname(path))?.now.get(basename(path))?.data.length ?? null;
  }

  async list(path: string): Promise<string[]> {
    await this.#call();
    const folder = this.#folders.get(path);
    if (!folder) throw errno('ENOENT');
    return [...folder.now.keys()];
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#call();
    const inode = this.#inode(from);
    rename(this.#folder(to), (names) => {
      names.delete(basename(from));
      names.set(basename(to), inode);
    });
  }

  async link(from: string, to: string): Promise<void> {
    await this.#call();
    const inode = this.#inode(from);
    if (this.#folder(to).now.has(basename(to))) throw errno('EEXIST');
    rename(this.#folder(to), (names) => names.set(basename(to), inode));
  }

  async remove(path: string): Promise<void> {
    await this.#call();
    const folder = this.#folders.get(dirname(path));
    if (folder?.now.has(basename(path))) rename(folder, (names) => names.delete(basename(path)));
  }

  async makeFolder(path: string): Promise<void> {
    await this.#call();
    this.#folder(path);
    if (!this.#folders.has(path)) this.#folders.set(path, newFolder());
  }

  async syncFolder(path: string): Promise<void> {
    await this.#call();
    const folder = this.#folders.get(path);
    if (!folder) throw errno('ENOENT');
    folder.synced = new Map(folder.now);
    folder.changes = [];
  }

  /** Changes the bytes of a file behind everyone's back. */
  damage(path: string, change: (data: Buffer) => Buffer): void {
    const inode = this.#inode(path);
    inode.data = change(Buffer.from(inode.data));
    inode.synced = inode.data;
  }

  #openFile(inode: Inode): OpenFile {
    return {
      write: async (data, position) => {
        try {
          await this.#call();
        } catch (error) {
          put(inode, data.subarray(0, data.length / 2), position);
          throw error;
        }
        put(inode, data, position);
      },
      sync: async () => {
        await this.#call();
        inode.synced = Buffer.from(inode.data);
      },
      truncate: async (length) => {
        await this.#call();
        inode.data = inode.data.subarray(0, length);
      },
      close: () => Promise.resolve(),
    };
  }

  async #call(): Promise<void> {
    // Others get their turn, as with a disk that takes its time.
    await Promise.resolve();
    if (this.#isOff) throw errno('STOP');
    this.calls++;
    const trouble = this.#trouble;
    if (!trouble || this.calls < trouble.from) return;
    if (this.calls >= trouble.from + trouble.calls) return;
    this.#isOff = trouble.code === 'STOP';
    throw errno(trouble.code);
  }

  #folder(path: string): Folder {
    const folder = this.#folders.get(dirname(path));
    if (!folder) throw errno('ENOENT');
    return folder;
  }

  #inode(path: string): Inode {
    const inode = this.#folders.get(dirname(path))?.now.get(basename(path));
    if (!inode) throw errno('ENOENT');
    return inode;
  }
}

function newFolder(): Folder {
  return { now: new Map(), synced: new Map(), changes: [] };
}

function rename(folder: Folder, change: (names: Names) => void): void {
  change(folder.now);
  folder.changes.push(change);
}

function put(inode: Inode, data: Uint8Array, position: number): void {
  const longer = Buffer.alloc(Math.max(inode.data.length, position + data.length));
  inode.data.copy(longer);
  longer.set(data, position);
  inode.data = longer;
}

/** What a power cut leaves of a file that was not synced: all, nothing new, a part, or zeros. */
function tear({ data, synced }: Inode, random: () => number): Buffer {
  if (data.equals(synced)) return data;
  // A file that only grows keeps what was synced of it.
  const isAppended = data.subarray(0, synced.length).equals(synced);
  const safe = isAppended ? synced.length : 0;
  const kept = safe + Math.floor(random() * (data.length - safe));
  const choices = [data, synced, data.subarray(0, kept), Buffer.from(data).fill(0, kept)];
  return choices[Math.floor(random() * choices.length)] ?? synced;
}

function errno(code: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code });
}
