import { assetsOf } from '../../../shared/domain/fill';
import type { PositionInfo } from '../../state/position-register';
import type { LiveFigures } from '../../state/positions.svelte';

/** What positions are sorted by: a column, or when they were opened. */
export type SortKey =
  | 'symbol'
  | 'side'
  | 'quantity'
  | 'entry'
  | 'price'
  | 'value'
  | 'pnl'
  | 'percent'
  | 'net'
  | 'opened';

export const GROUPINGS = ['none', 'symbol', 'side', 'tag'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const RESULTS = ['all', 'profit', 'loss', 'old'] as const;
/** Which positions by how they stand: all, in profit, in loss, or without a live price. */
type ResultFilter = (typeof RESULTS)[number];

/** What of the positions is shown, and in which order. An empty text filters nothing. */
export interface Arrangement {
  readonly sort: { readonly key: SortKey; readonly isDown: boolean };
  readonly symbol: string;
  readonly side: '' | PositionInfo['side'];
  readonly tag: string;
  readonly result: ResultFilter;
  readonly group: Grouping;
}

/** What an arrangement looks up of a position. */
export interface Lookup {
  readonly figures: (id: number) => LiveFigures;
  /** Whether the price of a symbol is the present one. */
  readonly isLive: (symbol: string) => boolean;
}

/** One line of a table: a position, or the head of a group of them. `group` is its tag, side or symbol. */
export type PositionRow =
  | { readonly kind: 'position'; readonly key: string; readonly position: PositionInfo }
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly group: string;
      readonly members: readonly PositionInfo[];
    };

/** Those that pass the filters, sorted; what is not known comes last either way. */
export function selectPositions(
  positions: readonly PositionInfo[],
  arrangement: Arrangement,
  lookup: Lookup,
): PositionInfo[] {
  const { key, isDown } = arrangement.sort;
  const valueOf = SORT_VALUES[key];
  return positions
    .filter((position) => isWanted(position, arrangement, lookup))
    .map((position) => ({ position, value: valueOf(position, lookup) }))
    .sort(
      (a, b) =>
        compare(a.value, b.value, isDown) || b.position.position_id - a.position.position_id,
    )
    .map(({ position }) => position);
}

/** The lines of sorted positions; one with several tags stands under each of them. */
export function rowsOf(positions: readonly PositionInfo[], grouping: Grouping): PositionRow[] {
  if (grouping === 'none') return positions.map((position) => rowOf(position, ''));
  const groups = new Map<string, PositionInfo[]>();
  for (const position of positions) {
    for (const group of groupsOf(position, grouping)) {
      const members = groups.get(group);
      if (members) members.push(position);
      else groups.set(group, [position]);
    }
  }
  return [...groups]
    .sort(([a], [b]) => compare(a || null, b || null, false))
    .flatMap(([group, members]) => [
      { kind: 'group', key: `group ${group}`, group, members } as const,
      ...members.map((position) => rowOf(position, group)),
    ]);
}

/** What positions come to in one quote asset. */
export interface Sum {
  readonly asset: string;
  readonly count: number;
  readonly pnl: number;
  readonly netPnl: number;
  /** Positions without a price: in neither sum. */
  readonly unpriced: number;
  /** Some price is not the present one. */
  readonly isOld: boolean;
}

/** Sums by quote asset: amounts in different assets are never added. */
export function sumsOf(positions: readonly PositionInfo[], lookup: Lookup): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { position_id: id, symbol } of positions) {
    const asset = assetsOf(symbol).quote;
    const { pnl, netPnl } = lookup.figures(id);
    const sum = sums.get(asset) ?? emptySum(asset);
    sums.set(asset, {
      asset,
      count: sum.count + 1,
      pnl: sum.pnl + (pnl ?? 0),
      netPnl: sum.netPnl + (netPnl ?? 0),
      unpriced: sum.unpriced + (pnl === null ? 1 : 0),
      isOld: sum.isOld || !lookup.isLive(symbol),
    });
  }
  return [...sums.values()];
}

const emptySum = (asset: string): Sum => ({
  asset,
  count: 0,
  pnl: 0,
  netPnl: 0,
  unpriced: 0,
  isOld: false,
});

/** Every text once, sorted. */
export function distinctTexts(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort((a, b) => a.localeCompare(b));
}

type SortValue = string | number | null;

const SORT_VALUES: Readonly<
  Record<SortKey, (position: PositionInfo, lookup: Lookup) => SortValue>
> = {
  symbol: ({ symbol }) => symbol,
  side: ({ side }) => side,
  quantity: ({ quantity }) => quantity,
  entry: ({ entry_price }) => entry_price,
  price: ({ position_id }, { figures }) => figures(position_id).price,
  value: ({ position_id, quantity }, { figures }) => {
    const { price } = figures(position_id);
    return price === null ? null : price * quantity;
  },
  pnl: ({ position_id }, { figures }) => figures(position_id).pnl,
  percent: ({ position_id }, { figures }) => figures(position_id).pnlPercentage,
  net: ({ position_id }, { figures }) => figures(position_id).netPnl,
  opened: ({ opened_at }) => opened_at,
};

function compare(a: SortValue, b: SortValue, isDown: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === 'string' ? a.localeCompare(String(b)) : a - Number(b);
  return isDown ? -order : order;
}

function isWanted(position: PositionInfo, wanted: Arrangement, lookup: Lookup): boolean {
  if (wanted.symbol !== '' && position.symbol !== wanted.symbol) return false;
  if (wanted.side !== '' && position.side !== wanted.side) return false;
  if (wanted.tag !== '' && !position.tags.includes(wanted.tag)) return false;
  return hasResult(position, wanted.result, lookup);
}

function hasResult(position: PositionInfo, result: ResultFilter, lookup: Lookup): boolean {
  const { pnl } = lookup.figures(position.position_id);
  switch (result) {
    case 'all':
      return true;
    case 'profit':
      return pnl !== null && pnl > 0;
    case 'loss':
      return pnl !== null && pnl < 0;
    case 'old':
      return !lookup.isLive(position.symbol);
  }
}

function rowOf(position: PositionInfo, group: string): PositionRow {
  return { kind: 'position', key: `${group} ${position.position_id}`, position };
}

function groupsOf(position: PositionInfo, grouping: Exclude<Grouping, 'none'>): readonly string[] {
  if (grouping === 'tag') return position.tags.length > 0 ? position.tags : [''];
  return [position[grouping]];
}
