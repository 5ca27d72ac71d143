import type { Interval } from '../../../shared/domain/interval';
import type { CallResult } from '../../../shared/domain/signals/call-results';
import type { RecordEntry, ResolutionEntry } from '../../../shared/domain/signals/record';

/** Which calls are wanted. */
export interface CallQuery {
  readonly symbol: string;
  readonly interval?: Interval | undefined;
  readonly limit: number;
}

/** Calls among the entries of one record that come newest first, each with what became of it. */
export async function newestCalls(
  entries: AsyncIterable<RecordEntry>,
  query: CallQuery,
): Promise<CallResult[]> {
  const resolutions = new Map<number, ResolutionEntry>();
  const calls: CallResult[] = [];
  for await (const entry of entries) {
    if (!isWanted(entry, query)) continue;
    if (entry.kind === 'resolution') resolutions.set(entry.call, entry);
    else calls.push({ call: entry, resolution: resolutions.get(entry.number) ?? null });
    if (calls.length >= query.limit) break;
  }
  return calls;
}

function isWanted(entry: RecordEntry, { symbol, interval }: CallQuery): boolean {
  return entry.symbol === symbol && (interval === undefined || entry.interval === interval);
}
