import { setImmediate as nextTurn } from 'node:timers/promises';
import { isContract, type Fill, type LedgerEntry } from '../../../shared/domain/fill';
import { recordEntry, startRecord, type LedgerRecord } from '../../../shared/domain/ledger-record';
import { Exact } from '../../../shared/domain/money';
import { openQuantity } from '../../../shared/domain/position';
import { NO_EXCURSION } from '../../../shared/domain/position-excursion';
import type { Events } from '../../../shared/protocol/events';
import {
  fieldError,
  withFieldNamed,
  type EntryReader,
  type FillChange,
  type FillInput,
} from './entry-reader';
import { FillCorrections, type Correction } from './fill-corrections';
import type { FillPlan, TakenOver } from './fill-import';
import type { PositionFeed } from './position-feed';
import { renumber, type Filled, type TrackedPosition } from './position-book';
import { flipped, NO_NOTES, type PositionNotes } from './position-schema';
import type { PositionStore } from './position-store';
import type { IdSource } from '../store/id-source';

const TOLD_AT_ONCE = 50;

type Change = Events['position_changed']['change'];

export interface PositionServiceOptions {
  readonly positions: PositionStore;
  readonly feed: PositionFeed;
  readonly ids: IdSource;
  readonly entries: EntryReader;
  /** Hears of every change once it is durable, before its request is answered. */
  readonly onChange: (position: TrackedPosition, change: Change) => Promise<void>;
}

