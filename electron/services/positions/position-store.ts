import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../shared/domain/errors';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { fromStored, isOpen, toStored, type TrackedPosition } from './position-book';
import { PositionDraft, unknownPosition } from './position-draft';
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
    throw unknownPosition(id);
  }

  /** Those that can be restored, with when they were deleted (ms UTC), newest position first. */
  deleted(): { readonly at: number; readonly position: TrackedPosition }[] {
    const oldest = this.#options.clock.now() - RESTORABLE_MS;
    return Object.values(this.#section.deleted)
      .filter(({ at }) => at > oldest)
      .map(({ at, position }) => ({ at, position: fromStored(position) }))
      .sort((a, b) => b.position.id - a.position.id);
  }

  /** Where changes are made before they are saved together. */
  draft(): PositionDraft {
    const now = this.#options.clock.now();
    return new PositionDraft({
      ...{ section: this.#section, now, oldest: now - RESTORABLE_MS },
      find: (id) => this.#positions.get(id),
    });
  }

  /**
   * Takes a draft over, all of it or nothing; no other may have been saved since it was begun.
   * @throws {AppError} `UNAVAILABLE`; nothing is changed then.
   */
  async save(draft: PositionDraft): Promise<void> {
    if (draft.isEmpty) return;
    await this.#commit(draft);
    for (const [id, position] of draft.changed) {
      if (position) this.#positions.set(id, position);
      else this.#positions.delete(id);
    }
    this.#revision++;
    draft.saved();
  }

  /**
   * Takes over what open positions have been through, without waiting; a crash may lose it. All else
   * of them stays as it is: a change of theirs may be about to be saved.
   */
  amend(positions: readonly TrackedPosition[]): void {
    const { open } = this.#section;
    const known = positions.flatMap(({ id, excursion }) => {
      const stored = open[String(id)];
      return stored ? [{ id, excursion, stored }] : [];
    });
    const changed = Object.fromEntries(
      known.map(({ id, excursion, stored }) => [id, { ...stored, excursion }]),
    );
    this.#options.store.updateLazily(({ positions: section }) => ({
      positions: { ...section, open: { ...section.open, ...changed } },
    }));
    for (const { id, excursion } of known) {
      const position = this.#positions.get(id);
      if (position) this.#positions.set(id, { ...position, excursion });
    }
  }

  get #section(): Section {
    return this.#options.store.state.positions;
  }

  async #commit({ section, archived }: PositionDraft): Promise<void> {
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
