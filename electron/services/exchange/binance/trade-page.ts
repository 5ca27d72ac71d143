import type { z } from 'zod';
import type { aggTradesSchema } from './schemas';

/** Trades from an id on, or from a time on (ms UTC, both ends inclusive); at most 1000. */
export type TradeQuery =
  | { readonly fromId: number; readonly limit: number }
  | { readonly startTime: number; readonly endTime?: number; readonly limit: number };

type Row = z.output<typeof aggTradesSchema>[number];
type TradeRow = Extract<Row, { p: number }>;

/**
 * Reads a page of trades and fills up what its void rows leave free from the next one, so that a
 * page that is not full always means the end of history.
 */
export async function readTradePage(
  query: TradeQuery,
  ask: (query: TradeQuery) => Promise<Row[]>,
): Promise<TradeRow[]> {
  const { limit } = query;
  const trades: TradeRow[] = [];
  let rows = await ask(query);
  for (let lastId = -1; ;) {
    const fresh = rows.filter(({ a }) => a > lastId);
    trades.push(...fresh.filter((row) => 'p' in row));
    const newest = fresh.at(-1);
    // A venue that repeats itself has nothing more to say.
    if (!newest || rows.length < limit || trades.length >= limit) return trades.slice(0, limit);
    lastId = newest.a;
    rows = await ask({ fromId: lastId + 1, limit });
  }
}