/** The trader's positions: every change is durable before it is answered, one after another. */
export class PositionService {
  readonly #options: PositionServiceOptions;
  readonly #corrections = new FillCorrections();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: PositionServiceOptions) {
    this.#options = options;
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
    return this.#inTurn(async () => {
      const position = this.#track(startRecord(fill, notes.leverage), notes);
      await this.#save([[position, 'created']]);
      return position;
    });
  }

  /** Changes what is noted. @throws {AppError} `NOT_FOUND`, `UNAVAILABLE` */
  patch(id: number, change: Partial<PositionNotes>): Promise<TrackedPosition> {
    return this.#inTurn(async () => {
      const before = this.#get(id);
      const notes = { ...before.notes, ...change };
      const position = { ...before.record.position, leverage: notes.leverage };
      const after = { ...before, notes, record: { ...before.record, position } };
      await this.#save([[after, 'changed']]);
      return after;
    });
  }

  /** Adds to a position, takes off, closes or flips it. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  async addFill(id: number, input: FillInput, allowFlip: boolean): Promise<Filled> {
    const fill = await this.#options.entries.fill(this.#symbolOf(id), input, 'time');
    return this.#inTurn(() => this.#applyFill(id, fill, allowFlip));
  }

  /**
   * Takes over what fills have been found to come to, all of it or nothing. No other change can come
   * between the plan and what is made of it.
   * @throws what `plan` throws, {AppError} `UNAVAILABLE`
   */
  takeOver(plan: () => Promise<FillPlan>, leverage: number | null): Promise<TakenOver> {
    return this.#inTurn(async () => {
      const { positions, ids } = this.#options;
      const planned = await plan();
      const byRecord = new Map([...positions.all()].map((each) => [each.record, each.id]));
      const position = planned.created.length;
      const fill = planned.fillCount + position;
      await ids.provide({ position, fill, archive: position + planned.changed.length });
      const changed = planned.changed.flatMap(({ before, after }) => {
        const id = byRecord.get(before);
        return id === undefined ? [] : [this.#with(this.#get(id), after)];
      });
      const created = planned.created.map((record) => {
        const isLeveraged = isContract(record.position.symbol);
        return this.#track(record, { ...NO_NOTES, leverage: isLeveraged ? leverage : null });
      });
      await this.#save([
        ...changed.map((each) => [each, 'changed'] as const),
        ...created.map((each) => [each, 'created'] as const),
      ]);
      return { plan: planned, changed, created };
    });
  }

  /** Runs what replaces all positions, while none can change and none is followed; then begins anew. */
  replaceAll<T>(run: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
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
    return this.#inTurn(async () => {
      const quantity = openQuantity(this.#get(id).record.position);
      if (quantity.isZero) throw fieldError('position_id', 'The position is closed already.');
      return (await this.#applyFill(id, { ...fill, quantity }, false)).position;
    });
  }

  /** Adds a funding payment. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  async addFunding(
    id: number,
    payment: {
      readonly amount: number;
      readonly asset?: string | undefined;
      readonly time?: number | undefined;
    },
  ): Promise<TrackedPosition> {
    const [symbol, time] = [this.#symbolOf(id), this.#options.entries.time(payment.time, 'time')];
    const amount = await this.#options.entries.charge(symbol, { ...payment, time });
    return this.#inTurn(() => this.#add(id, { kind: 'funding', symbol, time, amount }));
  }

  /** Goes on under another symbol. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  rename(
    id: number,
    newSymbol: string,
    { ratio, time }: { readonly ratio: number; readonly time?: number | undefined },
  ): Promise<TrackedPosition> {
    const at = this.#options.entries.time(time, 'time');
    return this.#inTurn(() => {
      const { symbol, closedAt } = this.#get(id).record.position;
      if (closedAt !== null) throw fieldError('position_id', 'The position is closed.');
      return this.#add(id, {
        ...{ kind: 'renaming', symbol, time: at, newSymbol },
        ratio: Exact.of(ratio),
      });
    });
  }

  /** Corrects a fill. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  async changeFill(id: number, fillId: number, change: FillChange, allowFlip: boolean) {
    const changed = await this.#changed(id, fillId, change);
    return this.#inTurn(() => this.#replaceEntry(id, fillId, { changed, allowFlip }));
  }

  /** What a correction, or by null a deletion, would come to. @throws {AppError} `NOT_FOUND`, `INVALID` */
  async previewFill(id: number, fillId: number, change: FillChange | null) {
    const changed = change && (await this.#changed(id, fillId, change));
    return this.#inTurn(() => this.#corrections.preview(this.#get(id), fillId, changed));
  }

  /** Takes an entry out. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  deleteFill(id: number, fillId: number, allowFlip: boolean): Promise<TrackedPosition> {
    return this.#inTurn(() => this.#replaceEntry(id, fillId, { changed: null, allowFlip }));
  }

  /** Takes the last correction of an entry back. @throws {AppError} `NOT_FOUND`, `INVALID`, `UNAVAILABLE` */
  restoreFill(id: number, fillId: number): Promise<TrackedPosition> {
    return this.#inTurn(async () => {
      const after = this.#corrections.restored(this.#get(id), fillId);
      await this.#save([[after, 'changed']]);
      this.#corrections.forget(fillId);
      return after;
    });
  }

  /** Deletes a position so that it can be restored. @throws {AppError} `NOT_FOUND`, `UNAVAILABLE` */
  remove(id: number): Promise<TrackedPosition> {
    return this.#inTurn(async () => {
      const removed = this.#get(id);
      const { positions, feed, onChange } = this.#options;
      await positions.remove(removed);
      feed.remove(id);
      await onChange(removed, 'deleted');
      return removed;
    });
  }

  /** Brings a deleted position back. @throws {AppError} `NOT_FOUND`, `UNAVAILABLE` */
  restore(id: number): Promise<TrackedPosition> {
    return this.#inTurn(async () => {
      const { positions, feed, onChange } = this.#options;
      const restored = await positions.restore(id);
      feed.update(restored);
      await onChange(restored, 'restored');
      return restored;
    });
  }

  /** Forgets what was deleted; returns how many. @throws {AppError} `UNAVAILABLE` */
  emptyDeleted(): Promise<number> {
    return this.#inTurn(() => this.#options.positions.emptyDeleted());
  }

  /** A position with what it has been through by now. */
  #get(id: number): TrackedPosition {
    const position = this.#options.positions.get(id);
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

  async #applyFill(id: number, fill: Fill, allowFlip: boolean): Promise<Filled> {
    const before = this.#get(id);
    const outcome = recordEntry(before.record, fill, { allowFlip });
    const after = this.#with(before, outcome.record);
    const opened = outcome.opened && this.#track(outcome.opened, flipped(before.notes));
    await this.#save([[after, 'changed'], ...(opened ? [[opened, 'created'] as const] : [])]);
    const fillId = after.entryIds.find((each) => !before.entryIds.includes(each)) ?? 0;
    return { position: after, opened, fillId };
  }

  async #add(id: number, entry: LedgerEntry): Promise<TrackedPosition> {
    const before = this.#get(id);
    const after = this.#with(before, recordEntry(before.record, entry).record);
    await this.#save([[after, 'changed']]);
    return after;
  }

  async #replaceEntry(id: number, fillId: number, to: Correction): Promise<TrackedPosition> {
    const before = this.#get(id);
    const after = this.#corrections.corrected(before, fillId, to);
    await this.#save([[after, 'changed']]);
    this.#corrections.keep(before, fillId);
    return after;
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

  async #save(changes: readonly (readonly [TrackedPosition, Change])[]): Promise<void> {
    const { positions, feed, onChange } = this.#options;
    await positions.save(changes.map(([position]) => position));
    for (const [position] of changes) feed.update(position);
    for (const [place, [position, change]] of changes.entries()) {
      // A client that is told of thousands in one go would count as one that does not read.
      if (place % TOLD_AT_ONCE === TOLD_AT_ONCE - 1) await nextTurn();
      const isEnd = change === 'changed' && position.record.position.closedAt !== null;
      await onChange(position, isEnd ? 'closed' : change);
    }
  }

  #inTurn<T>(change: () => T | Promise<T>): Promise<T> {
    const result = this.#turn.then(change).catch(withFieldNamed);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
