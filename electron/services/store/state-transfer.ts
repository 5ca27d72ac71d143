import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../shared/domain/errors';
import type { RequestParams, RequestResult } from '../../../shared/protocol/requests';
import { withoutSettled } from '../alerts/settled-messages';
import type { Clock } from '../clock';
import { isOnCurve } from '../positions/equity-curve';
import type { PositionStore } from '../positions/position-store';
import type { Histories } from './histories';
import type { IdSource } from './id-source';
import { refuseExcess } from './import-limits';
import {
  incomingOf,
  readDocument,
  TRAVELING,
  writeDocument,
  type Incoming,
} from './state-document';
import {
  HISTORIES,
  type HistoryName,
  type HistoryRecord,
  type SectionName,
  type State,
} from './state-schema';
import type { StateStore } from './state-store';

type Replaced = RequestResult<'import_state'>;
type Reason = 'import' | 'restore';
type Records = Partial<Record<HistoryName, readonly HistoryRecord[]>>;

export interface StateTransferOptions {
  readonly store: StateStore;
  readonly histories: Histories;
  readonly ids: IdSource;
  readonly positions: PositionStore;
  readonly clock: Clock;
  readonly version: string;
  /** Runs what replaces the state while no position can change, then lets positions be read anew. */
  readonly whileStill: <T>(run: () => Promise<T>) => Promise<T>;
  /** Lets all services read the state anew. */
  readonly onReplaced: (reason: Reason, before: State) => Promise<void>;
}

/** Hands the whole state out and takes it in, all of it or nothing, never without a backup. */
export class StateTransfer {
  constructor(private readonly options: StateTransferOptions) {}

  /** The whole state as one document. */
  async export(): Promise<RequestResult<'export_state'>> {
    const { store, positions, histories, clock, version } = this.options;
    const records: Partial<Record<HistoryName, HistoryRecord[]>> = {};
    const { runs } = store.state.portfolio;
    for (const name of TRAVELING) {
      const all: HistoryRecord[] = [];
      for await (const record of histories.newestFirst(name)) {
        if (name !== 'equity' || isOnCurve(runs, record.id)) all.push(record);
      }
      records[name] = all.reverse();
    }
    return writeDocument({
      ...{ state: store.state, closed: positions.closed(), histories: records },
      ...{ appVersion: version, time: clock.now() },
    });
  }

  /** @throws {AppError} `INVALID` naming what is wrong with the document, `UNAVAILABLE`; nothing is changed then. */
  async import({ dry_run: isDry, ...document }: RequestParams<'import_state'>): Promise<Replaced> {
    const incoming = readDocument(document);
    refuseExcess(incoming, this.options.clock.now());
    return this.#replace(incoming, 'import', isDry);
  }

  /** Goes back to a backup. @throws {AppError} `NOT_FOUND`, `INVALID` for a damaged one, `UNAVAILABLE` */
  async restore(name: string, isDry: boolean): Promise<Replaced> {
    const { store, positions } = this.options;
    const state = await store.backups.read(name);
    return this.#replace(incomingOf(state, await positions.closedIn(state)), 'restore', isDry);
  }

  async #replace(incoming: Incoming, reason: Reason, isDry: boolean): Promise<Replaced> {
    const { store, whileStill, onReplaced } = this.options;
    if (isDry) return { ...this.#compare(incoming), dry_run: true, backup: null };
    const before = store.state;
    const told: Replaced = await whileStill(async () => {
      const compared = this.#compare(incoming);
      const backup = await store.keepBackup(`before-${reason}`);
      await this.#commit(await this.#unsettled(incoming));
      return { ...compared, dry_run: false, backup };
    });
    await onReplaced(reason, before);
    return told;
  }

