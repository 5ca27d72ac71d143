import { AppError } from '../../../shared/domain/errors';
import type { RequestParams, RequestResult } from '../../../shared/protocol/requests';
import { equityRecord } from '../positions/portfolio-schema';
import { storedPosition, type StoredPosition } from '../positions/position-schema';
import {
  historyRecord,
  ID_KINDS,
  readState,
  SCHEMA_VERSION,
  type HistoryName,
  type HistoryRecord,
  type IdKind,
  type SectionName,
  type State,
} from './state-schema';

/** Histories that travel as they are; positions that ended travel as positions. */
export const TRAVELING = [
  'alerts',
  'deliveries',
  'signals',
  'equity',
] as const satisfies HistoryName[];
/** Parts that belong to this folder and make no sense in another. No other part may hold a secret. */
const OWN: readonly SectionName[] = [
  'seqReserved',
  'ids',
  'pending',
  'archived',
  'notices',
  'signalBooks',
];

type Document = RequestResult<'export_state'>;

/** What a document brings, checked through and through. */
export interface Incoming {
  /** Sections that replace those of the state. */
  readonly sections: Partial<State>;
  /** Null when the positions that have ended stay. */
  readonly closed: readonly StoredPosition[] | null;
  readonly histories: Partial<Record<HistoryName, readonly HistoryRecord[]>>;
  /** Highest numbers that may have been given out. */
  readonly ids: Partial<Record<IdKind, number>>;
}

/** All that a document is made of. */
export interface Outgoing {
  readonly state: State;
  readonly closed: readonly StoredPosition[];
  readonly histories: Partial<Record<HistoryName, readonly HistoryRecord[]>>;
  readonly appVersion: string;
  /** ms UTC. */
  readonly time: number;
}

/** The whole state as one document. */
export function writeDocument({ state, closed, histories, appVersion, time }: Outgoing): Document {
  return {
    format: 'tickwatch-export',
    version: 1,
    schema_version: SCHEMA_VERSION,
    app_version: appVersion,
    exported_at: new Date(time).toISOString(),
    ids: { ...state.ids },
    state: portable(state),
    closed_positions: [...closed],
    histories: Object.fromEntries(
      Object.entries(histories).map(([name, records]) => [name, [...records]]),
    ),
  };
}

/**
 * Reads a document of this or an earlier version.
 * @throws {AppError} `INVALID` naming what cannot be understood.
 */
export function readDocument(document: Omit<RequestParams<'import_state'>, 'dry_run'>): Incoming {
  const { schema_version: version, state } = document;
  if (version > SCHEMA_VERSION) throw invalid('schema_version', 'is of a newer Tickwatch');
  const read = readState(version, state);
  if (!read || read.isNewer) throw invalid('state', 'has parts that this Tickwatch does not know');
  const [rejected] = [...read.rejected, ...read.setAside];
  if (rejected !== undefined) throw invalid(`state.${rejected}`, 'cannot be understood');
  const closed = readClosed(document.closed_positions);
  const { equity, ...others } = readHistories(document.histories);
  // Documents of before the history have the points within the state; without a portfolio they are
  // nobody's.
  const curve = { equity: equity ?? read.state.pending.equity };
  const histories = { ...others, ...(Object.hasOwn(state, 'portfolio') && curve) };
  const sections = Object.fromEntries(
    Object.entries(portable(read.state)).filter(([name]) => Object.hasOwn(state, name)),
  ) as Partial<State>;
  refuseDoubles(sections, closed);
  const ids = readIds(document.ids, { sections, closed, histories });
  return { sections, closed, histories, ids };
}

/**
 * What a state of this program brings, as a backup holds it.
 * @param closed Positions that had ended then, or null when nothing tells which.
 */
