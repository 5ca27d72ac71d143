import { filledQuantity, isContract, splitFill, type Fill, type LedgerEntry } from './fill';
import { applyFill, openPosition } from './ledger';
import type { LedgerRecord } from './ledger-record';
import { Exact } from './money';
import { openQuantity } from './position';

/** Positions out of an account's fills. */
export interface LedgerBuild {
  /** Closed and open ones, by the time they were opened; the one that was continued is the first. */
  readonly records: readonly LedgerRecord[];
  /**
   * Parts of spot sales of coins that no earlier fill had bought: the history begins too late or the
   * coins came from elsewhere. They are in no position.
   */
  readonly uncovered: readonly Fill[];
}

const STEP_FILLS = 250;

/**
 * Puts fills together to positions, symbol by symbol: contracts flip, coins cannot be short, and what
 * has been closed opens afresh. Step by step, so that a long history does not hold up the prices; each
 * step tells how many fills are done.
 * @param fills oldest first
 * @param continued an open position of the fills' only symbol that they go on with
 */
export function* buildLedger(
  fills: readonly Fill[],
  leverage: number | null,
  continued: LedgerRecord | null = null,
): Generator<number, LedgerBuild> {
  const builders = new Map<string, SymbolBuilder>();
  if (continued) {
    builders.set(continued.position.symbol, new SymbolBuilder(leverage, continued));
  }
  for (const [done, fill] of fills.entries()) {
    if (done > 0 && done % STEP_FILLS === 0) yield done;
    let builder = builders.get(fill.symbol);
    if (!builder) builders.set(fill.symbol, (builder = new SymbolBuilder(leverage)));
    builder.add(fill);
  }
  const all = [...builders.values()];
  return {
    records: all
      .flatMap(({ records }) => records)
      .sort((a, b) => a.position.openedAt - b.position.openedAt),
    uncovered: all.flatMap(({ uncovered }) => uncovered),
  };
}

type OpenRecord = Pick<LedgerRecord, 'position'> & { readonly entries: LedgerEntry[] };

class SymbolBuilder {
  readonly records: OpenRecord[] = [];
  readonly uncovered: Fill[] = [];

  constructor(
    private readonly leverage: number | null,
    continued: LedgerRecord | null = null,
  ) {
    if (continued) this.records.push({ ...continued, entries: [...continued.entries] });
  }

  add(fill: Fill): void {
    if (isContract(fill.symbol) || fill.side === 'buy') this.#apply(fill);
    else this.#sell(fill);
  }

  #apply(fill: Fill): void {
    const last = this.records.at(-1);
    if (!last || last.position.closedAt !== null) {
      this.records.push({ position: openPosition(fill, this.leverage), entries: [fill] });
      return;
    }
    const { position, fill: own, opened } = applyFill(last.position, fill, { allowFlip: true });
    last.entries.push(own);
    this.records[this.records.length - 1] = { ...last, position };
    if (opened) this.records.push({ position: opened.position, entries: [opened.fill] });
  }

  #sell(fill: Fill): void {
    const held = this.#held();
    if (filledQuantity(fill).compare(held) <= 0) {
      this.#apply(fill);
    } else if (held.isZero) {
      this.uncovered.push(fill);
    } else {
      const [covered, rest] = splitFill(fill, held);
      this.#apply(covered);
      this.uncovered.push(rest);
    }
  }

  #held(): Exact {
    const last = this.records.at(-1);
    return last ? openQuantity(last.position) : Exact.zero;
  }
}
