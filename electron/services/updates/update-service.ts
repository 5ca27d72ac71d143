import { AppError } from '../../../shared/domain/errors';
import type { UpdateChoices } from '../../../shared/domain/update-choices';
import type { UpdatesBody } from '../../../shared/protocol/updates-body';
import type { Clock, Timer } from '../clock';
import type { Logger } from '../logger';
import { readRelease, type Release } from './release';
import { faultOf } from './update-fault';
import { AT_REST, type UpdateProgress } from './update-progress';
import type { UpdateAttempt, UpdateRecord, UpdateRecordFile } from './update-record';
import type { UpdateSource } from './update-source';
import { updatesBodyOf } from './update-wire';

/** Prices, alerts and positions come first after a start. */
const FIRST_MS = 2 * 60_000;
const EVERY_MS = 12 * 3_600_000;

export interface UpdateServiceParts {
  /** Null where the program is not one that updates itself: a server. */
  readonly source: UpdateSource | null;
  readonly file: Pick<UpdateRecordFile, 'read' | 'write'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of the program that runs. */
  readonly version: string;
  /** Whether a critical alert has not been read yet. */
  readonly isCritical: () => boolean;
  /** Keeps a copy of the state. @returns its name. @throws {AppError} when that cannot be done. */
  readonly keepBackup: () => Promise<string>;
  readonly onChange: (body: UpdatesBody) => void;
}

/**
 * Newer versions of the program: asks nobody before the trader has said yes, fetches on a word or as
 * chosen, installs on a word alone, and never while a critical alert is unread.
 */
export class UpdateService {
  readonly #parts: UpdateServiceParts;
  #record: UpdateRecord | null = null;
  /** As it was found at the start. */
  #last: UpdateAttempt | null = null;
  #progress = AT_REST;
  #wasHeld = false;
  #timer: Timer | null = null;
  /** What is under way is for nothing once it is aborted. */
  #work = new AbortController();

  constructor(parts: UpdateServiceParts) {
    this.#parts = parts;
  }

