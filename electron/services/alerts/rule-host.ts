import { ALL, type RuleState } from '../../../shared/domain/rules/armed-rule';
import type { SymbolState } from '../../../shared/domain/rules/engine-state';
import type { Fire } from '../../../shared/domain/rules/fire';
import type { RulePorts } from '../../../shared/domain/rules/ports';
import { RuleEngine, type Origin } from '../../../shared/domain/rules/rule-engine';
import type { WatchState } from '../../../shared/domain/rules/watch';
import type { Trade } from '../../../shared/domain/trade';
import type { Groups } from '../../../shared/domain/watchlist-groups';
import type { Logger } from '../logger';
import type { KeptSymbol, StoredRule } from './alert-schema';
import type { RuleStore } from './rule-store';

export interface RuleHostOptions {
  readonly rules: RuleStore;
  readonly ports: RulePorts;
  readonly logger: Logger;
  /** Names the market that the trades of a wire symbol are of. */
  readonly marketOf: (symbol: string) => string;
  /** What the open positions of a wire symbol have been through by now, by position. */
  readonly excursionsOf: (symbol: string) => KeptSymbol['excursions'];
  /** The highest equity of the portfolio by now; null where there is none. */
  readonly best: () => KeptSymbol['best'];
  /** The portfolio has been as high as that. */
  readonly recall: (best: NonNullable<KeptSymbol['best']>) => void;
  /** Open positions are to have been through so much and no more: the trades after it come again. */
  readonly rewind: (excursions: KeptSymbol['excursions']) => void;
  /** Exchange time, ms UTC. */
  readonly now: () => number;
}

type Known = readonly [string, KeptSymbol];

/** The rule engine with its rules, as they were kept and as they are to be kept. */
export class RuleHost {
  readonly #options: RuleHostOptions;
  #engine: RuleEngine;
  readonly #last = new Map<string, Trade>();
  /** Until when a symbol had been followed without a trade when it was last kept, ms UTC. */
  readonly #since = new Map<string, number>();
  /** The market that a symbol's last trade was of. */
  readonly #markets = new Map<string, string>();
  /** Symbols that have traded since they were last kept. */
  readonly #unkept = new Set<string>();
  /** Symbols of which not even a first trade is kept, so that a restart could fetch nothing. */
  readonly #begun = new Set<string>();

  constructor(options: RuleHostOptions) {
    this.#options = options;
    this.#engine = new RuleEngine(options.ports);
  }

  get engine(): RuleEngine {
    return this.#engine;
  }

