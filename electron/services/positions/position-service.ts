import { isContract, type Fill, type LedgerEntry } from '../../../shared/domain/fill';
import { recordEntry, startRecord, type LedgerRecord } from '../../../shared/domain/ledger-record';
import { Exact } from '../../../shared/domain/money';
import { openQuantity } from '../../../shared/domain/position';
import { NO_EXCURSION } from '../../../shared/domain/position-excursion';
import {
  fieldError,
  withFieldNamed,
  type EntryReader,
  type FillChange,
  type FillInput,
} from './entry-reader';
import { FillCorrections, type Correction } from './fill-corrections';
import type { FillPlan, TakenOver } from './fill-import';
import type { PositionDraft } from './position-draft';
import type { PositionFeed } from './position-feed';
import { renumber, type Filled, type TrackedPosition } from './position-book';
import { flipped, NO_NOTES, type PositionNotes } from './position-schema';
import type { PositionStore } from './position-store';
import { PositionTelling, type PositionTellingOptions } from './position-telling';
import { PositionTurns } from './position-turns';
import type { IdSource } from '../store/id-source';

export interface PositionServiceOptions extends PositionTellingOptions {
  readonly positions: PositionStore;
  readonly feed: PositionFeed;
  readonly ids: IdSource;
  readonly entries: EntryReader;
}

/** The trader's positions: every change is made on top of the one before, and durable before it is answered. */
export class PositionService {
  readonly #options: PositionServiceOptions;
  readonly #corrections = new FillCorrections();
  readonly #turns: PositionTurns;
  readonly #telling: PositionTelling;

