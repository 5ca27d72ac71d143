import type { AlertRule } from '../alert-rule';
import { symbolsIn, type Groups } from '../watchlist-groups';
import type { Positions } from './ports';
import { makeCell, needsPosition, needsPrice } from './registry';
import type { SymbolBook } from './symbol-book';
import { Watch, type WatchState } from './watch';

/** The scope that means all symbols, and the name of the portfolio's own book. */
export const ALL = '*';

/** What one rule must remember; plain data. */
export interface RuleState {
  /** When it was armed, ms UTC. */
  readonly armedAt: number;
  readonly watches: readonly WatchState[];
}

/** What there is to watch. */
export interface World {
  readonly symbols: Iterable<string>;
  readonly groups: Groups;
  readonly positions: Positions;
  bookOf(symbol: string): SymbolBook;
  /** How far the trades of a symbol have been handed in, ms UTC; Infinity: to the present. */
  reachOf(symbol: string): number;
}

/** Shared: a map for each of very many rules would be most of what a rule costs. */
const NONE_AHEAD: ReadonlyMap<string, number> = new Map();

interface Place {
  readonly symbol: string;
  readonly positionId: number | null;
}

/** A rule and everything that watches for it, one for each symbol or position it is about. */
export class ArmedRule {
  #watches: readonly Watch[] = [];
  /** Symbols whose trades have not come so far yet (ms UTC) that the rule begins; most rules have none. */
  #ahead: ReadonlyMap<string, number> = NONE_AHEAD;

  constructor(
    readonly id: number,
    readonly rule: AlertRule,
    readonly armedAt: number,
  ) {}

  get watches(): readonly Watch[] {
    return this.#watches;
  }

  /** Whether its places come and go with symbols, groups and positions. */
  get isRoaming(): boolean {
    const { symbol, condition } = this.rule;
    if (typeof symbol !== 'string' || symbol === ALL) return true;
    return needsPosition(condition, false);
  }

  /** Symbols whose trades have to come up to where it begins. */
  get ahead(): Iterable<string> {
    return this.#ahead.keys();
  }

  /** Whether it waits for the trades of a symbol to come up to where it begins. */
  get isAhead(): boolean {
    return this.#ahead.size > 0;
  }

  /**
   * Begins to watch where it should, and stops where it should no longer. What was traded before
   * `at` and is still to be fetched is none of its business: there it begins later.
   * @param at Now, ms UTC.
   * @throws What a port throws; what is not watched yet then is left to the next visit.
   */
  visit(world: World, at: number, saved?: RuleState): void {
    const places = [...this.#places(world)];
    this.#leave(places);
    for (const place of places) {
      if (this.#watches.some((watch) => isAt(watch, place))) continue;
      const state = saved?.watches.find((each) => isSame(each, place)) ?? null;
      const begin = this.#ahead.get(place.symbol) ?? at;
      if (!state && this.#isTooEarly(place.symbol, world, begin)) continue;
      const watch = new Watch(this, world.bookOf(place.symbol), place.positionId);
      try {
        watch.start(makeCell(watch, this.rule.condition), begin, state);
      } catch (error) {
        watch.stop();
        throw error;
      }
      // Neither push nor spread: they reserve room for many, and most rules have one.
      this.#watches = this.#watches.concat(watch);
    }
  }

  stop(): void {
    for (const watch of this.#watches) watch.stop();
  }

  save(): RuleState {
    return { armedAt: this.armedAt, watches: this.#watches.map((watch) => watch.save()) };
  }

  /** A symbol's first price has become known, at ms UTC. */
  learn(book: SymbolBook, at: number): void {
    for (const watch of this.#watches) {
      if (watch.book === book && !watch.isDone) book.shield(() => watch.root?.learn(at));
    }
  }

  #leave(places: readonly Place[]): void {
    for (const watch of this.#watches) {
      if (places.some((place) => isAt(watch, place))) continue;
      watch.stop();
      this.#watches = this.#watches.filter((each) => each !== watch);
    }
    for (const symbol of this.#ahead.keys()) {
      if (!places.some((place) => place.symbol === symbol)) this.#await(symbol, null);
    }
  }

  #isTooEarly(symbol: string, world: World, begin: number): boolean {
    const isEarly = needsPrice(this.rule.condition) && world.reachOf(symbol) < begin;
    this.#await(symbol, isEarly ? begin : null);
    return isEarly;
  }

  /** @param begin When it begins on that symbol, ms UTC; null: nothing is waited for. */
  #await(symbol: string, begin: number | null): void {
    if ((this.#ahead.get(symbol) ?? null) === begin) return;
    const ahead = new Map(this.#ahead);
    if (begin === null) ahead.delete(symbol);
    else ahead.set(symbol, begin);
    this.#ahead = ahead;
  }

  *#places(world: World): Generator<Place> {
    const { position_id: id, symbol, condition } = this.rule;
    if (id !== undefined) {
      const position = world.positions.find(id);
      if (position) yield { symbol: position.symbol, positionId: id };
    } else if (symbol === ALL && condition.type === 'drawdown') {
      yield { symbol: ALL, positionId: null };
    } else {
      for (const each of symbolsOf(symbol, world)) yield* this.#placesOn(each, world);
    }
  }

  *#placesOn(symbol: string, { positions }: World): Generator<Place> {
    if (!needsPosition(this.rule.condition, this.rule.symbol === ALL)) {
      yield { symbol, positionId: null };
    } else {
      for (const positionId of positions.openOf(symbol)) yield { symbol, positionId };
    }
  }
}

function symbolsOf(scope: AlertRule['symbol'], { symbols, groups }: World): readonly string[] {
  if (typeof scope === 'object') return symbolsIn(groups, scope.watchlist);
  if (scope !== ALL) return scope === undefined ? [] : [scope];
  return [...symbols].filter((symbol) => symbol !== ALL);
}

const isAt = (watch: Watch, place: Place): boolean =>
  watch.book.symbol === place.symbol && watch.positionId === place.positionId;

const isSame = (one: Place, other: Place): boolean =>
  one.symbol === other.symbol && one.positionId === other.positionId;