  /**
   * Begins as things were when they were last kept. What was known of another market is forgotten,
   * but for what has fired for good.
   * @param isFresh All that was known is of another time, too.
   */
  open(groups: Groups, isFresh = false): void {
    const { rules, logger, now } = this.#options;
    const isKnown = (symbol: string, kept: KeptSymbol): boolean =>
      !isFresh && this.#isSameMarket(symbol, kept);
    const entries = Object.entries(rules.symbols).filter((entry) => isKnown(...entry));
    const { known, engine } = this.#begin(entries);
    this.#last.clear();
    this.#since.clear();
    this.#markets.clear();
    this.#unkept.clear();
    this.#begun.clear();
    this.#engine = engine;
    for (const [symbol, kept] of known) {
      const { last, market } = kept;
      if (last) this.#last.set(symbol, last);
      else this.#since.set(symbol, this.#seenUntil(kept));
      this.#markets.set(symbol, market);
      engine.onFeed(symbol, 'connecting', now());
    }
    engine.setGroups(groups, now());
    for (const stored of rules.all()) {
      try {
        this.arm(stored, this.#savedOf(stored, isKnown));
      } catch (error) {
        logger.error('An alert rule could not be armed', { rule: stored.id, error: String(error) });
      }
    }
    for (const [symbol, { excursions, best }] of known) {
      if (best) this.#options.recall(best);
      // Where nothing is read again, what was saved with a position is the best that is known.
      if (this.lastSeen(symbol)) this.#options.rewind(excursions);
    }
  }

  /**
   * Arms a rule from its time on.
   * @param saved What it remembers; afresh without it.
   * @throws {AppError} `INVALID` for an unknown indicator.
   */
  arm({ id, rule, armedAt }: StoredRule, saved: RuleState | null = null): void {
    this.#engine.arm(id, rule, armedAt, saved ?? undefined);
  }

  /** Symbols that a rule looks at; none when it is not armed. */
  placesOf(id: number): string[] {
    return this.#engine.stateOf(id, 0)?.watches.map(({ symbol }) => symbol) ?? [];
  }

  /** Symbols on which a rule waits for nothing more, since it has fired there for good. */
  spentOn(id: number): Set<string> {
    const watches = this.#engine.stateOf(id, 0)?.watches ?? [];
    const spent = new Set(watches.map(({ symbol }) => symbol));
    for (const { symbol, reason } of watches) if (reason !== 'fired') spent.delete(symbol);
    return spent;
  }

  onTrade(trade: Trade, origin: Origin): readonly Fire[] {
    const { symbol } = trade;
    if (!this.#last.has(symbol)) {
      this.#markets.set(symbol, this.#options.marketOf(symbol));
      this.#begun.add(symbol);
    }
    this.#last.set(symbol, trade);
    this.#unkept.add(symbol);
    return this.#engine.onTrade(trade, origin);
  }

  /** The last trade of a symbol that rules have seen and still wait on; null when none does. */
  lastSeen(symbol: string): Trade | null {
    const last = this.#last.get(symbol) ?? null;
    return last && this.#engine.watched().has(symbol) ? last : null;
  }

  /** The same for a symbol that begins to be watched, or since when (ms UTC); null: its next price is its first. */
  followFrom(symbol: string): Trade | number | null {
    const last = this.lastSeen(symbol);
    if (last) return last;
    const since = this.#engine.watched().has(symbol) ? (this.#since.get(symbol) ?? null) : null;
    this.#since.delete(symbol);
    if (since === null) this.#engine.forget(symbol);
    return since;
  }

  /** Something but a trade may have changed what is known of a symbol. */
  touch(symbol: string): void {
    this.#unkept.add(symbol);
  }

  /** Symbols of which more is known than is kept. */
  get unkept(): ReadonlySet<string> {
    return this.#unkept;
  }

  /** Those of which nothing is kept that a restart could go on from. */
  get begun(): ReadonlySet<string> {
    return this.#begun;
  }

  /** All that is to be kept of symbols, as of now; null for those that no rule watches. */
  keep(symbols: Iterable<string>): Map<string, KeptSymbol | null> {
    const kept = new Map<string, KeptSymbol | null>();
    const { rules, marketOf, excursionsOf, best } = this.#options;
    for (const [symbol, saved] of this.#engine.saveSymbols(symbols)) {
      this.#unkept.delete(symbol);
      this.#begun.delete(symbol);
      if (!saved && !Object.hasOwn(rules.symbols, symbol)) continue;
      // Through JSON: the engine goes on with what it gave.
      const state = saved && (JSON.parse(JSON.stringify(saved)) as typeof saved);
      const last = this.#last.get(symbol);
      const market = this.#markets.get(symbol) ?? marketOf(symbol);
      const excursions = excursionsOf(symbol);
      const facts = { excursions, best: symbol === ALL ? best() : null };
      kept.set(symbol, state && { market, last: last ? { ...last } : null, state, ...facts });
    }
    return kept;
  }

  /** Until when a symbol without a trade had been followed: its last price, or the first rule on it. */
  #seenUntil(kept: KeptSymbol): number {
    const { book, watches } = stateOf(kept);
    const { rules, now } = this.#options;
    const armed = Object.keys(watches).flatMap((id) => rules.find(Number(id))?.armedAt ?? []);
    return book.time || Math.min(now(), ...armed);
  }

  /** An engine over what was kept. Symbols whose book cannot be read begin anew, and cost no other. */
  #begin(entries: readonly Known[]): { known: readonly Known[]; engine: RuleEngine } {
    const whole = this.#engineOf(entries);
    if (whole) return { known: entries, engine: whole };
    const known = entries.filter((entry) => this.#engineOf([entry]) !== null);
    return { known, engine: this.#engineOf(known) ?? new RuleEngine(this.#options.ports) };
  }

  /** Null when a book cannot be read. */
  #engineOf(entries: readonly Known[]): RuleEngine | null {
    const { ports, logger } = this.#options;
    const books = Object.fromEntries(entries.map(([symbol, kept]) => [symbol, stateOf(kept).book]));
    try {
      // The engine changes what it is given: a copy, since what is kept is frozen.
      return new RuleEngine(ports, structuredClone(books));
    } catch (error) {
      const symbols = Object.keys(books);
      logger.error('What rules knew of prices cannot be read', { symbols, error: String(error) });
      return null;
    }
  }

  #isSameMarket(symbol: string, { market }: KeptSymbol): boolean {
    return symbol === ALL || market === this.#options.marketOf(symbol);
  }

  #savedOf(
    { id, armedAt }: StoredRule,
    isKnown: (symbol: string, kept: KeptSymbol) => boolean,
  ): RuleState {
    const watches: WatchState[] = [];
    for (const [symbol, kept] of Object.entries(this.#options.rules.symbols)) {
      const own = stateOf(kept).watches[String(id)] ?? [];
      const isSame = isKnown(symbol, kept);
      watches.push(...own.filter(({ memory }) => isSame || memory.isDone));
    }
    return { armedAt, watches: structuredClone(watches) };
  }
}

/** What the engine saved; whoever reads it is the one who wrote it. */
const stateOf = ({ state }: Pick<KeptSymbol, 'state'>): SymbolState => state as SymbolState;
