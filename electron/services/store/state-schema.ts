import { z } from 'zod';
import { channelSettings } from '../../../shared/domain/channel-settings';
import { USUAL_DESKTOP } from '../../../shared/domain/desktop-choices';
import { desktopSettings } from '../../../shared/domain/desktop-settings';
import { VENUES } from '../../../shared/domain/feed-status';
import { NOTICE_KINDS } from '../../../shared/domain/store-status';
import { alertsSchema, NO_ALERTS } from '../alerts/alert-schema';
import {
  NO_SIGNALS,
  signalBooks,
  signalChoices,
  signalIntervals,
  USUAL_SIGNALS,
} from '../signals/signal-schema';
import { EMPTY_OUTBOX, outboxSchema } from '../alerts/outbox-schema';
import { EMPTY_PORTFOLIO, portfolioSchema } from '../positions/portfolio-schema';
import { storedPosition } from '../positions/position-schema';
import { migrate } from './migrations';
import { readSection } from './section-reader';

/** The version this program writes. Versions before it have a golden file each, kept for ever. */
export const SCHEMA_VERSION = 3;
/** Beyond it the numbers to come would soon be no exact integers any more. */
const MAX_NUMBER = 9e15;

const counter = z.number().int().nonnegative().max(MAX_NUMBER);

/** A line of a history: its number grows within the history and never repeats; `at` is ms UTC. */
export const historyRecord = z.looseObject({
  id: counter.positive(),
  at: counter,
});
export type HistoryRecord = z.infer<typeof historyRecord>;

/**
 * The histories that are kept, each in files of its own; `fills` holds positions as they ended, with
 * their fills; `equity` what the portfolio was worth, every five minutes; `outcomes` what prices did
 * after alerts, by the alert's own number.
 */
export const HISTORIES = [
  ...(['alerts', 'fills', 'deliveries', 'signals', 'equity', 'outcomes'] as const),
] as const;
export type HistoryName = (typeof HISTORIES)[number];

/** What gets its number from the durable source. */
export const ID_KINDS = [
  'position',
  'rule',
  'alert',
  'fill',
  'delivery',
  'signal',
  'archive',
] as const;
export type IdKind = (typeof ID_KINDS)[number];

const notice = z.strictObject({
  id: z.number().int().positive(),
  kind: z.enum(NOTICE_KINDS),
  text: z.string(),
  at: z.number(),
});

const records = z.array(historyRecord);

/**
 * All that has to outlive a restart, by section: the shape and what a first start begins with. A
 * section that a file does not have begins empty; any other change needs a new version, a migration
 * and a golden file of the old one.
 */