  /** Deliveries outlive what is replaced: what has been sent since is not sent again. */
  async #unsettled(incoming: Incoming): Promise<Incoming> {
    const { sections } = incoming;
    if (!sections.outbox) return incoming;
    const outbox = await withoutSettled(sections.outbox, this.options.histories);
    return { ...incoming, sections: { ...sections, outbox } };
  }

  #compare({ sections, closed, histories }: Incoming): Omit<Replaced, 'dry_run' | 'backup'> {
    const { store, positions } = this.options;
    const present = positions.closed();
    const isOpenThen = (id: number) => Object.hasOwn(sections.positions?.open ?? {}, String(id));
    const after = closed ?? present.filter(({ id }) => !isOpenThen(id));
    const names = Object.keys(sections) as SectionName[];
    const openAfter = sections.positions ?? store.state.positions;
    return {
      sections: names.map((name) => ({
        ...{ name, changed: !isDeepStrictEqual(sections[name], store.state[name]) },
      })),
      positions_before: { open: openCount(store.state.positions), closed: present.length },
      positions_after: { open: openCount(openAfter), closed: after.length },
      histories: Object.fromEntries(
        Object.entries(histories).map(([name, records]) => {
          const added = this.#newer(name as HistoryName, records).length;
          return [name, { added, kept_out: records.length - added }];
        }),
      ),
    };
  }

  #newer(name: HistoryName, records: readonly HistoryRecord[]): readonly HistoryRecord[] {
    // The record of signals belongs to its folder: entries of another would break its chain.
    if (name === 'signals') return [];
    const last = this.options.histories.lastId(name);
    // The curve comes whole, with numbers of its own: what is here already stays beside it.
    if (name === 'equity') return inOrder(records, last);
    return records.filter(({ id }) => id > last);
  }

  async #commit({ sections, closed, histories, ids }: Incoming): Promise<void> {
    const { store, positions, histories: logs, ids: source } = this.options;
    const open = sections.positions?.open ?? store.state.positions.open;
    const archive = positions.closed().length + (closed?.length ?? 0);
    await source
      .raise(ids)
      .then(() => source.provide({ archive }))
      .catch(notSaved);
    const traveling = TRAVELING.filter((name) => histories[name]).map((name) => [
      name,
      this.#newer(name, histories[name] ?? []),
    ]);
    const records: Records = {
      ...(Object.fromEntries(traveling) as Records),
      fills: positions.replacing(closed, new Set(Object.keys(open).map(Number))),
    };
    const before = store.state;
    try {
      await logs.record(records, () => withCurve(sections, records.equity));
    } catch (error) {
      this.#undo(before, records, sections);
      notSaved(error);
    }
  }

  /** What was answered with an error must not come to be saved with the next change. */
  #undo(before: State, records: Records, sections: Partial<State>): void {
    const own = Object.fromEntries(
      Object.entries(before).filter(([name]) => Object.hasOwn(sections, name)),
    );
    this.options.store.updateLazily(({ pending }) => {
      const cleared = { ...pending };
      for (const name of HISTORIES) {
        const undone = new Set(records[name]?.map(({ id }) => id));
        cleared[name] = pending[name].filter(({ id }) => !undone.has(id));
      }
      return { ...own, pending: cleared };
    });
  }
}

function inOrder(points: readonly HistoryRecord[], last: number): HistoryRecord[] {
  const sorted = points.toSorted((a, b) => a.at - b.at);
  return sorted.map((each, place) => ({ ...each, id: last + place + 1 }));
}

/** The portfolio with the points that come with it; without any word of them, with its own. */
function withCurve(sections: Partial<State>, points?: readonly HistoryRecord[]): Partial<State> {
  if (!sections.portfolio || !points) return sections;
  const [first] = points;
  const last = points.at(-1);
  const runs = first && last ? [{ from: first.id, to: last.id }] : [];
  return { ...sections, portfolio: { ...sections.portfolio, runs } };
}

function notSaved(error: unknown): never {
  const text = 'The state could not be saved; everything is as it was before.';
  throw new AppError('UNAVAILABLE', text, { cause: error });
}

const openCount = ({ open }: State['positions']): number => Object.keys(open).length;
