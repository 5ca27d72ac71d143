import { basename, join } from 'node:path';
import { AppError } from '../../../shared/domain/errors';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { bytesIfThere, makePrivateFolder, removeLeftovers, writeDurably } from './durable-file';
import { codeOf, type FileSystem } from './file-system';
import { readStateFile } from './state-reader';
import type { State } from './state-schema';

const FOLDER = 'backups';
const HOUR_MS = 3_600_000;
/** Series of backups: how many are kept, and how much of the time stamp tells one from the next. */
const SERIES = [
  { name: 'hourly', kept: 24, stamp: 'YYYY-MM-DDTHH'.length },
  { name: 'daily', kept: 7, stamp: 'YYYY-MM-DD'.length },
] as const;
/** How many are kept of those that people, or what they asked for, have made. */
const KEPT_BY_REASON: Readonly<Record<string, number>> = {
  manual: 20,
  'before-import': 20,
  'before-restore': 20,
  'before-update': 20,
};
const NAME = /^(hourly|daily|manual|before-[\w-]+)-(\d{4}-\d{2}-\d{2}(?:T\d{2}(?:\d{4})?)?)\.json$/;

/** A backup that lies in the folder. */
export interface Backup {
  readonly name: string;
  /** Why it was made: `hourly`, `daily`, `before-v3`, … */
  readonly reason: string;
  /** Start of the hour or day it stands for, or when it was made, ms UTC. */
  readonly at: number;
}

export interface BackupsOptions {
  readonly dataDir: string;
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Copies of the state file: one an hour for a day, one a day for a week, and before each migration. */
export class Backups {
  readonly #options: BackupsOptions;
  readonly #folder: string;

  constructor(options: BackupsOptions) {
    this.#options = options;
    this.#folder = join(options.dataDir, FOLDER);
  }

  /** Keeps a copy of the state file for this hour and day, unless there is one, and drops old ones. */
  async rotate(stateFile: string): Promise<void> {
    for (const { name, kept, stamp } of SERIES) {
      const copy = `${name}-${this.#stamp().slice(0, stamp)}.json`;
      const present = await this.#listSeries(name);
      if (present.some((each) => each.name === copy)) continue;
      await this.#copy(stateFile, copy);
      await this.#dropOld(name, kept);
    }
  }

  /**
   * Keeps a copy of a file, of most reasons for good.
   * @param reason e.g. `before-v2`.
   * @returns Its name; null when there is nothing whole to be kept.
   * @throws the file system's error.
   */
  async keep(file: string, reason: string): Promise<string | null> {
    const name = `${reason}-${this.#stamp()}.json`;
    if (!(await this.#copy(file, name))) return null;
    const kept = KEPT_BY_REASON[reason] ?? Number.POSITIVE_INFINITY;
    await this.#dropOld(reason, kept);
    return name;
  }

  /** Newest first. @throws the file system's error. */
  async list(): Promise<Backup[]> {
    const names = await this.#options.fs.list(this.#folder).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    return names.flatMap(parseName).sort((a, b) => b.at - a.at || (a.name < b.name ? -1 : 1));
  }

  /** Paths of all backups, newest first; none when they cannot be listed. */
  async files(): Promise<string[]> {
    const backups = await this.list().catch(() => []);
    return backups.map(({ name }) => join(this.#folder, name));
  }

  /**
   * The state a backup holds.
   * @throws {AppError} `NOT_FOUND`, or `INVALID` when it is damaged or of a newer program.
   */
  async read(name: string): Promise<State> {
    const isKnown = (await this.list()).some((each) => each.name === name);
    const data = isKnown
      ? await bytesIfThere(join(this.#folder, basename(name)), this.#options.fs)
      : null;
    if (!data) throw new AppError('NOT_FOUND', `There is no backup ${name}`);
    const reading = readStateFile(data);
    const isWhole =
      reading.kind === 'good' && reading.rejected.length + reading.setAside.length === 0;
    if (isWhole) return reading.state;
    throw new AppError('INVALID', `The backup ${name} is damaged or of a newer Tickwatch`);
  }

  /** Rotates now and whenever an hour has begun. Returns what ends it and waits for the last one. */
  start(stateFile: string): () => Promise<void> {
    let running = Promise.resolve();
    const rotate = (): void => {
      running = running
        .then(() => this.rotate(stateFile))
        .catch((error: unknown) => {
          this.#options.logger.warn('No backup could be made', { error: String(error) });
        });
    };
    rotate();
    // Several times an hour: the clock may jump, and a disk that was full may have space again.
    const timer = this.#options.clock.every(HOUR_MS / 12, rotate);
    return () => {
      timer.cancel();
      return running;
    };
  }

  async #dropOld(reason: string, kept: number): Promise<void> {
    for (const old of (await this.#listSeries(reason)).slice(kept)) {
      await this.#options.fs.remove(join(this.#folder, old.name));
    }
  }

  async #listSeries(name: string): Promise<Backup[]> {
    return (await this.list()).filter(({ reason }) => reason === name);
  }

  async #copy(file: string, name: string): Promise<boolean> {
    const { fs } = this.#options;
    const data = await bytesIfThere(file, fs);
    // A damaged file is no backup.
    if (!data || readStateFile(data).kind === 'damaged') return false;
    await makePrivateFolder(this.#folder, fs);
    await removeLeftovers(this.#folder, fs);
    await writeDurably(join(this.#folder, name), data, { fs });
    return true;
  }

  /** `2026-01-31T235959`. */
  #stamp(): string {
    const [text = ''] = new Date(this.#options.clock.now()).toISOString().split('.');
    return text.replaceAll(':', '');
  }
}

function parseName(name: string): Backup[] {
  const [, reason, stamp] = NAME.exec(name) ?? [];
  if (reason === undefined || stamp === undefined) return [];
  const [date = '', time = ''] = stamp.split('T');
  const clock = `${time}000000`.slice(0, 6).replaceAll(/(..)(?=.)/g, '$1:');
  return [{ name, reason, at: Date.parse(`${date}T${clock}Z`) }];
}
