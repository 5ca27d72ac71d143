import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../shared/domain/errors';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { fromStored, isOpen, toStored, type TrackedPosition } from './position-book';
import { archivedPosition, type StoredPosition } from './position-schema';
import type { Histories } from '../store/histories';
import type { IdSource } from '../store/id-source';
import type { HistoryRecord, State } from '../store/state-schema';
import type { StateStore } from '../store/state-store';

/** How long a deleted position can be restored. */
export const RESTORABLE_MS = 86_400_000;

export interface PositionStoreOptions {
  readonly store: StateStore;
  readonly histories: Histories;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Section = State['positions'];

/** What is to become durable together. */
interface Commit {
  readonly section: Section;
  /** Positions that have ended, or null where one is no longer to be found in the history. */
  readonly archived: readonly (readonly [id: number, ended: TrackedPosition | null])[];
}

/**
 * All positions in memory, and on disk before a change counts: those with anything open in the
 * state, the others in the history, which only ever grows.
 */
export class PositionStore {
  readonly #options: PositionStoreOptions;
  readonly #positions = new Map<number, TrackedPosition>();

  #revision = 0;

  private constructor(options: PositionStoreOptions) {
    this.#options = options;
  }

  /** Reads anew what there is, after the state was replaced as a whole. */
  async reload(): Promise<void> {
    this.#positions.clear();
    await this.#load();
    this.#revision++;
  }

