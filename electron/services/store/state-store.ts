import { join } from 'node:path';
import { Low } from 'lowdb';
import { AppError } from '../../../shared/domain/errors';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { Backups } from './backups';
import { makePrivateFolder } from './durable-file';
import { codeOf, nodeFileSystem, type FileSystem } from './file-system';
import { GroupCommit } from './group-commit';
import type { FolderLock } from './instance-lock';
import { Notices } from './notices';
import { PlainData } from './plain-data';
import { STATE_FILE, StateFile } from './state-file';
import { emptyState, type Change, type State } from './state-schema';
import { StoreHealth } from './store-health';

/** What the store needs of its surroundings. */
export interface StoreOptions {
  /** Must exist. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly fs?: FileSystem;
  /** Held before every commit; absent where nobody else can have the folder. */
  readonly lock?: FolderLock;
}

/**
 * The product's state: frozen in memory for reading, on disk before a change counts as made. A
 * change that cannot be saved stays in memory and is tried again until it is.
 */
export class StateStore {
  readonly health: StoreHealth;
  readonly backups: Backups;
  readonly notices: Notices;
  readonly #options: StoreOptions;
  readonly #fs: FileSystem;
  readonly #plain = new PlainData();
  readonly #db: Low<State>;
  readonly #file: StateFile;
  readonly #commits: GroupCommit;
  readonly #onCommitted = new Set<(state: State) => void>();
  readonly #onFolderRemade = new Set<() => Promise<void>>();
  #isWritten = false;

  private constructor(options: StoreOptions) {
    const { dataDir, clock, logger, random, fs = nodeFileSystem } = options;
    this.#options = options;
    this.#fs = fs;
    this.health = new StoreHealth(clock, logger);
    this.backups = new Backups({ dataDir, fs, clock, logger });
    this.#file = new StateFile({
      ...{ dataDir, fs, clock, logger, plain: this.#plain },
      olderCopies: () => this.backups.files(),
      keepCopy: async (file, version) => {
        await this.backups.keep(file, `before-v${version + 1}`);
      },
    });
    this.#db = new Low<State>(this.#file, emptyState());
    this.#commits = new GroupCommit({
      ...{ clock, random },
      commit: () => this.#commit(),
      onOutcome: (error) => this.health.report('state', error),
    });
    this.notices = new Notices(this, clock);
  }

  /**
   * Reads what the folder holds, recovering what can be. @throws the file system's error when the
   * state is there but may not be read.
   */
  static async open(options: StoreOptions): Promise<StateStore> {
    const store = new StateStore(options);
    await store.#load();
    return store;
  }

  /** The newest state, durable or not. */
  get state(): State {
    return this.#db.data;
  }

  /** Whether what was read at the start was all that had ever been acknowledged. */
  get isContinuous(): boolean {
    return this.#file.isContinuous;
  }

  /**
   * Changes the state in memory at once; resolves when it is durable. Undo a change that must not
   * come to be saved later by another one.
   * @throws the file system's error, or {AppError} `UNAVAILABLE` when nothing can be saved any more;
   *   the change is then made in memory and will be tried again.
   * @throws {TypeError} for values JSON does not keep; nothing is changed then.
   */
  async update(change: Change): Promise<void> {
    this.amend(change);
    const { readOnlyReason } = this.health;
    if (readOnlyReason !== null) throw new AppError('UNAVAILABLE', `${readOnlyReason}.`);
    await this.#commits.now();
  }

  /** The same for what nobody waits for: durable within a quarter of a second. */
  updateLazily(change: Change): void {
    this.amend(change);
    if (this.health.readOnlyReason === null) this.#commits.soon();
  }

  /** The same for what may as well be lost: it is carried by the next commit, whenever that is. */
  amend(change: Change): void {
    const changed = change(this.state);
    this.#plain.freeze(changed);
    this.#db.data = { ...this.state, ...changed };
  }

  /** Hears each state that has become durable. */
  onCommitted(listener: (state: State) => void): void {
    this.#onCommitted.add(listener);
  }

  /** Runs when the folder had been deleted and was made anew, for those with files of their own in it. */
  onFolderRemade(run: () => Promise<void>): void {
    this.#onFolderRemade.add(run);
  }

  /** Writes the state anew if the file or the lock has been taken away from outside. */
  async checkFolder(): Promise<void> {
    if (this.health.readOnlyReason !== null) return;
    const isWhole = this.#options.lock?.isHeld() !== false && (await this.#file.isThere());
    if (!isWhole) await this.#commits.now();
  }

  /**
   * Keeps a copy of the state as it is now. Returns its name, see `Backups.keep`.
   * @throws {AppError} `UNAVAILABLE` when it cannot be made.
   */
  async keepBackup(reason: string): Promise<string> {
    try {
      await this.#commits.now();
      const name = await this.backups.keep(join(this.#options.dataDir, STATE_FILE), reason);
      if (name !== null) return name;
    } catch (error) {
      const text = 'The backup could not be made; nothing was changed.';
      throw new AppError('UNAVAILABLE', text, { cause: error });
    }
    throw new AppError('UNAVAILABLE', 'There is nothing whole to keep a backup of.');
  }

  /** Makes a last attempt to save what is not, and waits for it. */
  close(): Promise<void> {
    return this.#commits.close();
  }

  async #load(): Promise<void> {
    await this.#db.read();
    this.#isWritten = await this.#file.isThere();
    this.#plain.freeze(this.#db.data);
    if (this.#file.isReadOnly) this.health.setReadOnly('The data folder is of a newer Tickwatch');
    for (const { kind, text } of this.#file.findings) this.notices.add(kind, text);
  }

  async #commit(): Promise<void> {
    if (await this.#isFolderEmptied()) await this.#remakeFolder();
    let written: State;
    try {
      written = await this.#write();
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      await this.#remakeFolder();
      written = await this.#write();
    }
    this.#isWritten = true;
    for (const listener of this.#onCommitted) listener(written);
  }

  /** Whoever appends to a history may have made a deleted folder anew already, without what was in it. */
  async #isFolderEmptied(): Promise<boolean> {
    if (!this.#isWritten || this.#options.lock?.isHeld() === true) return false;
    return !(await this.#file.isThere());
  }

  async #write(): Promise<State> {
    this.#holdLock();
    const { state } = this;
    await this.#db.write();
    return state;
  }

  #holdLock(): void {
    try {
      this.#options.lock?.hold();
    } catch (error) {
      // Two writers would overwrite each other: the one who has lost the folder keeps off for good.
      if (error instanceof AppError) this.health.setReadOnly(error.message);
      throw error;
    }
  }

  async #remakeFolder(): Promise<void> {
    await makePrivateFolder(this.#options.dataDir, this.#fs);
    this.#holdLock();
    for (const run of this.#onFolderRemade) await run();
    this.notices.add(
      'folder_gone',
      'The data folder was deleted while Tickwatch ran; it is made anew.',
    );
  }
}
