import { untrack } from 'svelte';
import type { Now } from '../../state/now.svelte';
import type { PositionInfo } from '../../state/position-register';
import type { Positions } from '../../state/positions.svelte';
import type { SymbolTruth } from '../../state/symbol-truth.svelte';
import {
  distinctTexts,
  rowsOf,
  selectPositions,
  sumsOf,
  type Arrangement,
  type Lookup,
  type PositionRow,
  type SortKey,
  type Sum,
} from './position-rows';

const ALL: Arrangement = {
  sort: { key: 'opened', isDown: true },
  symbol: '',
  side: '',
  tag: '',
  result: 'all',
  group: 'none',
};

/** Text is read from its beginning, amounts from the largest. */
const STARTS_UP: readonly SortKey[] = ['symbol', 'side'];

export interface PositionsViewParts {
  readonly positions: Positions;
  readonly truth: SymbolTruth;
  readonly now: Now;
}

/** Which positions a table shows and how; what depends on prices is arranged anew once a second, so that rows hold still. */
export class PositionsView {
  #arrangement = $state.raw<Arrangement>(ALL);
  readonly #lookup: Lookup;

  readonly shown: readonly PositionInfo[] = $derived.by(() => this.#select());
  readonly rows: readonly PositionRow[] = $derived(rowsOf(this.shown, this.#arrangement.group));
  readonly symbols: readonly string[] = $derived.by(() =>
    distinctTexts(this.parts.positions.open.map(({ symbol }) => symbol)),
  );
  readonly tags: readonly string[] = $derived.by(() =>
    distinctTexts(this.parts.positions.open.flatMap(({ tags }) => tags)),
  );

  constructor(private readonly parts: PositionsViewParts) {
    const { positions, truth } = parts;
    this.#lookup = {
      figures: (id) => positions.figuresOf(id),
      isLive: (symbol) => truth.of(symbol).state === 'live',
    };
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  get isFiltered(): boolean {
    const { symbol, side, tag, result } = this.#arrangement;
    return symbol !== '' || side !== '' || tag !== '' || result !== 'all';
  }

  /** What positions come to; follows their prices. */
  sums(positions: readonly PositionInfo[]): readonly Sum[] {
    // One beat stands for all of their figures, so that a thousand are not followed one by one.
    const { beat } = this.parts.positions;
    return beat < 0 ? [] : untrack(() => sumsOf(positions, this.#lookup));
  }

  set(change: Partial<Arrangement>): void {
    this.#arrangement = { ...this.#arrangement, ...change };
  }

  clear(): void {
    const { sort, group } = this.#arrangement;
    this.#arrangement = { ...ALL, sort, group };
  }

  /** Sorts by a column, and the other way round when it is sorted by that already. */
  sortBy(key: SortKey): void {
    const { sort } = this.#arrangement;
    const isDown = sort.key === key ? !sort.isDown : !STARTS_UP.includes(key);
    this.set({ sort: { key, isDown } });
  }

  #select(): readonly PositionInfo[] {
    const { positions, now } = this.parts;
    const { open } = positions;
    const arrangement = this.#arrangement;
    // Read for its beat alone.
    return now.value < 0 ? [] : untrack(() => selectPositions(open, arrangement, this.#lookup));
  }
}
