import { assetsOf } from './fill';
import { Exact, sum } from './money';
import { durationMs } from './pnl';
import { realizedNet, type Position } from './position';

/** A closed position with what the trader noted about it. */
export interface JournalEntry {
  readonly position: Position;
  readonly tags: readonly string[];
}

/** Statistics of closed positions that all settle in one asset; by net result. */
interface JournalStatistics {
  /** What the amounts are in: amounts of different assets are never mixed. */
  readonly currency: string;
  readonly count: number;
  readonly wins: number;
  readonly losses: number;
  /** Percent of all, those that ended at exactly zero included; 0–100. */
  readonly winRate: Exact;
  readonly net: Exact;
  /** Null without a win, ≥ 0. */
  readonly averageWin: Exact | null;
  /** Null without a loss, ≤ 0. */
  readonly averageLoss: Exact | null;
  /** All that was won over all that was lost; null when nothing was lost. */
  readonly profitFactor: Exact | null;
  /** What a position brought on average. */
  readonly expectancy: Exact;
  readonly best: Exact;
  readonly worst: Exact;
  readonly averageDurationMs: number;
  /** Positions with a fee or funding of unknown worth: their results lack it. */
  readonly incomplete: number;
}

/** Statistics of all entries and of parts of them; each list has one item a currency, or is empty. */
export interface Journal {
  readonly all: readonly JournalStatistics[];
  readonly bySymbol: ReadonlyMap<string, readonly JournalStatistics[]>;
  /** A position with several tags counts under each; without tags under none. */
  readonly byTag: ReadonlyMap<string, readonly JournalStatistics[]>;
}

/** Evaluates closed positions; open ones are left out. */
export function evaluateJournal(entries: readonly JournalEntry[]): Journal {
  const closed = entries.filter(({ position }) => position.closedAt !== null);
  return {
    all: byCurrency(closed),
    bySymbol: grouped(closed, ({ position }) => [position.symbol]),
    byTag: grouped(closed, ({ tags }) => tags),
  };
}

function grouped(
  entries: readonly JournalEntry[],
  keysOf: (entry: JournalEntry) => readonly string[],
): Map<string, JournalStatistics[]> {
  const keys = [...new Set(entries.flatMap(keysOf))].sort();
  return new Map(
    keys.map((key) => [key, byCurrency(entries.filter((entry) => keysOf(entry).includes(key)))]),
  );
}

function byCurrency(entries: readonly JournalEntry[]): JournalStatistics[] {
  const groups = new Map<string, Position[]>();
  for (const { position } of entries) {
    const { quote } = assetsOf(position.symbol);
    const group = groups.get(quote);
    if (group) group.push(position);
    else groups.set(quote, [position]);
  }
  return [...groups.keys()].sort().map((asset) => statisticsOf(asset, groups.get(asset) ?? []));
}

function statisticsOf(currency: string, positions: readonly Position[]): JournalStatistics {
  const results = positions.map(realizedNet).sort((a, b) => a.compare(b));
  const won = results.filter((result) => result.sign > 0);
  const lost = results.filter((result) => result.sign < 0);
  const [count, net] = [Exact.of(results.length), sum(results)];
  return {
    currency,
    count: results.length,
    wins: won.length,
    losses: lost.length,
    winRate: Exact.of(100 * won.length).dividedBy(count),
    net,
    averageWin: averageOf(won),
    averageLoss: averageOf(lost),
    profitFactor: lost.length === 0 ? null : sum(won).dividedBy(sum(lost).negated()),
    expectancy: net.dividedBy(count),
    best: results.at(-1) ?? Exact.zero,
    worst: results[0] ?? Exact.zero,
    averageDurationMs: totalDuration(positions) / positions.length,
    incomplete: positions.filter(({ unvalued }) => unvalued.length > 0).length,
  };
}

function averageOf(amounts: readonly Exact[]): Exact | null {
  return amounts.length === 0 ? null : sum(amounts).dividedBy(Exact.of(amounts.length));
}

function totalDuration(positions: readonly Position[]): number {
  return positions.reduce((total, position) => total + durationMs(position, position.updatedAt), 0);
}