  get body(): UpdatesBody {
    const { source, version, isCritical } = this.#parts;
    return updatesBodyOf({
      ...{ source, version, isHeld: isCritical(), choices: this.#known.choices },
      ...{ last: this.#last, progress: this.#progress },
    });
  }

  /** Sees what has come of the last installation, and goes on looking where that is wanted. */
  async start(): Promise<void> {
    const { file, version, clock } = this.#parts;
    this.#record = await file.read();
    const { attempt } = this.#record;
    const isOurs = attempt !== null && [attempt.from, attempt.to].includes(version);
    this.#last = isOurs ? attempt : null;
    if (attempt?.to === version && !attempt.isDone) {
      await this.#keep({ attempt: { ...attempt, isDone: true } }).catch(() => undefined);
      this.#last = this.#known.attempt;
    }
    if (this.#isOn) this.#timer = clock.after(FIRST_MS, () => void this.#look());
  }

  stop(): void {
    this.#work.abort();
    this.#timer?.cancel();
  }

  /**
   * Keeps a choice and does as it says.
   * @throws {AppError} `UNAVAILABLE` when it cannot be kept, and during an installation.
   */
  async choose(change: Partial<UpdateChoices>): Promise<void> {
    const before = this.#known.choices;
    const choices = { ...before, ...change };
    if (this.#progress.phase === 'installing') throw refused('An update is being installed.');
    await this.#keep({ choices });
    const isElsewhere = before.enabled !== choices.enabled || before.channel !== choices.channel;
    if (isElsewhere) {
      this.stop();
      this.#work = new AbortController();
      this.#progress = AT_REST;
    }
    this.#tell();
    if (isElsewhere && this.#isOn) void this.#look();
    else if (choices.download === 'auto') this.#fetchIfChosen();
  }

  /** Begins to look for a newer version. @throws {AppError} `UNAVAILABLE` where that may not be. */
  check(): void {
    this.#refuseUnlessOn();
    void this.#look();
  }

  /** Begins to fetch what was found. @throws {AppError} `UNAVAILABLE` when there is nothing to fetch. */
  download(): void {
    this.#refuseUnlessOn();
    const { phase } = this.#progress;
    if (phase === 'downloading') return;
    const isThere = phase === 'available' && this.#parts.source?.way === 'itself';
    if (!isThere) throw refused('There is no update to download.');
    void this.#fetch();
  }

  /**
   * Ends the program for the version that was fetched.
   * @throws {AppError} `UNAVAILABLE` when there is none, while a critical alert is unread, and when no
   *   backup can be made.
   */
  async install(): Promise<void> {
    const source = this.#refuseUnlessOn();
    const { release } = this.#progress;
    if (this.#progress.phase !== 'ready' || !release) throw refused('No update is ready.');
    this.#refuseIfCritical();
    this.#move({ phase: 'installing', fault: null });
    try {
      const kept = await this.#prepare(source, release);
      // It may have come while the backup was made.
      this.#refuseIfCritical();
      this.#parts.logger.info('An update is installed', { version: release.version });
      source.install(kept);
    } catch (error) {
      const isOurs = error instanceof AppError;
      this.#move({
        phase: 'ready',
        fault: isOurs ? null : { during: 'install', kind: faultOf(error) },
      });
      throw isOurs
        ? error
        : refused('The update could not be installed; nothing was changed.', error);
    }
  }

  /** Alerts have come, or have been read. */
  alertsMoved(): void {
    if (this.#parts.isCritical() !== this.#wasHeld) this.#tell();
  }

  get #known(): UpdateRecord {
    if (!this.#record) throw new Error('Not started');
    return this.#record;
  }

  get #isOn(): boolean {
    const { source } = this.#parts;
    return source !== null && source.obstacle === null && this.#known.choices.enabled;
  }

  async #prepare(source: UpdateSource, { version: to }: Release): Promise<string | null> {
    const { keepBackup, clock, version: from } = this.#parts;
    const backup = await keepBackup();
    const kept = source.keepPresent(this.#known.attempt?.kept ?? null);
    await this.#keep({ attempt: { from, to, at: clock.now(), backup, kept, isDone: false } });
    return kept;
  }

  async #look(): Promise<void> {
    const { source, clock } = this.#parts;
    const { signal } = this.#work;
    this.#timer?.cancel();
    this.#timer = clock.after(EVERY_MS, () => void this.#look());
    // What is there or on its way is not thrown away for another one.
    if (!source || !['idle', 'available'].includes(this.#progress.phase)) return;
    this.#move({ phase: 'checking', fault: null });
    const found = await this.#find(source);
    if (signal.aborted) return;
    this.#move(found);
    this.#fetchIfChosen();
  }

  async #find(source: UpdateSource): Promise<Partial<UpdateProgress>> {
    const { clock } = this.#parts;
    const { channel } = this.#known.choices;
    try {
      const info = await source.look(channel);
      const release = info === null ? null : readRelease(info, channel);
      return { phase: release ? 'available' : 'idle', release, checkedAt: clock.now() };
    } catch (error) {
      return { phase: 'idle', release: null, fault: this.#note('check', error) };
    }
  }

  #fetchIfChosen(): void {
    const isWanted = this.#isOn && this.#known.choices.download === 'auto';
    const isThere = this.#progress.phase === 'available' && this.#parts.source?.way === 'itself';
    if (isWanted && isThere) void this.#fetch();
  }

  async #fetch(): Promise<void> {
    const { source } = this.#parts;
    const { signal } = this.#work;
    this.#move({ phase: 'downloading', share: 0, fault: null });
    try {
      await source?.fetch((share) => {
        if (!signal.aborted) this.#noteShare(share);
      }, signal);
      if (!signal.aborted) this.#move({ phase: 'ready', share: null });
    } catch (error) {
      if (signal.aborted) return;
      this.#move({ phase: 'available', share: null, fault: this.#note('download', error) });
    }
  }

  /** Told by whole percents: nobody sees more. */
  #noteShare(share: number): void {
    const percent = Math.floor(Math.min(Math.max(share, 0), 1) * 100) / 100;
    if (percent !== this.#progress.share) this.#move({ share: percent });
  }

  #note(during: 'check' | 'download', error: unknown): UpdateProgress['fault'] {
    const kind = faultOf(error);
    const { channel } = this.#known.choices;
    this.#parts.logger.warn('No update came of it', {
      during,
      kind,
      channel,
      error: String(error),
    });
    return { during, kind };
  }

  #move(change: Partial<UpdateProgress>): void {
    this.#progress = { ...this.#progress, ...change };
    this.#tell();
  }

  #tell(): void {
    const { body } = this;
    this.#wasHeld = body.held;
    this.#parts.onChange(body);
  }

  async #keep(change: Partial<UpdateRecord>): Promise<void> {
    const record = { ...this.#known, ...change };
    try {
      await this.#parts.file.write(record);
    } catch (error) {
      throw refused('The choice could not be saved; nothing was changed.', error);
    }
    this.#record = record;
  }

  #refuseUnlessOn(): UpdateSource {
    const { source } = this.#parts;
    if (!source || source.obstacle !== null) throw refused('This program does not update itself.');
    if (this.#isOn) return source;
    throw refused('Updates are off; turn them on first.');
  }

  #refuseIfCritical(): void {
    if (!this.#parts.isCritical()) return;
    throw refused('A critical alert has not been read; nothing is installed before.');
  }
}

const refused = (text: string, cause?: unknown): AppError =>
  new AppError('UNAVAILABLE', text, { cause });
