import type { ArmedRule } from './armed-rule';
import type { EngineState, SymbolState } from './engine-state';
import type { SymbolBook } from './symbol-book';
import type { WatchState } from './watch';

/**
 * What must be kept of symbols, all of each as of the same trade: its book and what rules remember
 * of it. Goes through the rules once, however many symbols are asked for.
 * @param books By symbol; undefined where nothing is known.
 * @returns By symbol; null where no rule watches.
 */
export function symbolStates(
  books: ReadonlyMap<string, SymbolBook | undefined>,
  rules: ReadonlyMap<number, ArmedRule>,
): Map<string, SymbolState | null> {
  const watches = watchesOn(new Set(books.values()), rules);
  const states = new Map<string, SymbolState | null>();
  for (const [symbol, book] of books) {
    const own = book && watches.get(book);
    states.set(symbol, own ? { book: book.save(), watches: own } : null);
  }
  return states;
}

/** By the book they are on, then by rule. */
function watchesOn(books: ReadonlySet<unknown>, rules: ReadonlyMap<number, ArmedRule>) {
  const watches = new Map<unknown, Record<string, WatchState[]>>();
  for (const [id, rule] of rules) {
    for (const watch of rule.watches) {
      if (!books.has(watch.book)) continue;
      const own = watches.get(watch.book) ?? {};
      watches.set(watch.book, own);
      (own[id] ??= []).push(watch.save());
    }
  }
  return watches;
}

/** Everything, as plain data: what JSON makes of it is as good. */
export function engineState(
  books: ReadonlyMap<string, SymbolBook>,
  rules: ReadonlyMap<number, ArmedRule>,
): EngineState {
  return {
    books: Object.fromEntries([...books].map(([symbol, book]) => [symbol, book.save()])),
    rules: Object.fromEntries([...rules].map(([id, rule]) => [String(id), rule.save()])),
  };
}

/** Symbols that rules wait for something on, or (`unvisited`) wait to begin on. */
export function watchedOf(
  books: ReadonlyMap<string, SymbolBook>,
  unvisited: Iterable<ArmedRule>,
): Set<string> {
  const watched = new Set<string>();
  for (const { symbol, waiting } of books.values()) if (waiting > 0) watched.add(symbol);
  for (const { ahead } of unvisited) for (const symbol of ahead) watched.add(symbol);
  return watched;
}
