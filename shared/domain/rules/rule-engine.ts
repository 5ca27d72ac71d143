import type { AlertRule } from '../alert-rule';
import type { FeedState } from '../feed-status';
import { closeTimeOf, type Interval } from '../interval';
import type { Kline } from '../kline';
import type { Trade } from '../trade';
import { advanceClock } from './advance-clock';
import { ALL, ArmedRule, type RuleState, type World } from './armed-rule';
import type { BookContext, SignalTurn } from './book';
import type { EngineState, SymbolState } from './engine-state';
import type { Fire } from './fire';
import { inOrder } from './fire-order';
import { LevelHeap } from './level-heap';
import type { Lookback } from './lookback';
import { seenAt } from './kept-series';
import type { RulePorts } from './ports';
import { isPresent, reachOf } from './reach';
import { viewOf, type RuleView } from './rule-view';
import { SymbolBook } from './symbol-book';
import { engineState, symbolStates, watchedOf } from './symbol-states';
import type { Ahead } from './wakeable';

/** Whether a trade or candle was seen as it happened or comes from history. */
export type Origin = 'live' | 'backfill';

const NONE: readonly Fire[] = [];

/**
 * Evaluates alert rules: what comes in is a trade, a candle, a mark price, a signal, a change of the
 * feed or the time; what comes out is what fired, in order of time, nearest level first. It reads no
 * clock, keeps nothing but plain state, and gives the same fires for the same tape, live, from
 * history or restored in the middle of it.
 */
export class RuleEngine {
  readonly #rules = new Map<number, ArmedRule>();
  readonly #books = new Map<string, SymbolBook>();
  /** Rules whose places change: with symbols, groups and positions. */
  readonly #roaming = new Set<ArmedRule>();
  /** Rules that a port has failed as they looked for what to watch, or that begin at later trades. */
  readonly #unvisited = new Set<ArmedRule>();
  /** The trade that is being taken. */
  #present: Trade | null = null;
  readonly #context: BookContext;
  #groups: World['groups'] = {};
  #portfolio: SymbolBook | null = null;

  /** @param books What `save` gave; the rules of that state are armed one by one. */
  constructor(ports: RulePorts, books: EngineState['books'] = {}) {
    this.#context = { ports, clock: new LevelHeap('dueSlot'), fires: [] };
    for (const [symbol, state] of Object.entries(books)) this.#bookOf(symbol).load(state);
  }