  constructor(options: PositionServiceOptions) {
    this.#options = options;
    this.#telling = new PositionTelling(options);
    this.#turns = new PositionTurns({
      positions: options.positions,
      onSaved: (told) => this.#telling.tell(told),
    });
  }

  /** Begins to follow what is open. */
  start(): void {
    const { positions, feed } = this.#options;
    for (const position of positions.all()) feed.update(position);
    feed.start();
  }

  /**
   * Opens a position; its symbol has been found to exist.
   * @throws {AppError} `INVALID` naming the field, `UNAVAILABLE` when it cannot be saved.
   */
  async create(symbol: string, input: FillInput, notes: PositionNotes): Promise<TrackedPosition> {
    const fill = await this.#options.entries.fill(symbol, input, 'opened_at');
    return this.#change((draft) =>
      draft.put(this.#track(startRecord(fill, notes.leverage), notes), 'created'),
    );
  }

  /** Changes what is noted. @throws {AppError} `NOT_FOUND`, `UNAVAILABLE` */
  patch(id: number, change: Partial<PositionNotes>): Promise<TrackedPosition> {
    return this.#change((draft) => {
      const before = this.#get(draft, id);
      const notes = { ...before.notes, ...change };
      const position = { ...before.record.position, leverage: notes.leverage };
      return draft.put({ ...before, notes, record: { ...before.record, position } }, 'changed');
    });
  }

  /** Adds to a position, takes off, closes or flips it. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  async addFill(id: number, input: FillInput, allowFlip: boolean): Promise<Filled> {
    const fill = await this.#options.entries.fill(this.#symbolOf(id), input, 'time');
    return this.#change((draft) => this.#applyFill(draft, id, { fill, allowFlip }));
  }

  /**
   * Takes over what fills have been found to come to, all of it or nothing. No other change can come
   * between the plan and what is made of it.
   * @throws what `plan` throws, {AppError} `UNAVAILABLE`
   */
  takeOver(plan: () => Promise<FillPlan>, leverage: number | null): Promise<TakenOver> {
    return this.#alone(async () => {
      const { positions, ids } = this.#options;
      const planned = await plan();
      const byRecord = new Map([...positions.all()].map((each) => [each.record, each.id]));
      const position = planned.created.length;
      const fill = planned.fillCount + position;
      await ids.provide({ position, fill, archive: position + planned.changed.length });
      const changed = planned.changed.flatMap(({ before, after }) => {
        const id = byRecord.get(before);
        return id === undefined ? [] : [this.#with(this.#get(positions, id), after)];
      });
      const created = planned.created.map((record) => {
        const isLeveraged = isContract(record.position.symbol);
        return this.#track(record, { ...NO_NOTES, leverage: isLeveraged ? leverage : null });
      });
      const draft = positions.draft();
      for (const each of changed) draft.put(each, 'changed');
      for (const each of created) draft.put(each, 'created');
      await positions.save(draft);
      await this.#telling.tellMany(draft.told);
      return { plan: planned, changed, created };
    });
  }

  /** Runs what replaces all positions, while none can change and none is followed; then begins anew. */
  replaceAll<T>(run: () => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      const { positions, feed } = this.#options;
      feed.clear();
      try {
        const result = await run();
        await positions.reload();
        return result;
      } finally {
        for (const position of positions.all()) feed.update(position);
      }
    });
  }

  /** Closes all that is open. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  async close(id: number, input: Omit<FillInput, 'side' | 'quantity'>): Promise<TrackedPosition> {
    const { side, symbol } = this.#options.positions.get(id).record.position;
    const exit = side === 'long' ? ('sell' as const) : ('buy' as const);
    const fill = await this.#options.entries.fill(
      symbol,
      { ...input, side: exit, quantity: 1 },
      'time',
    );
    return this.#change((draft) => {
      const quantity = openQuantity(draft.get(id).record.position);
      if (quantity.isZero) throw fieldError('position_id', 'The position is closed already.');
      const whole = { fill: { ...fill, quantity }, allowFlip: false };
      return this.#applyFill(draft, id, whole).position;
    });
  }

  /** Adds a funding payment. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  async addFunding(
    id: number,
    paid: {
      readonly amount: number;
      readonly asset?: string | undefined;
      readonly time?: number | undefined;
    },
  ): Promise<TrackedPosition> {
    const [symbol, time] = [this.#symbolOf(id), this.#options.entries.time(paid.time, 'time')];
    const charged = await this.#options.entries.charge(symbol, { ...paid, time });
    const payment: LedgerEntry = { kind: 'funding', symbol, time, amount: charged };
    return this.#change((draft) => this.#add(draft, id, payment));
  }

  /** Goes on under another symbol. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  rename(
    id: number,
    newSymbol: string,
    { ratio, time }: { readonly ratio: number; readonly time?: number | undefined },
  ): Promise<TrackedPosition> {
    const at = this.#options.entries.time(time, 'time');
    return this.#change((draft) => {
      const { symbol, closedAt } = draft.get(id).record.position;
      if (closedAt !== null) throw fieldError('position_id', 'The position is closed.');
      return this.#add(draft, id, {
        ...{ kind: 'renaming', symbol, time: at, newSymbol },
        ratio: Exact.of(ratio),
      });
    });
  }

  /** Corrects a fill. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  async changeFill(id: number, fillId: number, change: FillChange, allowFlip: boolean) {
    const changed = await this.#changed(id, fillId, change);
    return this.#change((draft) => this.#replaceEntry(draft, id, { fillId, changed, allowFlip }));
  }

  /** What a correction, or by null a deletion, would come to. @throws {AppError} `NOT_FOUND`, `INVALID` */
  async previewFill(id: number, fillId: number, change: FillChange | null) {
    const changed = change && (await this.#changed(id, fillId, change));
    return this.#change((draft) =>
      this.#corrections.preview(this.#get(draft, id), fillId, changed),
    );
  }

  /** Takes an entry out. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  deleteFill(id: number, fillId: number, allowFlip: boolean): Promise<TrackedPosition> {
    return this.#change((draft) =>
      this.#replaceEntry(draft, id, { fillId, changed: null, allowFlip }),
    );
  }

  /** Takes the last correction of an entry back. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  restoreFill(id: number, fillId: number): Promise<TrackedPosition> {
    return this.#change((draft) => {
      const after = this.#corrections.restored(this.#get(draft, id), fillId);
      draft.whenSaved(() => this.#corrections.forget(fillId));
      return draft.put(after, 'changed');
    });
  }

  /** Deletes a position so that it can be restored. @throws {AppError} `NOT_FOUND`, `UNAVAILABLE` */
  remove(id: number): Promise<TrackedPosition> {
    return this.#change((draft) => draft.remove(this.#get(draft, id)));
  }

  /** Brings a deleted position back. @throws {AppError} `NOT_FOUND`, `UNAVAILABLE` */
  restore(id: number): Promise<TrackedPosition> {
    return this.#change((draft) => draft.restore(id));
  }

  /** Forgets what was deleted; returns how many. @throws {AppError} `UNAVAILABLE` */
  emptyDeleted(): Promise<number> {
    return this.#change((draft) => draft.emptyDeleted());
  }

  /** A position with what it has been through by now. */
  #get(from: Pick<PositionStore, 'get'>, id: number): TrackedPosition {
    const position = from.get(id);
    const excursion = this.#options.feed.excursion(position);
    return excursion === position.excursion ? position : { ...position, excursion };
  }

  #symbolOf(id: number): string {
    return this.#options.positions.get(id).record.position.symbol;
  }

  #changed(id: number, fillId: number, change: FillChange): Promise<Fill> {
    const fill = this.#corrections.fill(this.#options.positions.get(id), fillId);
    return this.#options.entries.changed(fill, change);
  }

  #applyFill(
    draft: PositionDraft,
    id: number,
    { fill, allowFlip }: { readonly fill: Fill; readonly allowFlip: boolean },
  ): Filled {
    const before = this.#get(draft, id);
    const outcome = recordEntry(before.record, fill, { allowFlip });
    const position = this.#with(before, outcome.record);
    const opened = outcome.opened && this.#track(outcome.opened, flipped(before.notes));
    const fillId = position.entryIds.find((each) => !before.entryIds.includes(each)) ?? 0;
    draft.put(position, 'changed');
    if (opened) draft.put(opened, 'created');
    return { position, opened, fillId };
  }

  #add(draft: PositionDraft, id: number, entry: LedgerEntry): TrackedPosition {
    const before = this.#get(draft, id);
    return draft.put(this.#with(before, recordEntry(before.record, entry).record), 'changed');
  }

  #replaceEntry(
    draft: PositionDraft,
    id: number,
    { fillId, ...to }: Correction & { readonly fillId: number },
  ): TrackedPosition {
    const before = this.#get(draft, id);
    const after = this.#corrections.corrected(before, fillId, to);
    draft.whenSaved(() => this.#corrections.keep(before, fillId));
    return draft.put(after, 'changed');
  }

  #track(record: LedgerRecord, notes: PositionNotes): TrackedPosition {
    const { ids } = this.#options;
    const entryIds = renumber(null, record.entries, () => ids.next('fill'));
    return { id: ids.next('position'), record, entryIds, notes, excursion: NO_EXCURSION };
  }

  #with(before: TrackedPosition, record: LedgerRecord): TrackedPosition {
    const next = () => this.#options.ids.next('fill');
    return { ...before, record, entryIds: renumber(before, record.entries, next) };
  }

  #change<T>(make: (draft: PositionDraft) => T): Promise<T> {
    return this.#turns.change(make).catch(withFieldNamed);
  }

  #alone<T>(run: () => Promise<T>): Promise<T> {
    return this.#turns.alone(run).catch(withFieldNamed);
  }
}
