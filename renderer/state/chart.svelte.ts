import { INTERVALS, type Interval } from '../../shared/domain/interval';
import type { Transport } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';
import type { ErrorBody, Reply } from '../../shared/protocol/reply';
import type { RequestResult } from '../../shared/protocol/requests';
import { ChartLook } from './chart-look.svelte';
import { ChartStudies } from './chart-studies.svelte';
import { candleOf, KlineSeries, wireTime, type Candle } from './kline-series';
import { readSetting, readText, writeSetting, type SettingStore } from './setting-store';

/** How the candles changed: all new, more of the same, or only the last one. */
export type ChartChange = 'replaced' | 'merged' | 'last';

const PAGE = 500;

export interface ChartParts {
  readonly transport: Transport;
  readonly store: SettingStore;
  /** Which of the charts side by side it is, from 0; its choices are remembered under it. */
  readonly index: number;
  /** Before one is chosen. */
  readonly firstInterval: Interval;
  /** It shows these candles no more. */
  readonly onLeave: (symbol: string, interval: Interval) => void;
  /** The candles are there, but will not move. */
  readonly onFollowFailure: (symbol: string, error: ErrorBody) => void;
}

/** The candles one chart shows: history by pages, the last candle live. */
export class Chart {
  readonly look: ChartLook;
  readonly studies: ChartStudies;
  #symbol = $state<string | null>(null);
  #interval: Interval;
  #status = $state<'loading' | 'ready' | 'failed'>('loading');
  #older = $state<'idle' | 'loading' | 'failed' | 'complete'>('idle');
  #error = $state.raw<ErrorBody | null>(null);
  #last = $state.raw<Candle | null>(null);
  #series: KlineSeries;
  #listener: (change: ChartChange) => void = () => undefined;
  #isFetchingTail = false;

  constructor(private readonly parts: ChartParts) {
    const { store, index, firstInterval } = parts;
    this.look = new ChartLook(store, index);
    this.studies = new ChartStudies(store, index);
    this.#interval = $state(
      readSetting(store, `chart.${index}.interval`, INTERVALS) ?? firstInterval,
    );
    this.#series = new KlineSeries(this.#interval);
  }

  /** Names its place among the charts, from 0. */
  get index(): number {
    return this.parts.index;
  }

  get symbol(): string | null {
    return this.#symbol;
  }

  get interval(): Interval {
    return this.#interval;
  }

  get status(): 'loading' | 'ready' | 'failed' {
    return this.#status;
  }

  /** Progress towards the beginning of the history. */
  get older(): 'idle' | 'loading' | 'failed' | 'complete' {
    return this.#older;
  }

  get error(): ErrorBody | null {
    return this.#error;
  }

  /** The newest candle, null before there is one. */
  get last(): Candle | null {
    return this.#last;
  }

  /** Ascending by time; not reactive, because a drawing keeps its own copy. */
  get candles(): readonly Candle[] {
    return this.#series.candles;
  }

  /** Lets one drawing hear every change until the returned function is called. */
  watch(listener: (change: ChartChange) => void): () => void {
    this.#listener = listener;
    return () => (this.#listener = () => undefined);
  }

  setInterval(interval: Interval): void {
    writeSetting(this.parts.store, `chart.${this.index}.interval`, interval);
    void this.#switch(this.#symbol, interval);
  }

  /** Shows another symbol; null shows none. */
  show(symbol: string | null): void {
    if (symbol === this.#symbol) return;
    if (symbol !== null) writeSetting(this.parts.store, `chart.${this.index}.symbol`, symbol);
    void this.#switch(symbol, this.#interval);
  }

  /** The symbol it showed last, also before the last start. */
  get kept(): string | null {
    return readText(this.parts.store, `chart.${this.index}.symbol`);
  }

  /** Loads again after a failure. */
  retry(): void {
    void this.#switch(this.#symbol, this.#interval);
  }

  /** Follows again and closes the hole a lost connection has left. */
  async refresh(): Promise<void> {
    if (this.#status === 'failed') this.#status = 'loading';
    await Promise.all([this.#follow(), this.#fetchTail()]);
  }

  /** Takes a live candle; those of other symbols and intervals, still on their way, are ignored. */
  hear(update: Events['kline_update']): void {
    if (update.symbol !== this.#symbol || update.interval !== this.#interval) return;
    if (this.#status !== 'ready') return;
    const result = this.#series.update(candleOf(update));
    if (result === 'gap') void this.#fetchTail();
    if (result === 'last') this.#changed('last');
  }

  /** Fetches one page further back, unless one is on its way or there is none. */
  async loadOlder(): Promise<void> {
    const { first } = this.#series;
    const series = this.#series;
    if (!first || this.#older === 'loading' || this.#older === 'complete') return;
    this.#older = 'loading';
    const reply = await this.#list(wireTime(first.time - 1));
    if (series !== this.#series || !reply) return;
    if (!reply.ok) {
      this.#older = 'failed';
      return;
    }
    const page = reply.value.items.map(candleOf).filter((candle) => candle.time < first.time);
    this.#older = page.length === 0 ? 'complete' : 'idle';
    if (page.length === 0) return;
    series.merge(page);
    this.#changed('merged');
  }

  async #switch(symbol: string | null, interval: Interval): Promise<void> {
    const before = { symbol: this.#symbol, interval: this.#interval };
    this.#symbol = symbol;
    this.#interval = interval;
    this.#series = new KlineSeries(interval);
    this.#status = 'loading';
    this.#older = 'idle';
    this.#isFetchingTail = false;
    this.#changed('replaced');
    if (before.symbol !== null && (before.symbol !== symbol || before.interval !== interval)) {
      this.parts.onLeave(before.symbol, before.interval);
    }
    await Promise.all([this.#follow(), this.#fetchTail()]);
  }

  async #follow(): Promise<void> {
    const symbol = this.#symbol;
    if (symbol === null) return;
    const params = { symbol, interval: this.#interval };
    const reply = await this.parts.transport.request('subscribe_klines', params);
    if (!reply.ok && symbol === this.#symbol) this.parts.onFollowFailure(symbol, reply.error);
  }

  async #fetchTail(): Promise<void> {
    if (this.#isFetchingTail || this.#symbol === null) return;
    const series = this.#series;
    const isFirst = series.last === undefined;
    this.#isFetchingTail = true;
    const reply = await this.#list();
    if (series !== this.#series || !reply) return;
    this.#isFetchingTail = false;
    if (!reply.ok) {
      // Candles that are there stay: the state of the connection says how old they are.
      if (isFirst) this.#fail(reply.error);
      return;
    }
    series.mergeTail(reply.value.items.map(candleOf));
    this.#status = 'ready';
    this.#changed(isFirst ? 'replaced' : 'merged');
  }

  #fail(error: ErrorBody): void {
    this.#error = error;
    this.#status = 'failed';
  }

  async #list(end?: string): Promise<Reply<RequestResult<'list_klines'>> | null> {
    if (this.#symbol === null) return null;
    const params = { symbol: this.#symbol, interval: this.#interval, limit: PAGE };
    return this.parts.transport.request(
      'list_klines',
      end === undefined ? params : { ...params, end },
    );
  }

  #changed(change: ChartChange): void {
    this.#last = this.#series.last ?? null;
    this.#listener(change);
  }
}
