import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Low, type Adapter } from 'lowdb';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { makePrivateFolder, readIfThere, removeLeftovers, writeDurably } from './durable-file';
import { emptyState, stateSchema, type State } from './state-schema';

const FILE = 'state.json';

/** The product's state: in memory for reading, on disk before a change counts as made. */
export class StateStore {
  readonly #db: Low<State>;
  readonly #file: StateFile;

  /** @param dataDir Must exist. */
  constructor(dataDir: string, clock: Clock, logger: Logger) {
    this.#file = new StateFile(join(dataDir, FILE), clock, logger);
    this.#db = new Low<State>(this.#file, emptyState());
  }

  /** @throws the file system's error when the file is there but cannot be read. */
  async load(): Promise<void> {
    await this.#db.read();
  }

  get state(): Readonly<State> {
    return this.#db.data;
  }

  /** Changes the state in memory at once; resolves when it is durable. @throws the file system's error. */
  update(change: (state: State) => void): Promise<void> {
    change(this.#db.data);
    return this.#db.write();
  }

  /** Resolves when no write runs or waits, whatever became of it. */
  settled(): Promise<void> {
    return this.#file.settled();
  }
}

/** Writes one at a time; a write that waits takes along everything changed meanwhile. */
class StateFile implements Adapter<State> {
  #running: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;

  constructor(
    private readonly file: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async read(): Promise<State | null> {
    await removeLeftovers(dirname(this.file));
    const text = await readIfThere(this.file);
    if (text === null) return null;
    const state = parseState(text);
    if (state) return state;
    const aside = `${this.file}.corrupt-${this.clock.now()}`;
    await rename(this.file, aside);
    this.logger.error('The state file was damaged; it was set aside and a new one begun', {
      aside,
    });
    return null;
  }

  write(state: State): Promise<void> {
    this.#waiting ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#waiting = null;
        this.#running = this.#replace(JSON.stringify(state));
        return this.#running;
      });
    return this.#waiting;
  }

  async settled(): Promise<void> {
    await (this.#waiting ?? this.#running).catch(() => undefined);
  }

  async #replace(text: string): Promise<void> {
    try {
      await writeDurably(this.file, text);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      this.logger.warn('The data folder was gone; it is made anew', { folder: dirname(this.file) });
      await makePrivateFolder(dirname(this.file));
      await writeDurably(this.file, text);
    }
  }
}

function parseState(text: string): State | null {
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
