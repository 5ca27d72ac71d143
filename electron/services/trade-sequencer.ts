import type { Trade } from '../../shared/domain/trade';
import { Backoff } from './backoff';
import type { Clock, Timer } from './clock';
import type { CrossedGap } from './gap-bridge';
import type { Logger } from './logger';

/** How many trades one question for history may bring; Binance's own limit. */
const PAGE = 1000;
/** Live trades kept while history is fetched; above it they are let go and fetched like the rest. */
const MAX_WAITING = 50_000;
/** Full pages of history that are fetched before a gap counts as long. */
const EXACT_PAGES = 3;
/** History may trail the stream: so often, and so long apart, it is asked again before a hole is believed. */
const LAG_RETRIES = 8;
const LAG_WAIT_MS = 250;

/** Trades of one symbol never run so far apart in time against their ids. */
const RENUMBERED_AFTER_MS = 10_000;

/** Whether a trade was seen as it happened or fetched from history after a gap. */
export type TradeOrigin = 'live' | 'backfill';

export interface TradeSequencerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Now by the venue's clock, ms UTC. */
  readonly now: () => number;
  /** At most 1000 trades of the symbol from an aggregate id on, oldest first. May reject. */
  readonly fetch: (fromId: number) => Promise<readonly Trade[]>;
  /**
   * Crosses a gap that is too long, or begins too long ago, to be fetched whole; see `GapBridge`.
   * May reject.
   */
  readonly bridge: (last: Trade, deliver: (trade: Trade) => void) => Promise<CrossedGap>;
  /** Whether the venue's history no longer has the trades after this one. */
  readonly isBeyondHistory: (last: Trade) => boolean;
  /** Gets every trade once, in the order of ids; must not throw. */
  readonly deliver: (trade: Trade, origin: TradeOrigin) => void;
}

/** What has happened to a symbol's tape so far. */
export interface SequencerStats {
  /** Trades handed on as the stream brought them. */
  readonly live: number;
  /** Gaps noticed. */
  readonly gaps: number;
  /** Trades fetched from history. */
  readonly backfilled: number;
  /** Trades seen again and dropped. */
  readonly duplicates: number;
  /** Trades that the exchange's own history does not have. */
  readonly missing: number;
}

/**
 * Makes one unbroken tape of a symbol's trades. Ids grow by one, so whatever the stream lost shows
 * at the next trade; it is fetched and delivered before live trades go on.
 */
export class TradeSequencer {
  readonly #options: TradeSequencerOptions;
  readonly #backoff: Backoff;
  readonly #stats = { live: 0, gaps: 0, backfilled: 0, duplicates: 0, missing: 0 };
  /** Live trades behind a gap, by id. */
  readonly #waiting = new Map<number, Trade>();
  #lastId: number | null = null;
  #last: Trade | null = null;
  #isFilling = false;
  #isStopped = false;
  #timer: Timer | null = null;
  #wake: (() => void) | null = null;

  constructor(options: TradeSequencerOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  get stats(): SequencerStats {
    return this.#stats;
  }

  /** The newest trade handed on; null before the first. */
  get last(): Trade | null {
    return this.#last;
  }

  /** Live trades that wait behind a gap. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** True while history is being fetched and live trades wait. */
  get isFilling(): boolean {
    return this.#isFilling;
  }

  /** Takes a trade from the stream, in whatever order it came. */
  live(trade: Trade): void {
    if (this.#isRenumbered(trade)) this.#startAnew(trade);
    const expected = this.#lastId === null ? trade.id : this.#lastId + 1;
    if (trade.id < expected) {
      this.#stats.duplicates++;
    } else if (trade.id === expected && !this.#isFilling) {
      this.#deliver(trade, 'live');
    } else {
      this.#wait(trade);
      this.#fill();
    }
  }

  /** Fetches all from an id on, if no trade has come yet: where a stream that stays silent began. */
  begin(id: number): void {
    if (this.#lastId !== null) return;
    this.#lastId = id - 1;
    this.#fill();
  }

  /** To be called when the stream may have lost trades without showing it, e.g. after a reconnect. */
  check(): void {
    if (this.#lastId !== null) this.#fill();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#wake?.();
  }

  /** A smaller id at a clearly later time: the venue counts anew, as test venues do after a reset. */
  #isRenumbered(trade: Trade): boolean {
    return (
      this.#lastId !== null &&
      trade.id <= this.#lastId &&
      trade.time > (this.#last?.time ?? 0) + RENUMBERED_AFTER_MS
    );
  }

  #startAnew(trade: Trade): void {
    this.#options.logger.warn('The exchange numbers its trades anew', {
      symbol: trade.symbol,
      from: this.#lastId,
      to: trade.id,
    });
    this.#waiting.clear();
    this.#lastId = trade.id - 1;
  }

  #deliver(trade: Trade, origin: TradeOrigin): void {
    this.#lastId = trade.id;
    this.#last = trade;
    if (origin === 'backfill') this.#stats.backfilled++;
    else this.#stats.live++;
    this.#options.deliver(trade, origin);
  }

