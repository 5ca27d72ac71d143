import { AppError } from '../../../shared/domain/errors';
import type { Events } from '../../../shared/protocol/events';
import type { State } from '../store/state-schema';
import { fromStored, isOpen, toStored, type TrackedPosition } from './position-book';

/** What has become of a position. */
export type PositionChange = Events['position_changed']['change'];
type Section = State['positions'];

/** A change to tell of once it is saved. */
export interface ToldChange {
  readonly position: TrackedPosition;
  readonly change: PositionChange;
}

export interface DraftOptions {
  /** As it is saved. */
  readonly section: Section;
  readonly find: (id: number) => TrackedPosition | undefined;
  /** ms UTC. */
  readonly now: number;
  /** Deleted before it (ms UTC), a position does not come back any more. */
  readonly oldest: number;
}

/** Changes of positions, each on top of the one before, that become durable together or not at all. */
export class PositionDraft {
  readonly #options: DraftOptions;
  readonly #open: Map<string, Section['open'][string]>;
  readonly #deleted: Map<string, Section['deleted'][string]>;
  /** Null for one that is gone. */
  readonly changed = new Map<number, TrackedPosition | null>();
  /** Positions that have ended, or null where one is no longer to be found in the history. */
  readonly archived: [id: number, ended: TrackedPosition | null][] = [];
  readonly told: ToldChange[] = [];
  readonly #whenSaved: (() => void)[] = [];
  #isEmpty = true;

  constructor(options: DraftOptions) {
    this.#options = options;
    const { open, deleted } = options.section;
    this.#open = new Map(Object.entries(open));
    this.#deleted = new Map(Object.entries(deleted));
  }

  /** Whether nothing is to be saved. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  get section(): Section {
    return { open: Object.fromEntries(this.#open), deleted: Object.fromEntries(this.#deleted) };
  }

  /** @throws {AppError} `NOT_FOUND` */
  get(id: number): TrackedPosition {
    const found = this.changed.has(id) ? this.changed.get(id) : this.#options.find(id);
    if (found) return found;
    throw unknownPosition(id);
  }

  /** Adds or replaces a position. Returns it. */
  put(position: TrackedPosition, change: PositionChange): TrackedPosition {
    const { id } = position;
    if (isOpen(position)) this.#open.set(String(id), toStored(position));
    else {
      this.#open.delete(String(id));
      this.archived.push([id, position]);
    }
    return this.#note(position, change);
  }

  /** Puts a position where it can be restored from. Returns it. */
  remove(position: TrackedPosition): TrackedPosition {
    const { now, oldest } = this.#options;
    const key = String(position.id);
    for (const [each, { at }] of this.#deleted) if (at <= oldest) this.#deleted.delete(each);
    this.#open.delete(key);
    this.#deleted.set(key, { at: now, position: toStored(position) });
    if (!isOpen(position)) this.archived.push([position.id, null]);
    this.#note(position, 'deleted');
    this.changed.set(position.id, null);
    return position;
  }

  /** Brings a deleted position back. @throws {AppError} `NOT_FOUND` */
  restore(id: number): TrackedPosition {
    const entry = this.#deleted.get(String(id));
    if (!entry || entry.at <= this.#options.oldest) {
      throw new AppError('NOT_FOUND', `There is no deleted position ${id}`);
    }
    this.#deleted.delete(String(id));
    return this.put(fromStored(entry.position), 'restored');
  }

  /** Forgets what was deleted. Returns how many there were. */
  emptyDeleted(): number {
    const { oldest } = this.#options;
    const count = [...this.#deleted.values()].filter(({ at }) => at > oldest).length;
    this.#deleted.clear();
    this.#isEmpty = false;
    return count;
  }

  /** Calls back once it is all saved. */
  whenSaved(run: () => void): void {
    this.#whenSaved.push(run);
  }

  /** To be called once it is saved. */
  saved(): void {
    for (const run of this.#whenSaved) run();
  }

  #note(position: TrackedPosition, change: PositionChange): TrackedPosition {
    this.#isEmpty = false;
    this.changed.set(position.id, position);
    this.told.push({ position, change });
    return position;
  }
}

/** The error for a position that there is not. */
export const unknownPosition = (id: number): AppError =>
  new AppError('NOT_FOUND', `There is no position ${id}`);
