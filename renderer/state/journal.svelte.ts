import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';
import { matches, paramsOf, spanStart, type JournalFilter } from './journal-filter';
import { symbolsOf, tagsOf, type JournalItem, type JournalStatistics } from './journal-item';
import { sortEntries, type JournalSort } from './journal-sort';
import type { Now } from './now.svelte';

const PAGE = 500;
/** One change by hand comes alone; an import brings hundreds, which are worth one look. */
const SETTLE_MS = 300;
const EVERYTHING: JournalFilter = { symbol: null, tag: null, side: null, span: 'all' };

/** The closed positions and what can be learned from them; loaded while someone looks. */
export class Journal {
  #items = $state.raw<readonly JournalItem[]>([]);
  #statistics = $state.raw<JournalStatistics | null>(null);
  #statisticsError = $state.raw<ErrorBody | null>(null);
  #status = $state<'loading' | 'ready' | 'failed'>('loading');
  #error = $state.raw<ErrorBody | null>(null);
  #filter = $state.raw<JournalFilter>(EVERYTHING);
  #sort = $state.raw<JournalSort>({ by: 'closed', isRising: false });
  #since = $state.raw<number | null>(null);
  #watchers = 0;
  #isDirty = true;
  #isLoading = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #asked = 0;
  readonly #matching = $derived(
    this.#items.filter((item) => matches(item, this.#filter, this.#since)),
  );
  readonly #shown = $derived(sortEntries(this.#matching, this.#sort));
  readonly #symbols = $derived(symbolsOf(this.#items));
  readonly #tags = $derived(tagsOf(this.#items));

  constructor(
    private readonly transport: Transport,
    private readonly now: Now,
  ) {}

  /** Those that match the filter, in the chosen order. */
  get shown(): readonly JournalItem[] {
    return this.#shown;
  }

  /** Closed positions in all, whatever the filter says. */
  get total(): number {
    return this.#items.length;
  }

  /** Of what matches the filter; null until the services have answered for just this filter. */
  get statistics(): JournalStatistics | null {
    return this.#statistics;
  }

  /** Why there are no statistics; null while they are there or on their way. */
  get statisticsError(): ErrorBody | null {
    return this.#statisticsError;
  }

  get status(): 'loading' | 'ready' | 'failed' {
    return this.#status;
  }

  get error(): ErrorBody | null {
    return this.#error;
  }

  get filter(): JournalFilter {
    return this.#filter;
  }

  get isFiltered(): boolean {
    const { symbol, tag, side, span } = this.#filter;
    return symbol !== null || tag !== null || side !== null || span !== 'all';
  }

  get sort(): JournalSort {
    return this.#sort;
  }

  /** Symbols and tags that some closed position has, sorted. */
  get symbols(): readonly string[] {
    return this.#symbols;
  }

  get tags(): readonly string[] {
    return this.#tags;
  }

  setFilter(change: Partial<JournalFilter>): void {
    this.#filter = { ...this.#filter, ...change };
    this.#since = spanStart(this.#filter.span, this.now.read());
    this.#statistics = null;
    this.#statisticsError = null;
    void this.#askStatistics();
  }

  clearFilter(): void {
    this.setFilter(EVERYTHING);
  }

  setSort(sort: JournalSort): void {
    this.#sort = sort;
  }

  /** Keeps the journal up to date until the returned function is called. */
  watch(): () => void {
    this.#watchers += 1;
    if (this.#isDirty) void this.load();
    return () => {
      this.#watchers -= 1;
    };
  }

  /** Some position was closed, opened again, changed or deleted. */
  heardChange(): void {
    this.#isDirty = true;
    if (this.#watchers === 0 || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.load();
    }, SETTLE_MS);
  }

  /** Loads everything anew; what was shown stays until the answer is there. */
  async load(): Promise<void> {
    if (this.#isLoading) {
      this.#isDirty = true;
      return;
    }
    this.#isLoading = true;
    this.#isDirty = false;
    if (this.#status === 'failed') this.#status = 'loading';
    const [items] = await Promise.all([this.#askItems(), this.#askStatistics()]);
    this.#isLoading = false;
    if (items.ok) this.#items = items.value;
    else this.#fail(items.error);
    if (items.ok) this.#status = 'ready';
    if (items.ok) this.#heardMeanwhile();
  }

  #heardMeanwhile(): void {
    if (this.#isDirty) this.heardChange();
  }

  /** Puts the newer state of one position in its place; statistics by tag may change with it. */
  replace(item: JournalItem): void {
    this.#items = this.#items.map((one) => (one.position_id === item.position_id ? item : one));
  }

  #fail(error: ErrorBody): void {
    this.#isDirty = true;
    // What is there stays: nothing in it has become wrong.
    if (this.#status === 'ready') return;
    this.#error = error;
    this.#status = 'failed';
  }

  async #askItems(): Promise<Reply<readonly JournalItem[]>> {
    const items: JournalItem[] = [];
    let before: number | null = null;
    for (;;) {
      const page: Reply<RequestResult<'list_positions'>> = await this.transport.request(
        'list_positions',
        { status: 'closed', limit: PAGE, ...(before === null ? {} : { before }) },
      );
      if (!page.ok) return page;
      items.push(...page.value.items);
      if (page.value.next === null) return { ok: true, value: items };
      before = Number(page.value.next);
    }
  }

  async #askStatistics(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const reply = await this.transport.request('get_journal', paramsOf(this.#filter, this.#since));
    if (asked !== this.#asked) return;
    this.#statisticsError = reply.ok ? null : reply.error;
    if (reply.ok) this.#statistics = reply.value;
  }
}