  /**
   * Arms a rule for everything that comes after; one of that number is replaced, and starts afresh.
   * @param at Now, ms UTC.
   * @param saved What `saveRule` gave; leave out for a new rule.
   * @throws What a port throws; then the rule is not armed.
   */
  arm(id: number, rule: AlertRule, at: number, saved?: RuleState): void {
    this.disarm(id);
    const armed = new ArmedRule(id, rule, saved?.armedAt ?? at);
    this.#rules.set(id, armed);
    if (armed.isRoaming) this.#roaming.add(armed);
    try {
      armed.visit(this.#world, armed.armedAt, saved);
    } catch (error) {
      this.disarm(id);
      throw error;
    }
    if (armed.isAhead) this.#unvisited.add(armed);
  }

  /** Forgets a rule and its state; nothing happens when it is not armed. */
  disarm(id: number): void {
    const armed = this.#rules.get(id);
    if (!armed) return;
    armed.stop();
    this.#rules.delete(id);
    this.#roaming.delete(armed);
    this.#unvisited.delete(armed);
  }

  /** The next trade of a symbol; each once, in order. */
  onTrade(trade: Trade, origin: Origin): readonly Fire[] {
    const book = this.#bookOf(trade.symbol);
    const isLate = origin === 'backfill';
    const { price } = book;
    this.#present = trade;
    for (const armed of this.#unvisited) this.#visit(armed, trade.time);
    book.trade(trade, isLate);
    this.#portfolio?.trade(trade, isLate);
    return this.#take(price ?? trade.price);
  }

  /**
   * Whether something could be decided within a bar of history, so that its trades are needed one
   * by one. Never wrongly says no.
   * @param ahead What the bars after it say already. Without it rules on a change within a time want
   * every bar, for the trades of this one could decide at any price to come.
   */
  wants(symbol: string, bar: Kline, interval: Interval, ahead: Ahead | null = null): boolean {
    // Rules on all symbols begin to watch a new one at its first trade.
    const book = this.#books.get(symbol);
    if (!book) return this.#roaming.size > 0;
    // What the whole portfolio is worth hangs on the other symbols too.
    if (this.#portfolio && this.#portfolio.everyTrade.size > 0) return true;
    const { low, high, openTime } = bar;
    return book.wants({ low, high, end: closeTimeOf(interval, openTime) }, ahead);
  }

  /** Candles that are over by a time (ms UTC) are, though no trade has begun the next ones yet. */
  turn(symbol: string, time: number): void {
    this.#books.get(symbol)?.turn(time);
  }

  /** A bar whose trades nobody wanted: prices move on without being looked at one by one. */
  passOver(symbol: string, bar: Kline, interval: Interval): void {
    const { open, high, low, close, volume, openTime } = bar;
    const seen = { open, high, low, close, volume };
    this.#books.get(symbol)?.passOver(seen, openTime, closeTimeOf(interval, openTime));
  }

  /** Takes note of a price (at ms UTC) where none is known, or one that nothing waits on; nothing fires. */
  know(symbol: string, price: number, time: number): void {
    const book = this.#bookOf(symbol);
    const before = book.price;
    if (before !== null && (book.waiting > 0 || time <= book.time)) return;
    book.passOver(seenAt(price), time, time);
    if (before === null) for (const armed of this.#rules.values()) armed.learn(book, time);
  }

  /** Forgets a symbol's price: what was traded since is not known, and the next price is its first. */
  forget(symbol: string): void {
    if (this.#books.has(symbol)) this.#bookOf(symbol).price = null;
  }

  /** A candle that the venue has closed, in order; it counts when trades or the time have come so far. */
  onKline(symbol: string, interval: Interval, kline: Kline, origin: Origin): readonly Fire[] {
    const book = this.#books.get(symbol);
    if (!book || !kline.isClosed) return NONE;
    book.close(interval, kline, origin === 'backfill');
    return this.#take(book.price ?? kline.close);
  }

  /** Candles that rules look back on; where they are cold, `warmUp` has to bring them. */
  lookbacks(): readonly Lookback[] {
    return [...this.#books.values()].flatMap((book) => book.lookbacks());
  }

  /** Past candles to look back on, oldest first, the unfinished one last; they fire nothing. */
  warmUp(symbol: string, interval: Interval, klines: readonly Kline[]): void {
    this.#bookOf(symbol).series(interval).warmUp(klines);
  }

  /** A mark price, and the funding rate in percent a period where it is known. */
  onMark(
    symbol: string,
    mark: { readonly price: number; readonly fundingPercent: number | null; readonly time: number },
    origin: Origin,
  ): readonly Fire[] {
    const book = this.#bookOf(symbol);
    book.begin(mark.time, mark.price, origin === 'backfill');
    book.markPrice = mark.price;
    for (const cell of book.onMark) book.wake(cell);
    if (mark.fundingPercent !== null) {
      book.fundingPercent = mark.fundingPercent;
      for (const cell of book.onFunding) book.wake(cell);
    }
    book.settle();
    return this.#take(mark.price);
  }

  /** A signal has turned. */
  onSignal(signal: SignalTurn, origin: Origin): readonly Fire[] {
    const book = this.#bookOf(signal.symbol);
    book.begin(signal.time, signal.price, origin === 'backfill');
    for (const cell of book.onSignal) cell.turn(signal);
    book.settle();
    return this.#take(signal.price);
  }

  /** The state of a symbol's feed; while it is not live, time does not pass for its rules. */
  onFeed(symbol: string, state: FeedState, since: number): readonly Fire[] {
    const book = this.#bookOf(symbol);
    book.begin(since, book.price, false);
    book.feed = { state, since };
    for (const cell of book.onFeed) book.wake(cell);
    book.settle();
    for (const armed of this.#unvisited) this.#visit(armed, since);
    return this.#take(book.price ?? 0);
  }

  /**
   * Exchange time has come so far: all trades before it have been handed in, but for symbols whose
   * feed is not live. There time stands still until their trades, or a feed that is live, bring it.
   */
  onClock(now: number): readonly Fire[] {
    advanceClock(this.#context, now);
    for (const book of this.#books.values()) {
      const others = book === this.#portfolio ? this.#books.values() : null;
      if (book.isBehind(now) && isPresent(book, others)) book.advance(now, false);
    }
    return this.#take(0);
  }

  /** History has told all trades of a symbol before a time (ms UTC), if there were any. */
  onHistory(symbol: string, time: number): readonly Fire[] {
    const book = this.#books.get(symbol);
    if (book?.isBehind(time, true)) book.advance(time, true, true);
    return this.#take(book?.price ?? 0);
  }

  /** A position has been opened, changed or closed; the ledger already says so. */
  onPosition(id: number, at: number): void {
    const position = this.#context.ports.positions.find(id);
    if (position) this.#bookOf(position.symbol);
    for (const armed of this.#roaming) {
      this.#visit(armed, at);
      for (const { book, positionId, isDone, root } of armed.watches) {
        if (positionId === id && !isDone) book.shield(() => root?.onPosition());
      }
    }
  }

  /** The watchlist's groups; symbols that left theirs are forgotten, new ones are watched. */
  setGroups(groups: World['groups'], at: number): void {
    this.#groups = groups;
    for (const armed of this.#roaming) this.#visit(armed, at);
  }

  /** Whether a rule can fire now (ms UTC), and if not, why; null when it is not armed. */
  stateOf(id: number, now: number): RuleView | null {
    const armed = this.#rules.get(id);
    return armed ? viewOf(armed, now) : null;
  }

  /** What a rule must remember over a restart; null when it is not armed. */
  saveRule(id: number): RuleState | null {
    return this.#rules.get(id)?.save() ?? null;
  }

  /** Symbols that rules wait for something on, or wait to begin on. */
  watched(): Set<string> {
    return watchedOf(this.#books, this.#unvisited);
  }

  /** What must be kept of symbols, all of each as of the same trade; null for what no rule watches. */
  saveSymbols(symbols: Iterable<string>): Map<string, SymbolState | null> {
    const books = new Map([...symbols].map((symbol) => [symbol, this.#books.get(symbol)]));
    return symbolStates(books, this.#rules);
  }

  /** Everything, as plain data: what JSON makes of it is as good. */
  save(): EngineState {
    return engineState(this.#books, this.#rules);
  }

  get #world(): World {
    return {
      symbols: this.#books.keys(),
      groups: this.#groups,
      positions: this.#context.ports.positions,
      bookOf: (symbol) => this.#bookOf(symbol),
      reachOf: (symbol) => reachOf(this.#books.get(symbol), this.#present),
    };
  }

  #bookOf(symbol: string): SymbolBook {
    const known = this.#books.get(symbol);
    if (known) return known;
    const book = new SymbolBook(symbol, this.#context);
    this.#books.set(symbol, book);
    if (symbol === ALL) {
      this.#portfolio = book;
      return book;
    }
    for (const armed of this.#roaming) {
      if (armed.rule.symbol === ALL) this.#visit(armed, armed.armedAt);
    }
    return book;
  }

  /** One that a port fails keeps what it watches, and is visited again at the next trade. */
  #visit(armed: ArmedRule, at: number): void {
    try {
      armed.visit(this.#world, at);
      if (armed.isAhead) this.#unvisited.add(armed);
      else this.#unvisited.delete(armed);
    } catch (error) {
      this.#unvisited.add(armed);
      const { symbol } = armed.rule;
      this.#context.ports.report({ symbol: typeof symbol === 'string' ? symbol : ALL, error });
    }
  }

  #take(before: number): readonly Fire[] {
    const { fires } = this.#context;
    if (fires.length === 0) return NONE;
    return inOrder(fires.splice(0), before);
  }
}
