import { join } from 'node:path';
import { AppError } from '../../../shared/domain/errors';
import type { Clock } from '../clock';
import { nodeFileSystem, type FileSystem } from './file-system';
import { HistoryLog, type Retention } from './history-log';
import {
  HISTORIES,
  historyRecord,
  type Change,
  type HistoryName,
  type HistoryRecord,
  type State,
} from './state-schema';
import type { StateStore } from './state-store';

const FOLDER = 'history';
const DAY_MS = 86_400_000;
/** The trader's own deeds are kept for ever. */
const RETENTION: Readonly<Record<HistoryName, Retention>> = {
  alerts: { records: 100_000, ageMs: 3 * 365 * DAY_MS },
  fills: { records: Number.POSITIVE_INFINITY, ageMs: Number.POSITIVE_INFINITY },
  outcomes: { records: 100_000, ageMs: 3 * 365 * DAY_MS },
  deliveries: { records: 200_000, ageMs: 365 * DAY_MS },
  // Its entries are chained: without the first ones the others prove nothing.
  signals: { records: Number.POSITIVE_INFINITY, ageMs: Number.POSITIVE_INFINITY },
  // Three years of a point every five minutes.
  equity: { records: 320_000, ageMs: 3 * 366 * DAY_MS },
};

/** Records for several histories. */
export type NewRecords = Partial<Record<HistoryName, readonly HistoryRecord[]>>;

export interface HistoriesOptions {
  readonly store: StateStore;
  readonly dataDir: string;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly fs?: FileSystem;
  /** Length at which a history's next file is begun. */
  readonly segmentBytes?: number;
}

/**
 * The histories beside the state. A record first becomes durable within the state, in one commit
 * with the change it belongs to, and then goes over to its history: after a crash at any moment both
 * are there or neither is, and no record is there twice.
 */
export class Histories {
  readonly #store: StateStore;
  readonly #logs: Readonly<Record<HistoryName, HistoryLog>>;

  private constructor(options: HistoriesOptions) {
    this.#store = options.store;
    this.#logs = Object.fromEntries(
      HISTORIES.map((name) => [name, createLog(name, options)]),
    ) as Record<HistoryName, HistoryLog>;
  }

  /** Reads the histories and brings over what a crash left within the state. */
  static async open(options: HistoriesOptions): Promise<Histories> {
    const histories = new Histories(options);
    await Promise.all(HISTORIES.map((name) => histories.#logs[name].open()));
    histories.#bringOver(options.store.state);
    options.store.amend(() => ({ archived: histories.lastId('fills') }));
    options.store.onCommitted((state) => histories.#bringOver(state));
    return histories;
  }

  /**
   * Adds records and changes the state in one: together durable when it resolves, or not at all.
   * @param records Their numbers grow within each history; take them from `IdSource`.
   * @throws what `StateStore.update` throws; all of it is then tried again.
   * @throws {RangeError} for a number that does not grow; nothing is changed then.
   */
  record(records: NewRecords, change: Change = () => ({})): Promise<void> {
    return this.#store.update((state) => this.#withRecords(state, records, change));
  }

  /**
   * The same for what has to share its commit with a change that follows at once: durable with it.
   * @throws {RangeError} as `record`.
   */
  stage(records: NewRecords, change: Change): void {
    this.#store.amend((state) => this.#withRecords(state, records, change));
  }

  /**
   * Adds records that no change of the state belongs to, so that they need not go through it; durable
   * in their history when it resolves. Those that are there already are left out.
   * @param records Their numbers grow.
   * @throws the file system's error; they are tried again until they are durable.
   * @throws {AppError} `UNAVAILABLE` when nothing can be saved any more.
   */
  async append(name: HistoryName, records: readonly HistoryRecord[]): Promise<void> {
    const { readOnlyReason } = this.#store.health;
    if (readOnlyReason !== null) throw new AppError('UNAVAILABLE', `${readOnlyReason}.`);
    await this.#logs[name].append([...this.#store.state.pending[name], ...records]);
  }

  /** Records of a history below a number, newest first, as soon as they have been recorded. */
  async *newestFirst(
    name: HistoryName,
    before = Number.POSITIVE_INFINITY,
  ): AsyncGenerator<HistoryRecord> {
    const log = this.#logs[name];
    const inLog = log.durableId;
    const pending = this.#store.state.pending[name].filter(({ id }) => id > inLog && id < before);
    yield* [...pending].reverse();
    yield* log.newestFirst(Math.min(before, inLog + 1));
  }

  /** The newest number of a history; 0 before the first. */
  lastId(name: HistoryName): number {
    return this.#store.state.pending[name].at(-1)?.id ?? this.#logs[name].durableId;
  }

  /** One record; null when there is none of that number. */
  async find(name: HistoryName, id: number): Promise<HistoryRecord | null> {
    for await (const record of this.newestFirst(name, id + 1))
      return record.id === id ? record : null;
    return null;
  }

  /** Makes a last attempt for what is not in its history yet; the state keeps it otherwise. */
  async close(): Promise<void> {
    await Promise.all(HISTORIES.map((name) => this.#logs[name].close()));
  }

  #withRecords(state: State, records: NewRecords, change: Change): Partial<State> {
    const pending = { ...state.pending };
    for (const name of HISTORIES) {
      const added = records[name] ?? [];
      this.#check(name, added);
      if (added.length > 0) pending[name] = [...pending[name], ...added];
    }
    const archived = records.fills?.at(-1)?.id ?? state.archived;
    return { ...change(state), pending, archived };
  }

  #check(name: HistoryName, added: readonly HistoryRecord[]): void {
    let last = this.lastId(name);
    for (const record of added) {
      historyRecord.parse(record);
      if (record.id <= last) throw new RangeError(`${name}: number ${record.id} after ${last}`);
      last = record.id;
    }
  }

  #bringOver({ pending }: State): void {
    for (const name of HISTORIES) {
      if (pending[name].length > 0) void this.#bring(name, pending[name]);
    }
  }

  async #bring(name: HistoryName, records: readonly HistoryRecord[]): Promise<void> {
    if (this.#store.health.readOnlyReason !== null) return;
    const log = this.#logs[name];
    try {
      await log.append(records);
    } catch {
      // It is reported by the log, which tries again; the state keeps them meanwhile.
    }
    // Bringing them over once more does no harm, so that this need not be durable by itself.
    this.#store.amend(({ pending }) => ({
      pending: { ...pending, [name]: pending[name].filter(({ id }) => id > log.durableId) },
    }));
  }
}

function createLog(name: HistoryName, options: HistoriesOptions): HistoryLog {
  const { store, dataDir, clock, random, fs = nodeFileSystem, segmentBytes = 256 * 1024 } = options;
  return new HistoryLog({
    ...{ name, clock, random, fs, segmentBytes },
    folder: join(dataDir, FOLDER),
    retention: RETENTION[name],
    isReadOnly: store.health.readOnlyReason !== null,
    onOutcome: (error) => store.health.report(`history of ${name}`, error),
    onNotice: (kind, text) => store.notices.add(kind, text),
  });
}
