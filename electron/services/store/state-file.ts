import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Adapter } from 'lowdb';
import type { NoticeKind } from '../../../shared/domain/store-status';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { bytesIfThere, removeLeftovers, writeDurably } from './durable-file';
import { codeOf, type FileSystem } from './file-system';
import type { PlainData } from './plain-data';
import { seal } from './state-envelope';
import { readStateFile, type StateReading } from './state-reader';
import { emptyState, SCHEMA_VERSION, type State } from './state-schema';

/** Name of the state file in the data folder. */
export const STATE_FILE = 'state.json';

export interface StateFileOptions {
  readonly dataDir: string;
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly plain: PlainData;
  /** Further files the state may be recovered from, newest first. */
  readonly olderCopies: () => Promise<readonly string[]>;
  /** Keeps a copy of a file before it is brought to a new version. @throws the file system's error. */
  readonly keepCopy: (file: string, schemaVersion: number) => Promise<void>;
}

/** Something that was found when the file was read. */
export interface Finding {
  readonly kind: NoticeKind;
  readonly text: string;
}

type Usable = Exclude<StateReading, { kind: 'damaged' }>;

/** The state's file and the copy of its previous generation beside it; the adapter lowdb holds it by. */
export class StateFile implements Adapter<State> {
  readonly #options: StateFileOptions;
  readonly #file: string;
  readonly #previous: string;
  readonly #findings: Finding[] = [];
  #generation = 0;
  /** What has to be safe elsewhere before the file is first written over. */
  readonly #first: (() => Promise<void>)[] = [];
  #isReadOnly = false;
  #isContinuous = true;

  constructor(options: StateFileOptions) {
    this.#options = options;
    this.#file = join(options.dataDir, STATE_FILE);
    this.#previous = `${this.#file}.bak`;
  }

  /** What was found by `read`, for people. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** Whether a newer program made it, so that this one must never write it. */
  get isReadOnly(): boolean {
    return this.#isReadOnly;
  }

  /** Whether what was read is all that had ever been acknowledged. */
  get isContinuous(): boolean {
    return this.#isContinuous;
  }

  /**
   * Reads the newest state that is whole; null on a first start and when nothing can be recovered.
   * @throws the file system's error when the file is there but may not be read.
   */
  async read(): Promise<State | null> {
    const { fs, dataDir } = this.#options;
    await removeLeftovers(dataDir, fs).catch((error: unknown) => {
      this.#options.logger.warn('Temporary files stay', { error: String(error) });
    });
    const main = await this.#readOne(this.#file);
    if (main && main.kind !== 'damaged') return this.#accept(main, this.#file);
    if (main) await this.#doFirst(() => this.#setAside(this.#file));
    return this.#recover(main !== null);
  }

  /** Replaces the file; the previous generation stays beside it. @throws the file system's error. */
  async write(state: State): Promise<void> {
    const { fs, plain } = this.#options;
    await this.#finishFirst();
    const generation = this.#generation + 1;
    const body = plain.stringify(state);
    const sealed = seal({ schemaVersion: SCHEMA_VERSION, generation, body });
    await writeDurably(this.#file, sealed, { fs, keepAt: this.#previous });
    this.#generation = generation;
  }

  async isThere(): Promise<boolean> {
    return (await this.#options.fs.size(this.#file)) !== null;
  }

  /** Null when there is none. */
  async #readOne(file: string): Promise<StateReading | null> {
    try {
      const data = await bytesIfThere(file, this.#options.fs);
      return data && readStateFile(data);
    } catch (error) {
      // A bad sector is damage; what may not be read is for people to put right.
      if (codeOf(error) === 'EIO') return { kind: 'damaged' };
      throw error;
    }
  }

  async #accept(reading: Usable, file: string): Promise<State> {
    const { logger, keepCopy } = this.#options;
    this.#generation = reading.generation;
    if (reading.kind === 'newer') {
      this.#isReadOnly = true;
      this.#isContinuous = false;
      this.#find('newer', `${basename(file)} was made by a newer Tickwatch; nothing is saved.`);
    } else if (reading.schemaVersion < SCHEMA_VERSION) {
      await this.#doFirst(() => keepCopy(file, reading.schemaVersion));
      logger.info('The state is brought to a new version', { from: reading.schemaVersion });
    }
    const isLess = reading.rejected.length + reading.setAside.length > 0;
    if (reading.kind === 'good' && isLess) await this.#reset(reading, file);
    return reading.state;
  }

  async #reset({ rejected, setAside }: Usable, file: string): Promise<void> {
    const aside = this.#asideName(file);
    await this.#doFirst(() => this.#copy(file, aside));
    this.#isContinuous = false;
    const copy = `A copy is kept as ${basename(aside)}.`;
    if (rejected.length > 0) {
      const parts = rejected.join(', ');
      const text = `Saved data could not be understood and begin anew: ${parts}. ${copy}`;
      this.#find('section_reset', text);
    }
    if (setAside.length > 0) {
      const text = `Saved data could not be understood and are left out: ${setAside.join(', ')}. ${copy}`;
      this.#find('entries_set_aside', text);
    }
  }

  async #recover(isDamaged: boolean): Promise<State | null> {
    const copies = [this.#previous, ...(await this.#options.olderCopies())];
    for (const copy of copies) {
      const reading = await this.#readOne(copy).catch(() => null);
      if (reading?.kind === 'damaged') await this.#doFirst(() => this.#setAside(copy));
      if (!reading || reading.kind === 'damaged') continue;
      this.#isContinuous = false;
      const from =
        copy === this.#previous ? 'as it was one change before' : `from ${basename(copy)}`;
      const what = isDamaged ? 'was damaged and set aside' : 'was gone';
      this.#find('recovered', `The saved data ${what}; they were recovered ${from}.`);
      return this.#accept(reading, copy);
    }
    if (!isDamaged) return null;
    this.#isContinuous = false;
    this.#find('lost', 'The saved data were damaged and set aside; nothing could be recovered.');
    return emptyState();
  }

  /** Does it now or, when the disk refuses, before the first write. */
  async #doFirst(step: () => Promise<void>): Promise<void> {
    this.#first.push(step);
    await this.#finishFirst().catch((error: unknown) => {
      this.#options.logger.error('What was found cannot be put aside yet', {
        error: String(error),
      });
    });
  }

  async #finishFirst(): Promise<void> {
    for (let step = this.#first[0]; step; step = this.#first[0]) {
      await step();
      this.#first.shift();
    }
  }

  async #setAside(file: string): Promise<void> {
    const aside = this.#asideName(file);
    try {
      await this.#options.fs.rename(file, aside);
      this.#options.logger.error('A state file was damaged; it was set aside', { aside });
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }

  async #copy(file: string, to: string): Promise<void> {
    const { fs } = this.#options;
    const data = await bytesIfThere(file, fs);
    if (data) await writeDurably(to, data, { fs });
  }

  /** A name that was never used: an earlier damaged file must not be overwritten either. */
  #asideName(file: string): string {
    const { clock, dataDir } = this.#options;
    const name = `${basename(file)}.corrupt-${clock.now()}-${randomBytes(3).toString('hex')}`;
    return join(dataDir, name);
  }

  #find(kind: NoticeKind, text: string): void {
    this.#findings.push({ kind, text });
    this.#options.logger.warn('About the saved data', { kind, text });
  }
}
