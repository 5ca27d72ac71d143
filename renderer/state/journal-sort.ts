import { closedAt, durationOf, type JournalItem } from './journal-item';

/** What the journal can be sorted by. */
export type JournalColumn = 'closed' | 'symbol' | 'side' | 'net' | 'return' | 'duration';

export interface JournalSort {
  readonly by: JournalColumn;
  readonly isRising: boolean;
}

type Key = number | string;

const KEYS: Readonly<Record<JournalColumn, (item: JournalItem) => Key | null>> = {
  closed: closedAt,
  symbol: ({ symbol }) => symbol,
  side: ({ side }) => side,
  net: ({ net_pnl }) => net_pnl,
  return: ({ roi_percent }) => roi_percent,
  duration: durationOf,
};

/** By one column; equals the newest first, the unknown last in either order. */
export function sortEntries(
  items: readonly JournalItem[],
  { by, isRising }: JournalSort,
): readonly JournalItem[] {
  const keyOf = KEYS[by];
  const sign = isRising ? 1 : -1;
  return items.toSorted((a, b) => {
    const [one, other] = [keyOf(a), keyOf(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return sign * compare(one, other) || closedAt(b) - closedAt(a) || b.position_id - a.position_id;
  });
}

/** The sort after a click on a column's head: names rise at first, figures fall. */
export function nextSort(sort: JournalSort, by: JournalColumn): JournalSort {
  if (sort.by === by) return { by, isRising: !sort.isRising };
  return { by, isRising: by === 'symbol' || by === 'side' };
}

function compare(a: Key, b: Key): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
