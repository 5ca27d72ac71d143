import type { SignalState } from '../../state/signal-state';
import type { Signals } from '../../state/signals.svelte';
import { passes, sortSignals, symbolsOf, type SignalFilter, type SignalSort } from './signal-sort';

const EVERYTHING: SignalFilter = { symbol: null, interval: null, signal: null };

/** Which signals the list shows, and in what order. */
export class SignalList {
  sort = $state.raw<SignalSort>({ by: 'age', isRising: true });
  #filter = $state.raw<SignalFilter>(EVERYTHING);

  readonly #shown: readonly SignalState[];
  readonly #symbols: readonly string[];

  constructor(signals: Pick<Signals, 'items'>) {
    this.#shown = $derived(
      sortSignals(
        signals.items.filter((item) => passes(item, this.#filter)),
        this.sort,
      ),
    );
    this.#symbols = $derived(symbolsOf(signals.items));
  }

  /** Those that the filter lets through, in the chosen order. */
  get shown(): readonly SignalState[] {
    return this.#shown;
  }

  /** The symbols that have signals, sorted. */
  get symbols(): readonly string[] {
    return this.#symbols;
  }

  get filter(): SignalFilter {
    return this.#filter;
  }

  get isFiltered(): boolean {
    return Object.values(this.#filter).some((wanted) => wanted !== null);
  }

  setFilter(change: Partial<SignalFilter>): void {
    this.#filter = { ...this.#filter, ...change };
  }

  clear(): void {
    this.#filter = EVERYTHING;
  }
}
