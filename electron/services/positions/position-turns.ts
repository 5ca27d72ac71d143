import type { PositionDraft, ToldChange } from './position-draft';
import type { PositionStore } from './position-store';

/** Changes saved by one commit at most: their numbers come from what is set aside at a time. */
const MOST_AT_ONCE = 100;

/** Someone who waits for their turn. */
interface Waiting {
  /** Makes the change; null for one that has to be alone. */
  readonly make: ((draft: PositionDraft) => unknown) | null;
  readonly alone: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A change that has been made but not saved yet. */
interface Made {
  readonly turn: Waiting;
  readonly value: unknown;
  readonly told: readonly ToldChange[];
}

export interface PositionTurnsOptions {
  readonly positions: Pick<PositionStore, 'draft' | 'save'>;
  /** Hears what has been saved, before whoever asked for it is answered. */
  readonly onSaved: (told: readonly ToldChange[]) => Promise<void>;
}

/**
 * Changes of positions in the order they were asked for. Those that wait at the same time are made on
 * top of one another and saved by one commit, so that many writers wait for the disk together.
 */
export class PositionTurns {
  readonly #options: PositionTurnsOptions;
  readonly #waiting: Waiting[] = [];
  /** What is saved, but not told to everyone yet. */
  readonly #telling = new Set<Promise<void>>();
  #isRunning = false;

  constructor(options: PositionTurnsOptions) {
    this.#options = options;
  }

  /**
   * Makes a change; resolves with what it returns when it is durable and has been told.
   * @param make Changes the draft last of all, so that it does so whole or throws.
   * @throws what `make` throws, {AppError} `UNAVAILABLE` when it cannot be saved.
   */
  change<T>(make: (draft: PositionDraft) => T): Promise<T> {
    return this.#wait<T>({ make, alone: () => Promise.resolve() });
  }

  /** Runs something while no change is made, saved or told. */
  alone<T>(run: () => Promise<T>): Promise<T> {
    return this.#wait<T>({ make: null, alone: run });
  }

  #wait<T>(turn: Pick<Waiting, 'make' | 'alone'>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ ...turn, resolve: resolve as (value: unknown) => void, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (next.make) await this.#save(this.#nextChanges());
      else await this.#alone(next);
    }
    this.#isRunning = false;
  }

  #nextChanges(): Waiting[] {
    const end = this.#waiting.findIndex(({ make }) => make === null);
    const count = Math.min(end < 0 ? this.#waiting.length : end, MOST_AT_ONCE);
    return this.#waiting.splice(0, count);
  }

  async #alone(turn: Waiting): Promise<void> {
    this.#waiting.shift();
    await Promise.all(this.#telling);
    await turn.alone().then(turn.resolve, turn.reject);
  }

  async #save(turns: readonly Waiting[]): Promise<void> {
    const draft = this.#options.positions.draft();
    const made = turns.flatMap((turn) => madeOf(turn, draft));
    try {
      await this.#options.positions.save(draft);
    } catch (error) {
      for (const { turn } of made) turn.reject(error);
      return;
    }
    for (const each of made) this.#tell(each);
  }

  #tell({ turn, value, told }: Made): void {
    const telling = this.#options
      .onSaved(told)
      .then(() => turn.resolve(value), turn.reject)
      .finally(() => this.#telling.delete(telling));
    this.#telling.add(telling);
  }
}

/** Makes one change on top of the others; one that throws is out of it. */
function madeOf(turn: Waiting, draft: PositionDraft): Made[] {
  const before = draft.told.length;
  try {
    const value = turn.make?.(draft);
    return [{ turn, value, told: draft.told.slice(before) }];
  } catch (error) {
    turn.reject(error);
    return [];
  }
}
