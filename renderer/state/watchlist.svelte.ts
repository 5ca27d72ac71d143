import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';
import type { Locale } from '../i18n/i18n.svelte';
import { readText, writeSetting, type SettingStore } from './setting-store';
import { detailsOf, type Toasts } from './toasts.svelte';

const MAX_SYMBOLS = 500;

export interface WatchlistParts {
  readonly transport: Transport;
  readonly toasts: Toasts;
  readonly locale: Locale;
  readonly store: SettingStore;
  /** Called with the whole list whenever it changes. */
  readonly onSymbols: (symbols: readonly string[]) => void;
}

/** The symbols being watched, in order, and the one being looked at. Changes show at once and are saved behind. */
export class Watchlist {
  #symbols = $state.raw<readonly string[]>([]);
  #status = $state<'loading' | 'ready' | 'failed'>('loading');
  #chosen = $state<string | null>(null);
  /** What the services are known to hold. */
  #saved: readonly string[] = [];
  #groups: RequestResult<'get_watchlist'>['groups'] = {};
  #isSaving = false;
  /** The message that offers to undo the last removal. */
  #undoOffer: number | null = null;

  /** The symbol being looked at; null only when the list is empty. */
  readonly selected: string | null = $derived(
    this.#chosen !== null && this.#symbols.includes(this.#chosen)
      ? this.#chosen
      : (this.#symbols[0] ?? null),
  );

  constructor(private readonly parts: WatchlistParts) {
    this.#chosen = readText(parts.store, 'symbol');
  }

  get symbols(): readonly string[] {
    return this.#symbols;
  }

  get status(): 'loading' | 'ready' | 'failed' {
    return this.#status;
  }

  async load(): Promise<void> {
    const reply = await this.parts.transport.request('get_watchlist', {});
    if (reply.ok) {
      this.#groups = reply.value.groups;
      this.#adopt(reply.value.symbols);
    }
    // A list that is already there stays; only a first load can fail visibly.
    else if (this.#status !== 'ready') this.#status = 'failed';
  }

  retry(): void {
    this.#status = 'loading';
    void this.load();
  }

  /** Takes the list another window has saved, unless this one is saving its own. */
  hear(symbols: readonly string[]): void {
    if (!this.#isSaving) this.#adopt(symbols);
  }

  select(symbol: string): void {
    this.#chosen = symbol;
    writeSetting(this.parts.store, 'symbol', symbol);
  }

  /** Selects the neighbour of the selected symbol, `step` places down (negative: up); stops at the ends. */
  selectNeighbor(step: number): void {
    const index = this.#symbols.indexOf(this.selected ?? '');
    this.selectAt(Math.min(Math.max(index + step, 0), this.#symbols.length - 1));
  }

  /** Selects by place, from 0; a place beyond the end changes nothing. */
  selectAt(index: number): void {
    const symbol = this.#symbols[index];
    if (symbol !== undefined) this.select(symbol);
  }

  /** Adds a symbol at the end, unless it is there, and selects it. */
  add(symbol: string): void {
    const { toasts, locale } = this.parts;
    if (this.#symbols.includes(symbol)) {
      this.select(symbol);
    } else if (this.#symbols.length >= MAX_SYMBOLS) {
      toasts.show({ tone: 'error', text: locale.t('watchlist.full', { max: MAX_SYMBOLS }) });
    } else {
      this.#change([...this.#symbols, symbol]);
      this.select(symbol);
    }
  }

  /** Removes a symbol and offers to undo it. */
  remove(symbol: string): void {
    const index = this.#symbols.indexOf(symbol);
    if (index < 0) return;
    const wasSelected = this.selected === symbol;
    const neighbor = this.#symbols[index + 1] ?? this.#symbols[index - 1];
    this.#change(this.#symbols.filter((other) => other !== symbol));
    if (wasSelected && neighbor !== undefined) this.select(neighbor);
    const { toasts, locale } = this.parts;
    this.#undoOffer = toasts.show({
      tone: 'info',
      text: locale.t('watchlist.removed', { symbol }),
      action: { label: locale.t('action.undo'), run: () => this.#restore(symbol, index) },
    });
  }

  /** Moves a symbol to a place (from 0; beyond the ends means the end). */
  move(symbol: string, to: number): void {
    const rest = this.#symbols.filter((other) => other !== symbol);
    const place = Math.min(Math.max(to, 0), rest.length);
    if (rest.length === this.#symbols.length || this.#symbols[place] === symbol) return;
    this.#change(rest.toSpliced(place, 0, symbol));
    const { toasts, locale } = this.parts;
    const values = { symbol, position: place + 1, total: this.#symbols.length };
    toasts.announce(locale.t('watchlist.moved', values));
  }

  /** Moves a symbol `step` places down (negative: up). */
  moveBy(symbol: string, step: number): void {
    this.move(symbol, this.#symbols.indexOf(symbol) + step);
  }

  #restore(symbol: string, index: number): void {
    if (this.#symbols.includes(symbol)) return;
    this.#change(this.#symbols.toSpliced(index, 0, symbol));
    this.select(symbol);
  }

  #adopt(symbols: readonly string[]): void {
    this.#saved = symbols;
    this.#show(symbols);
    this.#status = 'ready';
  }

  #show(symbols: readonly string[]): void {
    this.#symbols = symbols;
    this.parts.onSymbols(symbols);
  }

  #change(symbols: readonly string[]): void {
    this.#show(symbols);
    void this.#save();
  }

  /** One save at a time; what changed meanwhile is saved after it. */
  async #save(): Promise<void> {
    if (this.#isSaving) return;
    this.#isSaving = true;
    let sent: readonly string[];
    do {
      sent = this.#symbols;
      const reply = await this.parts.transport.request('put_watchlist', this.#document(sent));
      if (!reply.ok) {
        this.#isSaving = false;
        this.#giveUp(reply.error);
        return;
      }
      this.#saved = reply.value.symbols;
    } while (sent !== this.#symbols);
    this.#isSaving = false;
    this.#show(this.#saved);
  }

  #giveUp(error: ErrorBody): void {
    this.#show(this.#saved);
    const { toasts, locale } = this.parts;
    // What was not saved is already undone.
    if (this.#undoOffer !== null) toasts.dismiss(this.#undoOffer);
    const reason = locale.reason(error);
    toasts.show({
      tone: 'error',
      text: locale.t('watchlist.save.failed', { reason }),
      details: detailsOf(error),
    });
  }

  #document(sent: readonly string[]): { symbols: string[]; groups: Record<string, string[]> } {
    const groups = Object.entries(this.#groups).map(([name, members]) => [
      name,
      members.filter((symbol) => sent.includes(symbol)),
    ]);
    return { symbols: [...sent], groups: Object.fromEntries(groups) };
  }
}
