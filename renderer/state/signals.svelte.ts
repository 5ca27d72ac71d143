import { INTERVALS, type Interval } from '../../shared/domain/interval';
import type { Transport } from '../../shared/protocol/client';
import type { Events } from '../../shared/protocol/events';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { Now } from './now.svelte';
import { readSetting, writeSetting, type SettingStore } from './setting-store';
import { SignalRecord } from './signal-record.svelte';
import { finderOf, type SignalState } from './signal-state';

/** A turn of a signal, as it was told. */
export type Reversal = Events['signal_reversal'];
/** How far the reading of history has come. */
export type SignalProgress = Events['signal_progress'];

export interface SignalsParts {
  readonly transport: Transport;
  readonly store: SettingStore;
  readonly now: Now;
}

/** Outcomes and delays are not told by events. */
const LOOK_AGAIN_MS = 30_000;
/** Turns of many symbols come together, at the end of a candle. */
const SETTLE_MS = 400;
/** Without an answer for so long, what is shown is no longer known to hold. */
const OLD_AFTER_MS = 100_000;
const MOST_HEARD = 200;
const USUAL: Interval = '1h';

/** The signals of all that is watched, as they stand, and the last turns. */
export class Signals {
  /** What the record page shows. */
  readonly record: SignalRecord;
  /** What the charts mark. */
  #marked: readonly SignalRecord[] = [];
  #items = $state.raw<readonly SignalState[]>([]);
  #status = $state<'loading' | 'ready' | 'failed'>('loading');
  #error = $state.raw<ErrorBody | null>(null);
  #progress = $state.raw<SignalProgress | null>(null);
  #heard = $state.raw<readonly Reversal[]>([]);
  #chosen = $state<Interval | null>(null);
  #isConnected = $state(false);
  #loadedAt = $state(0);
  #round = 0;
  #soon: ReturnType<typeof setTimeout> | null = null;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #find = $derived(finderOf(this.#items));

  /** The intervals that are followed, short to long. */
  readonly intervals: readonly Interval[] = $derived(
    INTERVALS.filter((interval) => this.#items.some((item) => item.interval === interval)),
  );

  /** The interval the watchlist shows; null while none is followed. */
  readonly interval: Interval | null = $derived(
    [this.#chosen, USUAL].find((one) => one !== null && this.intervals.includes(one)) ??
      this.intervals[0] ??
      null,
  );

  constructor(private readonly parts: SignalsParts) {
    this.#chosen = readSetting(parts.store, 'signals.interval', INTERVALS);
    this.record = new SignalRecord(parts.transport);
    this.#timer = setInterval(() => this.#lookAgain(), LOOK_AGAIN_MS);
  }

  /** The record one chart marks, kept up to date until it is closed. */
  openMarks(): { readonly record: SignalRecord; readonly close: () => void } {
    const record = new SignalRecord(this.parts.transport);
    this.#marked = [...this.#marked, record];
    const close = (): void => {
      this.#marked = this.#marked.filter((one) => one !== record);
    };
    return { record, close };
  }

  /** All signals that are followed. */
  get items(): readonly SignalState[] {
    return this.#items;
  }

  get status(): 'loading' | 'ready' | 'failed' {
    return this.#status;
  }

  get error(): ErrorBody | null {
    return this.#error;
  }

  /** Null when no history is being read. */
  get progress(): SignalProgress | null {
    return this.#progress;
  }

  /** The turns told in this session, newest first. */
  get heard(): readonly Reversal[] {
    return this.#heard;
  }

  /** Undefined when the symbol is not followed on the interval. */
  of(symbol: string, interval: Interval): SignalState | undefined {
    return this.#find(symbol, interval);
  }

  /** Whether a signal may have changed without this screen knowing: its candles or the answers are late. */
  isOld({ status }: SignalState): boolean {
    return (
      status === 'behind' ||
      !this.#isConnected ||
      this.parts.now.value - this.#loadedAt > OLD_AFTER_MS
    );
  }

  /** Age of what was said, ms; goes on between two answers. */
  ageOf({ call }: SignalState): number | null {
    if (call === null) return null;
    return call.age_ms + Math.max(0, this.parts.now.value - this.#loadedAt);
  }

  /** Chooses the interval the watchlist shows. */
  setInterval(interval: Interval): void {
    this.#chosen = interval;
    writeSetting(this.parts.store, 'signals.interval', interval);
  }

  /** Follows all signals, and loads them as they stand; after each connection. */
  async connect(): Promise<void> {
    this.#isConnected = true;
    void this.parts.transport.request('subscribe_signals', {});
    await this.load();
  }

  /** What is shown is only what was known last. */
  disconnect(): void {
    this.#isConnected = false;
  }

  async load(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const reply = await this.parts.transport.request('list_signals', {});
    if (round !== this.#round) return;
    if (reply.ok) {
      this.#items = reply.value.items;
      this.#loadedAt = this.parts.now.read();
      this.#status = 'ready';
      if (!this.#items.some(({ status }) => status === 'reading')) this.#progress = null;
    } else if (this.#status !== 'ready') {
      this.#error = reply.error;
      this.#status = 'failed';
    }
  }

  retry(): void {
    this.#status = 'loading';
    void this.load();
  }

  hear(reversal: Reversal): void {
    this.#heard = [reversal, ...this.#heard].slice(0, MOST_HEARD);
    this.loadSoon();
    for (const one of [this.record, ...this.#marked]) one.hear(reversal);
  }

  hearProgress(progress: SignalProgress): void {
    const before = this.#progress;
    this.#progress = progress.done < progress.total ? progress : null;
    if (before?.done !== progress.done) this.loadSoon();
  }

  /** Something about what is followed has changed. */
  loadSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      if (this.#isConnected) void this.load();
    }, SETTLE_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#soon !== null) clearTimeout(this.#soon);
  }

  #lookAgain(): void {
    if (this.#isConnected) void this.load();
  }
}
