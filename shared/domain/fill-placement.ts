import type { Fill } from './fill';
import { buildLedger } from './ledger-build';
import type { LedgerRecord } from './ledger-record';

/** A position that stands in the way of a fill. */
export interface FillConflict {
  readonly fill: Fill;
  readonly existing: LedgerRecord;
  readonly kind: 'within' | 'several' | 'left open';
}

/** Where fills belong among the positions that are there. */
export interface FillPlacement {
  /** Positions that go on, as they were and as they are then. */
  readonly changed: readonly { readonly before: LedgerRecord; readonly after: LedgerRecord }[];
  /** By the time they were opened. */
  readonly created: readonly LedgerRecord[];
  /** Sales of coins that nothing had bought, see `buildLedger`. */
  readonly uncovered: readonly Fill[];
  /** The first of each symbol that has any; such symbols are neither changed nor created. */
  readonly conflicts: readonly FillConflict[];
}

export interface PlacementOptions {
  /** All positions that are there, closed ones too. */
  readonly existing: readonly LedgerRecord[];
  /** Of new contract positions. */
  readonly leverage: number | null;
  /** True: every symbol makes positions of its own, whatever is there. */
  readonly isSeparate: boolean;
}

/** Fills of one symbol that belong together, between the positions that are there. */
interface Group {
  readonly continued: LedgerRecord | null;
  /** The next position of the symbol, before which the group has to be closed. */
  readonly next: LedgerRecord | null;
  readonly fills: Fill[];
}

/** Fills of a symbol in their groups, or what stands in their way. */
type Grouping =
  | { readonly groups: readonly Group[]; readonly conflict: null }
  | { readonly groups: null; readonly conflict: FillConflict };

/**
 * Places an account's fills among the positions that are there, symbol by symbol. Unambiguous are:
 * fills when no position of the symbol was open (they make positions of their own, which must be
 * closed before the next one begins), and fills after the last entry of the only open one (they
 * continue it). Anything else is a conflict: a fill amidst a position is more likely one of its own
 * that was noted in another way. Step by step; each step tells how many fills are done.
 * @param fills oldest first
 */
export function* placeFills(
  fills: readonly Fill[],
  options: PlacementOptions,
): Generator<number, FillPlacement> {
  const changed: { before: LedgerRecord; after: LedgerRecord }[] = [];
  const created: LedgerRecord[] = [];
  const uncovered: Fill[] = [];
  const conflicts: FillConflict[] = [];
  let done = 0;
  for (const own of bySymbol(fills).values()) {
    const grouping = groupFills(own, options);
    const built = yield* buildGroups(grouping.groups ?? [], options.leverage, done);
    const conflict = grouping.conflict ?? built.conflict;
    if (conflict) conflicts.push(conflict);
    else {
      changed.push(...built.changed);
      created.push(...built.created);
      uncovered.push(...built.uncovered);
    }
    done += own.length;
    yield done;
  }
  created.sort((a, b) => a.position.openedAt - b.position.openedAt);
  return { changed, created, uncovered, conflicts };
}

function bySymbol(fills: readonly Fill[]): Map<string, Fill[]> {
  const all = new Map<string, Fill[]>();
  for (const fill of fills) {
    const own = all.get(fill.symbol);
    if (own) own.push(fill);
    else all.set(fill.symbol, [fill]);
  }
  return all;
}

function groupFills(fills: readonly Fill[], options: PlacementOptions): Grouping {
  const symbol = fills[0]?.symbol;
  const there = options.isSeparate
    ? []
    : options.existing.filter(({ position }) => position.symbol === symbol);
  there.sort((a, b) => a.position.openedAt - b.position.openedAt);
  const groups = new Map<string, Group>();
  for (const fill of fills) {
    const covering = there.filter((each) => isOpenAt(each, fill.time));
    const conflict = conflictOf(fill, covering);
    if (conflict) return { groups: null, conflict };
    const continued = covering[0] ?? null;
    const at = there.findIndex(({ position }) => position.openedAt > fill.time);
    const key = continued ? `in ${there.indexOf(continued)}` : `before ${at}`;
    const next = continued ? null : (there[at] ?? null);
    const group = groups.get(key) ?? { continued, next, fills: [] };
    group.fills.push(fill);
    groups.set(key, group);
  }
  return { groups: [...groups.values()], conflict: null };
}

function conflictOf(fill: Fill, covering: readonly LedgerRecord[]): FillConflict | null {
  const [existing, other] = covering;
  if (other) return { fill, existing: other, kind: 'several' };
  return existing && !goesOn(existing, fill.time) ? { fill, existing, kind: 'within' } : null;
}

const isOpenAt = ({ position }: LedgerRecord, time: number): boolean =>
  position.openedAt <= time && (position.closedAt ?? Number.POSITIVE_INFINITY) > time;

const goesOn = ({ position }: LedgerRecord, time: number): boolean =>
  position.closedAt === null && position.updatedAt <= time;

function* buildGroups(groups: readonly Group[], leverage: number | null, doneBefore: number) {
  const changed: { before: LedgerRecord; after: LedgerRecord }[] = [];
  const created: LedgerRecord[] = [];
  const uncovered: Fill[] = [];
  for (const { continued, next, fills } of groups) {
    const steps = buildLedger(fills, leverage, continued);
    let step = steps.next();
    for (; !step.done; step = steps.next()) yield doneBefore + step.value;
    const { records } = step.value;
    const last = fills.at(-1);
    const isLeftOpen = records.some(({ position }) => position.closedAt === null);
    if (last && next && isLeftOpen) {
      const conflict: FillConflict = { fill: last, existing: next, kind: 'left open' };
      return { changed, created, uncovered, conflict };
    }
    const [after, ...rest] = records;
    if (continued && after) changed.push({ before: continued, after });
    created.push(...(continued ? rest : records));
    uncovered.push(...step.value.uncovered);
  }
  return { changed, created, uncovered, conflict: null };
}