  #wait(trade: Trade): void {
    if (this.#waiting.has(trade.id)) this.#stats.duplicates++;
    this.#waiting.set(trade.id, trade);
    // Nothing is lost by letting go: history has these trades too by the time it is asked.
    if (this.#waiting.size > MAX_WAITING) this.#waiting.clear();
  }

  #fill(): void {
    if (this.#isFilling || this.#isStopped) return;
    this.#isFilling = true;
    this.#stats.gaps++;
    void this.#fillLoop();
  }

  async #fillLoop(): Promise<void> {
    let lagging = 0;
    let fullPages = 0;
    while (!this.#isStopped) {
      if (this.#isTooLong(fullPages) && (await this.#cross())) fullPages = 0;
      const page = await this.#ask(() => this.#options.fetch((this.#lastId ?? -1) + 1));
      if (page === null) continue;
      const before = this.#lastId;
      for (const trade of page) this.#takeFromHistory(trade);
      this.#drain();
      if (page.length === PAGE) {
        fullPages += this.#pagesFor(page);
        continue;
      }
      if (this.#waiting.size === 0) break;
      lagging = this.#lastId === before ? lagging + 1 : 0;
      if (lagging > LAG_RETRIES) this.#leap();
      else await this.#pause(LAG_WAIT_MS);
    }
    this.#isFilling = false;
  }

  /** What a full page counts for: all there are when more like it are left than are fetched whole. */
  #pagesFor(page: readonly Trade[]): number {
    const [first] = page;
    const last = page.at(-1);
    if (!first || !last) return 0;
    const left = this.#options.now() - last.time;
    return left > EXACT_PAGES * (last.time - first.time) ? EXACT_PAGES : 1;
  }

  /** Crosses the rest of a long gap; false when it has to be tried again. */
  async #cross(): Promise<boolean> {
    const last = this.#last;
    if (!last) return true;
    const gap = await this.#ask(() =>
      this.#options.bridge(last, (trade) => this.#takeFromHistory(trade, true)),
    );
    if (gap === null) return false;
    this.#lastId = Math.max(this.#lastId ?? 0, gap.lastId);
    if (gap.barsOnly.length > 0) {
      this.#options.logger.warn('Part of a gap is too old to be had trade by trade', {
        symbol: last.symbol,
        candles: gap.barsOnly.length,
      });
    }
    return true;
  }

  /** Whether a gap has to be crossed: it is long, or what follows the tape's end cannot be asked for. */
  #isTooLong(fullPages: number): boolean {
    if (fullPages >= EXACT_PAGES) return true;
    const last = this.#last;
    // A gap that was just crossed goes on later than where the tape ends.
    return last !== null && last.id === this.#lastId && this.#options.isBeyondHistory(last);
  }

  /** Null after a failure, when it has waited for the next try. */
  async #ask<T>(question: () => Promise<T>): Promise<T | null> {
    try {
      const answer = await question();
      this.#backoff.reset();
      return answer;
    } catch (error) {
      if (this.#isStopped) return null;
      this.#options.logger.warn('Missed trades not fetched yet', { error: String(error) });
      await this.#pause(Math.max(LAG_WAIT_MS, this.#backoff.next()));
      return null;
    }
  }

  /** @param isPart The trades before it were passed over on purpose, they are not missing. */
  #takeFromHistory(trade: Trade, isPart = false): void {
    if (this.#isStopped || (this.#lastId !== null && trade.id <= this.#lastId)) return;
    if (this.#lastId !== null && !isPart) this.#stats.missing += trade.id - this.#lastId - 1;
    this.#waiting.delete(trade.id);
    this.#deliver(trade, 'backfill');
  }

  /** Delivers waiting trades for as long as they follow on. */
  #drain(): void {
    for (const id of this.#waiting.keys()) {
      if (this.#lastId !== null && id <= this.#lastId) this.#waiting.delete(id);
    }
    while (this.#lastId !== null) {
      const next = this.#waiting.get(this.#lastId + 1);
      if (!next || this.#isStopped) return;
      this.#waiting.delete(next.id);
      this.#deliver(next, 'live');
    }
  }

  /** Goes on after a hole that the exchange itself has in its history. */
  #leap(): void {
    const next = Math.min(...this.#waiting.keys());
    const last = this.#lastId ?? next - 1;
    this.#options.logger.warn('The exchange has no history of some trades', {
      fromId: last + 1,
      toId: next - 1,
    });
    this.#stats.missing += next - last - 1;
    this.#lastId = next - 1;
    this.#drain();
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#timer = this.#options.clock.after(ms, resolve);
    });
  }
}
