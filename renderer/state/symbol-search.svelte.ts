import { VENUES, type Venue } from '../../shared/domain/feed-status';
import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { InstrumentInfo, Instruments } from './instruments.svelte';
import { readSetting, writeSetting, type SettingStore } from './setting-store';

/** Long enough to swallow a fast typist's letters, short enough to feel at once. */
const PAUSE_MS = 120;
const LIMIT = 50;

/** The venue's symbols by what is typed; only the answer to the newest text counts. */
export class SymbolSearch {
  #query = $state('');
  #results = $state.raw<readonly InstrumentInfo[] | null>(null);
  #error = $state.raw<ErrorBody | null>(null);
  /** The symbol that Enter would add; empty for none. */
  picked = $state('');
  #venue = $state<Venue>('spot');
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The text that the results answer; null before the first. */
  #answered: string | null = null;

  constructor(
    private readonly transport: Transport,
    private readonly instruments: Instruments,
    private readonly store: SettingStore,
  ) {
    this.#venue = readSetting(store, 'venue', VENUES) ?? 'spot';
  }

  get query(): string {
    return this.#query;
  }

  /** Best first; null before the first answer. */
  get results(): readonly InstrumentInfo[] | null {
    return this.#results;
  }

  /** Where is searched; remembered. */
  get venue(): Venue {
    return this.#venue;
  }

  setVenue(venue: Venue): void {
    if (venue === this.#venue) return;
    this.#venue = venue;
    writeSetting(this.store, 'venue', venue);
    this.#answered = null;
    this.#results = null;
    void this.ask();
  }

  get error(): ErrorBody | null {
    return this.#error;
  }

  type(query: string): void {
    this.#query = query;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), PAUSE_MS);
  }

  /** True while the results still belong to an earlier text. */
  get isBehind(): boolean {
    return this.#answered !== this.#query.trim();
  }

  /** The best match for the text as it stands, asked for at once; null when there is none. */
  async best(): Promise<string | null> {
    clearTimeout(this.#timer);
    await this.ask();
    return this.isBehind || this.picked === '' ? null : this.picked;
  }

  /** Starts over with the whole venue. */
  open(): void {
    this.#query = '';
    this.#answered = null;
    this.#results = null;
    void this.ask();
  }

  /** Asks now, also again after a failure. */
  async ask(): Promise<void> {
    const query = this.#query.trim();
    const venue = this.#venue;
    this.#error = null;
    const reply = await this.transport.request('search_symbols', { query, limit: LIMIT, venue });
    if (query !== this.#query.trim() || venue !== this.#venue) return;
    if (!reply.ok) {
      this.#error = reply.error;
      return;
    }
    this.#answered = query;
    this.#results = reply.value.items;
    this.picked = reply.value.items[0]?.symbol ?? '';
    this.instruments.learn(reply.value.items);
  }
}
