import type { RuleState } from './armed-rule';
import type { BookState } from './book-state';
import type { WatchState } from './watch';

/** Everything that must be kept for the engine to go on as if nothing had happened; plain data. */
export interface EngineState {
  readonly books: Readonly<Record<string, BookState>>;
  readonly rules: Readonly<Record<string, RuleState>>;
}

/** What must be kept of one symbol: its book and what rules remember of it, at the same trade. */
export interface SymbolState {
  readonly book: BookState;
  /** By rule. */
  readonly watches: Readonly<Record<string, readonly WatchState[]>>;
}
