import type { Transport } from '../../shared/protocol/client';
import type { ErrorBody } from '../../shared/protocol/reply';
import type { RequestInput } from '../../shared/protocol/requests';
import { equityParams, equitySlots, type EquityHistory, type EquitySlot } from './equity-slots';
import { spanStart, type JournalSpan } from './journal-filter';
import type { Now } from './now.svelte';
import type { PortfolioInfo } from './portfolio.svelte';

/** What the services keep a point for. */
const POINT_EVERY_MS = 5 * 60_000;

/** What all positions together were worth over time; loaded while someone looks. */
export class Equity {
  #span = $state<JournalSpan>('month');
  #history = $state.raw<EquityHistory | null>(null);
  #error = $state.raw<ErrorBody | null>(null);
  #settingError = $state.raw<ErrorBody | null>(null);
  #watchers = 0;
  #asked = 0;
  readonly #slots = $derived(
    this.#history === null ? [] : equitySlots(this.#history, this.#span === 'week'),
  );

  constructor(
    private readonly transport: Transport,
    private readonly now: Now,
    private readonly onPortfolio: (info: PortfolioInfo) => void,
  ) {}

  get span(): JournalSpan {
    return this.#span;
  }

  /** Null until the services have answered for just this span. */
  get history(): EquityHistory | null {
    return this.#history;
  }

  /** For a drawing, oldest first, at equal distances in time. */
  get slots(): readonly EquitySlot[] {
    return this.#slots;
  }

  get error(): ErrorBody | null {
    return this.#error;
  }

  /** Why the last change of a setting was refused. */
  get settingError(): ErrorBody | null {
    return this.#settingError;
  }

  setSpan(span: JournalSpan): void {
    this.#span = span;
    this.#history = null;
    void this.load();
  }

  /** Keeps the curve up to date until the returned function is called. */
  watch(): () => void {
    this.#watchers += 1;
    void this.load();
    const timer = setInterval(() => void this.load(), POINT_EVERY_MS);
    return () => {
      this.#watchers -= 1;
      clearInterval(timer);
    };
  }

  /** After each connection: asks anew, if someone looks. */
  refresh(): void {
    if (this.#watchers > 0) void this.load();
  }

  /** Asks anew; what is shown stays until the answer is there. */
  async load(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#error = null;
    const since = spanStart(this.#span, this.now.read());
    const reply = await this.transport.request('get_equity', equityParams(since));
    if (asked !== this.#asked) return;
    if (reply.ok) this.#history = reply.value;
    else this.#error = reply.error;
  }

  /** Changes the currency of the totals or when the day begins; true when that was accepted. */
  async choose(change: RequestInput<'patch_portfolio'>): Promise<boolean> {
    this.#settingError = null;
    const reply = await this.transport.request('patch_portfolio', change);
    if (!reply.ok) {
      this.#settingError = reply.error;
      return false;
    }
    this.onPortfolio(reply.value);
    await this.load();
    return true;
  }
}