  /** Those that have ended, as files keep them, oldest first. */
  closed(): StoredPosition[] {
    const closed = [...this.#positions.values()].filter((each) => !isOpen(each));
    return closed.sort((a, b) => a.id - b.id).map(toStored);
  }

  /** Those that had ended in a state of before, as files keep them; null when it does not tell. */
  async closedIn({ positions, archived }: State): Promise<StoredPosition[] | null> {
    if (archived === null) return null;
    const closed: StoredPosition[] = [];
    for await (const each of this.#archived(positions, archived + 1)) closed.push(each);
    return closed.sort((a, b) => a.id - b.id);
  }

  /**
   * What the history has to take up so that it holds these positions and no others.
   * @param closed Null leaves out nothing but what is open again.
   * @param open Numbers of positions that are open then.
   */
  replacing(closed: readonly StoredPosition[] | null, open: ReadonlySet<number>): HistoryRecord[] {
    const present = new Map(this.closed().map((each) => [each.id, each]));
    const wanted = closed ?? [...present.values()].filter(({ id }) => !open.has(id));
    const kept = new Set(wanted.map(({ id }) => id));
    const gone = [...present.keys()].filter((id) => !kept.has(id));
    const fresh = wanted.filter((each) => !isDeepStrictEqual(each, present.get(each.id)));
    return [
      ...gone.map((id) => this.#archive(id, null)),
      ...fresh.map((each) => this.#archive(each.id, each)),
    ];
  }

  /** Reads what there is; entries of the history that nobody can read are left out and logged. */
  static async open(options: PositionStoreOptions): Promise<PositionStore> {
    const opened = new PositionStore(options);
    await opened.#load();
    return opened;
  }

  /** Grows with every change of what was bought, sold, paid or deleted. */
  get revision(): number {
    return this.#revision;
  }

  /** In no particular order. */
  all(): Iterable<TrackedPosition> {
    return this.#positions.values();
  }

  /** One that is there, open or closed. */
  find(id: number): TrackedPosition | undefined {
    return this.#positions.get(id);
  }

  /** @throws {AppError} `NOT_FOUND` */
  get(id: number): TrackedPosition {
    const found = this.find(id);
    if (found) return found;
    throw new AppError('NOT_FOUND', `There is no position ${id}`);
  }

  /** Those that can be restored, with when they were deleted (ms UTC), newest position first. */
  deleted(): { readonly at: number; readonly position: TrackedPosition }[] {
    const oldest = this.#options.clock.now() - RESTORABLE_MS;
    return Object.values(this.#section.deleted)
      .filter(({ at }) => at > oldest)
      .map(({ at, position }) => ({ at, position: fromStored(position) }))
      .sort((a, b) => b.position.id - a.position.id);
  }

  /** Adds or replaces positions, all of them or none. @throws {AppError} `UNAVAILABLE`; nothing is changed then. */
  async save(positions: readonly TrackedPosition[]): Promise<void> {
    const open = new Map(Object.entries(this.#section.open));
    for (const each of positions) {
      if (isOpen(each)) open.set(String(each.id), toStored(each));
      else open.delete(String(each.id));
    }
    const ended = positions.filter((each) => !isOpen(each));
    await this.#commit({
      section: { ...this.#section, open: Object.fromEntries(open) },
      archived: ended.map((each) => [each.id, each] as const),
    });
    for (const each of positions) this.#positions.set(each.id, each);
    this.#revision++;
  }

  /** Puts a position where it can be restored from. @throws {AppError} `UNAVAILABLE` */
  async remove(position: TrackedPosition): Promise<void> {
    const { id } = position;
    const open = without(this.#section.open, id);
    const entry = { at: this.#options.clock.now(), position: toStored(position) };
    const deleted = { ...this.#fresh(), [id]: entry };
    const isArchived = !isOpen(position);
    await this.#commit({
      section: { open, deleted },
      archived: isArchived ? [[id, null]] : [],
    });
    this.#positions.delete(id);
    this.#revision++;
  }

  /** Brings a deleted position back. @throws {AppError} `NOT_FOUND`, `UNAVAILABLE` */
  async restore(id: number): Promise<TrackedPosition> {
    const found = this.deleted().find(({ position }) => position.id === id);
    if (!found) throw new AppError('NOT_FOUND', `There is no deleted position ${id}`);
    const deleted = without(this.#section.deleted, id);
    const { position } = found;
    const { open } = this.#section;
    await this.#commit({
      section: { deleted, open: isOpen(position) ? { ...open, [id]: toStored(position) } : open },
      archived: isOpen(position) ? [] : [[id, position]],
    });
    this.#positions.set(id, position);
    this.#revision++;
    return position;
  }

  /** Forgets what was deleted. Returns how many there were. @throws {AppError} `UNAVAILABLE` */
  async emptyDeleted(): Promise<number> {
    const count = this.deleted().length;
    await this.#commit({ section: { ...this.#section, deleted: {} }, archived: [] });
    return count;
  }

  /** Takes over figures that may be lost by a crash, without waiting. */
  amend(positions: readonly TrackedPosition[]): void {
    const kept = positions.filter(({ id }) => String(id) in this.#section.open);
    const changed = Object.fromEntries(kept.map((each) => [each.id, toStored(each)]));
    this.#options.store.updateLazily(({ positions: { open, deleted } }) => ({
      positions: { deleted, open: { ...open, ...changed } },
    }));
    for (const each of kept) this.#positions.set(each.id, each);
  }

  get #section(): Section {
    return this.#options.store.state.positions;
  }

  /** Deleted positions without those that are too old. */
  #fresh(): Section['deleted'] {
    const oldest = this.#options.clock.now() - RESTORABLE_MS;
    return Object.fromEntries(
      Object.entries(this.#section.deleted).filter(([, { at }]) => at > oldest),
    );
  }

  async #commit({ section, archived }: Commit): Promise<void> {
    const { histories, logger } = this.#options;
    const before = this.#section;
    const records = archived.map(([id, ended]) => this.#archive(id, ended && toStored(ended)));
    try {
      await histories.record({ fills: records }, () => ({ positions: section }));
    } catch (error) {
      this.#undo(before, records);
      logger.error('Positions not saved', { error: String(error) });
      const text = 'The change could not be saved; everything is as it was before.';
      throw new AppError('UNAVAILABLE', text, { cause: error });
    }
  }

  #archive(positionId: number, position: StoredPosition | null): HistoryRecord {
    const { ids, clock } = this.#options;
    return { id: ids.next('archive'), at: clock.now(), positionId, position };
  }

  /** What was answered with an error must not come to be saved with the next change. */
  #undo(before: Section, records: readonly HistoryRecord[]): void {
    const undone = new Set(records.map(({ id }) => id));
    this.#options.store.updateLazily(({ pending }) => ({
      positions: before,
      pending: { ...pending, fills: pending.fills.filter(({ id }) => !undone.has(id)) },
    }));
  }

  async #load(): Promise<void> {
    const section = this.#section;
    for (const stored of Object.values(section.open)) {
      this.#positions.set(stored.id, fromStored(stored));
    }
    for await (const stored of this.#archived(section)) {
      this.#positions.set(stored.id, fromStored(stored));
    }
  }

  /** Those that have ended by the records below a number, beside what is open or deleted. */
  async *#archived({ open, deleted }: Section, before?: number): AsyncGenerator<StoredPosition> {
    const { histories, logger } = this.#options;
    const seen = new Set(Object.values(open).map(({ id }) => id));
    for (const { position } of Object.values(deleted)) seen.add(position.id);
    for await (const record of histories.newestFirst('fills', before)) {
      const parsed = archivedPosition.safeParse(record);
      if (!parsed.success) {
        logger.warn('A position of the history cannot be read', { id: record.id });
        continue;
      }
      const { positionId, position } = parsed.data;
      if (seen.has(positionId)) continue;
      seen.add(positionId);
      if (position) yield position;
    }
  }
}

function without<T>(record: Readonly<Record<string, T>>, id: number): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== String(id)));
}
