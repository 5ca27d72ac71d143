import { INTERVALS, type Interval } from '../../../shared/domain/interval';
import {
  settledClaims,
  type CallResult,
  type SettledClaim,
} from '../../../shared/domain/signals/call-results';
import type {
  CallEntry,
  RecordEntry,
  ResolutionEntry,
} from '../../../shared/domain/signals/record';
import type { CallQuery } from './call-query';
import { ClaimList } from './claim-list';
import { seriesKey } from './signal-schema';

/** Calls held of each series: those a page shows. */
const RECENT = 100;

/** What statistics and pages need of a record, which itself stays on the disk. */
export class ClaimTally {
  readonly #claims = new Map<string, ClaimList>();
  /** Calls whose outcome is awaited, by number. */
  readonly #open = new Map<number, CallEntry>();
  /** The last calls of each series, newest last. */
  readonly #recent = new Map<string, CallResult[]>();
  /** Settled claims by interval. */
  readonly #counts = new Map<Interval, number>();

  /** @param generation Tells the versions of this tally from those of the one before. */
  constructor(private readonly generation = 0) {}

  /** Takes the entry that follows on the one before. */
  add(entry: RecordEntry): void {
    const key = seriesKey(entry.symbol, entry.interval);
    const recent = listOf(this.#recent, key);
    if (entry.kind === 'call') {
      recent.push({ call: entry, resolution: null });
      if (recent.length >= 2 * RECENT) recent.splice(0, RECENT);
      if (entry.confidence !== null) this.#open.set(entry.number, entry);
      return;
    }
    const at = recent.findLastIndex(({ call }) => call.number === entry.call);
    const told = recent[at];
    if (told) recent[at] = { ...told, resolution: entry };
    const call = this.#open.get(entry.call);
    this.#open.delete(entry.call);
    if (call) this.#settle(settledClaims([{ call, resolution: entry }]), key, call.interval);
  }

  /** Settled claims of a symbol and interval, in the order in which they were settled. */
  claimsOf(symbol: string, interval: Interval): readonly SettledClaim[] {
    return this.#claims.get(seriesKey(symbol, interval))?.toArray() ?? [];
  }

  /** The same of all symbols, in the order in which they were made. */
  claimsOfAll(interval: Interval): SettledClaim[] {
    const all = [...this.#claims].filter(([key]) => key.endsWith(` ${interval}`));
    return all.flatMap(([, claims]) => claims.toArray()).sort((a, b) => a.at - b.at);
  }

  /** Differs whenever another claim of an interval, or of a symbol alone, is settled. */
  versionOf(interval: Interval, symbol?: string): string {
    const settled =
      symbol === undefined
        ? (this.#counts.get(interval) ?? 0)
        : (this.#claims.get(seriesKey(symbol, interval))?.length ?? 0);
    return `${this.generation} ${settled}`;
  }

  /** Intervals of a symbol's calls, short to long. */
  intervalsOf(symbol: string): Interval[] {
    return INTERVALS.filter((interval) => this.#recent.has(seriesKey(symbol, interval)));
  }

  /** Calls, newest first; null when more may be wanted than are held. */
  recent({ symbol, interval, limit }: CallQuery): CallResult[] | null {
    if (limit > RECENT) return null;
    const wanted = [...this.#recent].filter(([key]) =>
      interval ? key === seriesKey(symbol, interval) : key.startsWith(`${symbol} `),
    );
    const calls = wanted.flatMap(([, results]) => results);
    return calls.sort((a, b) => b.call.number - a.call.number).slice(0, limit);
  }

  /** Takes what was read newest first. */
  takeRead({ calls, claims, open }: ReadBackwards): void {
    for (const call of open.reverse()) this.#open.set(call.number, call);
    for (const [key, results] of calls) this.#recent.set(key, results.reverse());
    for (const [key, list] of claims) {
      const [, interval] = splitKey(key);
      const settled = list.toArray().reverse();
      // As they were settled; of one moment, as they were made.
      this.#settle(
        settled.sort((a, b) => a.settledAt - b.settledAt),
        key,
        interval,
      );
    }
  }

  #settle(settled: readonly SettledClaim[], key: string, interval: Interval): void {
    const list = this.#claims.get(key) ?? new ClaimList();
    this.#claims.set(key, list);
    for (const claim of settled) list.push(claim);
    this.#counts.set(interval, (this.#counts.get(interval) ?? 0) + settled.length);
  }
}

/** Gathers what a tally needs of entries that come newest first. */
export class ReadBackwards {
  readonly calls = new Map<string, CallResult[]>();
  readonly claims = new Map<string, ClaimList>();
  readonly open: CallEntry[] = [];
  /** Outcomes whose calls are still to come. */
  readonly #resolutions = new Map<number, ResolutionEntry>();

  take(entry: RecordEntry): void {
    if (entry.kind === 'resolution') {
      this.#resolutions.set(entry.call, entry);
      return;
    }
    const key = seriesKey(entry.symbol, entry.interval);
    const resolution = this.#resolutions.get(entry.number) ?? null;
    this.#resolutions.delete(entry.number);
    const calls = listOf(this.calls, key);
    if (calls.length < RECENT) calls.push({ call: entry, resolution });
    if (!resolution && entry.confidence !== null) this.open.push(entry);
    const claims = this.claims.get(key) ?? new ClaimList();
    this.claims.set(key, claims);
    for (const claim of settledClaims([{ call: entry, resolution }])) claims.push(claim);
  }
}

function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** Symbols hold no space. */
function splitKey(key: string): [symbol: string, interval: Interval] {
  const at = key.lastIndexOf(' ');
  return [key.slice(0, at), key.slice(at + 1) as Interval];
}