export function incomingOf(state: State, closed: readonly StoredPosition[] | null): Incoming {
  const { portfolio, pending } = state;
  const count = portfolio.runs.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  // One of before the history has all points within; its numbers mean nothing to the history.
  const isWithin = count > 0 && count === pending.equity.length;
  const histories = isWithin ? { equity: pending.equity } : {};
  return { sections: portable(state), closed, histories, ids: state.ids };
}

function portable(state: State): Partial<State> {
  return Object.fromEntries(
    Object.entries(state).filter(([name]) => !OWN.includes(name as SectionName)),
  );
}

function readClosed(items: readonly unknown[]): StoredPosition[] {
  return items.map((item, place) => {
    const parsed = storedPosition.safeParse(item);
    if (parsed.success) return parsed.data;
    throw invalid(`closed_positions.${place}`, 'cannot be understood');
  });
}

function readHistories(document: Readonly<Record<string, readonly unknown[]>>) {
  const histories: Partial<Record<HistoryName, HistoryRecord[]>> = {};
  for (const [name, items] of Object.entries(document)) {
    const known = TRAVELING.find((each) => each === name);
    if (!known) throw invalid(`histories.${name}`, 'is not known to this Tickwatch');
    let last = 0;
    histories[known] = items.map((item, place) => {
      const { data } = historyRecord.safeParse(item);
      if (!data || data.id <= last || !isOf(known, data)) {
        throw invalid(`histories.${name}.${place}`, 'cannot be understood');
      }
      last = data.id;
      return data;
    });
  }
  return histories;
}

function isOf(name: HistoryName, record: HistoryRecord): boolean {
  return name !== 'equity' || equityRecord.safeParse(record).success;
}

/** One number names one position. */
function refuseDoubles({ positions }: Partial<State>, closed: readonly StoredPosition[]): void {
  const all = [...Object.values(positions?.open ?? {}), ...closed].map(({ id }) => id);
  const [double] = all.filter((id, place) => all.indexOf(id) !== place);
  if (double !== undefined) throw invalid('closed_positions', `position ${double} is there twice`);
  const misnamed = Object.entries(positions?.open ?? {}).find(
    ([key, { id }]) => key !== String(id),
  );
  if (misnamed) throw invalid('state.positions', `position ${misnamed[0]} has another number`);
}

/** What the document says, and no less than what is in it. */
function readIds(
  said: Readonly<Record<string, number>>,
  { sections, closed, histories }: Omit<Incoming, 'ids'>,
): Partial<Record<IdKind, number>> {
  const { open = {}, deleted = {} } = sections.positions ?? {};
  const gone = Object.values(deleted).map(({ position }) => position);
  const positions = [...Object.values(open), ...gone, ...(closed ?? [])];
  const used: Partial<Record<IdKind, number>> = {
    position: highest(positions.map(({ id }) => id)),
    fill: highest(positions.flatMap(({ entries }) => entries.map(({ id }) => id))),
    alert: highest(idsOf(histories.alerts)),
    delivery: highest(idsOf(histories.deliveries)),
    signal: highest(idsOf(histories.signals)),
    rule: highest(Object.values(sections.alerts?.rules ?? {}).map(({ id }) => id)),
  };
  const claimed = new Map(Object.entries(said));
  return Object.fromEntries(
    ID_KINDS.map((kind) => {
      const id = claimed.get(kind) ?? 0;
      if (!Number.isSafeInteger(id) || id < 0) throw invalid(`ids.${kind}`, 'is no number');
      return [kind, Math.max(id, used[kind] ?? 0)];
    }),
  );
}

const idsOf = (records: readonly HistoryRecord[] = []): number[] => records.map(({ id }) => id);

const highest = (ids: readonly number[]): number => ids.reduce((a, b) => Math.max(a, b), 0);

/** What answers a document with a value that cannot be taken. */
export function invalid(field: string, message: string): AppError {
  return new AppError('INVALID', `${field}: ${message}; nothing was changed`, {
    info: { details: [{ field, message }] },
  });
}