const sections = {
  /** Highest event number that may have been used; see `Sequence`. */
  seqReserved: { schema: counter, empty: 0 },
  /** Highest number of each kind that may have been given out; see `IdSource`. */
  ids: { schema: z.partialRecord(z.enum(ID_KINDS), counter), empty: {} },
  watchlist: {
    schema: z.strictObject({
      /** Wire symbols, in the trader's order; null until the trader or the first start has chosen. */
      symbols: z.array(z.string()).nullable(),
      groups: z.record(z.string(), z.array(z.string())),
    }),
    empty: { symbols: null, groups: {} },
  },
  /** Positions with anything open, and deleted ones that may be restored, by number. */
  positions: {
    schema: z.strictObject({
      open: z.record(z.string(), storedPosition),
      deleted: z.record(z.string(), z.strictObject({ at: counter, position: storedPosition })),
    }),
    empty: { open: {}, deleted: {} },
  },
  alerts: { schema: alertsSchema, empty: NO_ALERTS },
  outbox: { schema: outboxSchema, empty: EMPTY_OUTBOX },
  portfolio: { schema: portfolioSchema, empty: EMPTY_PORTFOLIO },
  /** Names of the markets the trader has chosen; the usual one where there is none. */
  venues: { schema: z.partialRecord(z.enum(VENUES), z.string()), empty: {} },
  /** How each channel is set up; its secrets are kept apart. */
  channels: {
    schema: z.strictObject(channelSettings),
    empty: {
      ...{ desktop: {}, sound: {} },
      ...{ telegram: { enabled: false }, discord: { enabled: false } },
      ...{ ntfy: { enabled: false }, webhook: { enabled: false } },
    },
  },
  /** How the app behaves on the desktop. */
  desktop: { schema: desktopSettings, empty: USUAL_DESKTOP },
  /** What of the signals the trader has chosen. */
  signals: { schema: signalChoices, empty: USUAL_SIGNALS },
  /** Intervals of the symbols for which the trader has chosen others than the usual ones. */
  signalIntervals: { schema: signalIntervals, empty: {} },
  /** How far the signals have come; the record itself is a history. */
  signalBooks: { schema: signalBooks, empty: NO_SIGNALS },
  /** Records that belong to this state and are not known to be in their history yet; see `Histories`. */
  pending: {
    schema: z.strictObject({
      alerts: records,
      fills: records,
      deliveries: records,
      signals: records,
      equity: records,
      outcomes: records.default([]),
    } satisfies Record<HistoryName, z.ZodType<HistoryRecord[]>>),
    empty: { alerts: [], fills: [], deliveries: [], signals: [], equity: [], outcomes: [] },
  },
  /**
   * Number of the newest record in the history of ended positions that belongs to this state, so that
   * a copy of it tells them too; null in older files.
   */
  archived: { schema: counter.nullable(), empty: null },
  /** What the trader has to know about the store and has not put away yet. */
  notices: {
    schema: z.strictObject({ last: counter, items: z.array(notice) }),
    empty: { last: 0, items: [] },
  },
} as const;

/** Parts whose entries stand for themselves: one that cannot be understood costs no other. */
const ENTRIES: Partial<Record<keyof typeof sections, readonly string[]>> = {
  alerts: ['rules', 'symbols'],
  outbox: ['messages'],
};

type Sections = typeof sections;
export type SectionName = keyof Sections;
type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** The state in memory; frozen, every change replaces what it changes. */
export type State = {
  readonly [N in SectionName]: DeepReadonly<z.output<Sections[N]['schema']>>;
};

/** What of the state a change replaces; sections left out stay. */
export type Change = (state: State) => Partial<State>;

/** The state of a first start. */
export function emptyState(): State {
  return readSections({}).state;
}

/** What a state document comes to. */
export interface ReadState {
  readonly state: State;
  /** Sections that are not what they should be and begin empty. */
  readonly rejected: readonly SectionName[];
  /** Entries that are not what they should be and are left out: `alerts.rules.3`. */
  readonly setAside: readonly string[];
  /** Whether there are sections that only a newer program can have written. */
  readonly isNewer: boolean;
}

/**
 * Reads a state document of this or an earlier version.
 * @returns Null when it is none.
 */
export function readState(schemaVersion: number, document: unknown): ReadState | null {
  const migrated = migrate(schemaVersion, document);
  if (typeof migrated !== 'object' || migrated === null || Array.isArray(migrated)) return null;
  return readSections(migrated as Record<string, unknown>);
}

function readSections(document: Record<string, unknown>): ReadState {
  const state: Partial<Record<SectionName, unknown>> = {};
  const rejected: SectionName[] = [];
  const setAside: string[] = [];
  for (const name of Object.keys(sections) as SectionName[]) {
    const { schema, empty } = sections[name];
    const value = Object.hasOwn(document, name) ? document[name] : empty;
    const read = readSection(schema, value, ENTRIES[name] ?? []);
    state[name] = read ? read.data : structuredClone(empty);
    if (!read) rejected.push(name);
    for (const entry of read?.setAside ?? []) setAside.push(`${name}.${entry}`);
  }
  const isNewer = Object.keys(document).some((name) => !Object.hasOwn(sections, name));
  // Every section has just been filled by its own schema.
  return { state: state as State, rejected, setAside, isNewer };
}
