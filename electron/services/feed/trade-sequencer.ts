import type { Trade } from '../../../shared/domain/trade';
import type { CrossedGap } from './gap-bridge';
import { advanced, EXACT_PAGES, pagesFor } from './history-pages';
import { HoleEvidence } from './hole-evidence';
import { OrderedTape, type OrderedTapeOptions } from './ordered-tape';
import { Patience, type PatienceOptions } from './patience';
import { Renumbering } from './renumbering';
import type { SequencerStats } from './sum-of-stats';
import { GIVE_UP_MS, GIVE_UP_WAITING } from './unanswered';

/** How many trades one question for history may bring; Binance's own limit. */
const PAGE = 1000;

/** So long history may have nothing new before it counts as behind. */
const BEHIND_MS = 10_000;
/** So long it may, before a trade ahead of it that fits nowhere counts as none. */
const DOUBT_MS = 2 * 60_000;
export interface TradeSequencerOptions extends OrderedTapeOptions, PatienceOptions {
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
}

/**
 * Makes one unbroken tape of a symbol's trades. Ids grow by one, so whatever the stream lost shows
 * at the next trade; it is fetched and delivered before live trades go on. History may trail the
 * stream by seconds: what it does not have yet is asked for until it reaches past it.
 */
export class TradeSequencer {
  readonly #options: TradeSequencerOptions;
  readonly #tape: OrderedTape;
  readonly #patience: Patience;
  readonly #evidence = new HoleEvidence();
  readonly #renumbering = new Renumbering();
  /** History is being asked, though a live trade may have shown meanwhile that it need not be. */
  #isAsking = false;
  /** No trade is known or feared to be missing as of the newest one. */
  #isWhole = true;
  /** Something may have been lost since the newest question was asked. */
  #isCheckDue = false;
  /** Numberings so far: an answer to a question of one before says nothing. */
  #era = 0;
  #isStopped = false;

  constructor(options: TradeSequencerOptions) {
    this.#options = options;
    this.#tape = new OrderedTape(options);
    this.#patience = new Patience(options);
  }

  get stats(): SequencerStats {
    return this.#tape.stats;
  }

  /** The newest trade handed on; null before the first. */
  get last(): Trade | null {
    return this.#tape.last;
  }

  /** Live trades that wait behind a gap. */
  get waiting(): number {
    return this.#tape.waiting;
  }

  /** True while history is being fetched; only trades that follow on are delivered meanwhile. */
  get isFilling(): boolean {
    return this.#isAsking && !this.#isWhole;
  }

  /** True while history answers, for some time already, and does not reach as far as the stream. */
  get isBehind(): boolean {
    const since = this.#evidence.barrenSince;
    return since !== null && this.#options.clock.monotonic() - since >= BEHIND_MS;
  }

  /** Takes a trade from the stream, in whatever order it came. */
  live(trade: Trade): void {
    if (this.#isSuspect(trade)) return;
    const { lastId } = this.#tape;
    if (!this.#tape.takeLive(trade)) this.#fill();
    else if (this.#isAsking && lastId !== null && trade.id > lastId) this.#endIfWhole();
  }

  /** Fetches all from an id on, if no trade has come yet: where a stream that stays silent began. */
  begin(id: number): void {
    if (this.#tape.lastId !== null) return;
    this.#tape.passTo(id - 1);
    this.#fill();
  }

  /** Goes on after a trade of an earlier run, if there is one and none has come yet: fetches all since. */
  resume(last: Trade | null): void {
    if (!last || this.#tape.lastId !== null) return;
    this.#tape.resume(last);
    this.check();
  }

  /** To be called when the stream may have lost trades without showing it, e.g. after a reconnect. */
  check(): void {
    if (this.#tape.lastId === null) return;
    this.#isCheckDue = true;
    this.#fill();
  }

  stop(): void {
    this.#isStopped = this.#isWhole = true;
    this.#tape.stop();
    this.#patience.stop();
  }

  /** Holds a trade back that may be the first of a new numbering, until that is known. */
  #isSuspect(trade: Trade): boolean {
    const { last } = this.#tape;
    if (!last) return false;
    const finding = this.#renumbering.note(trade, last);
    if (finding === 'none') return false;
    const { suspect } = this.#renumbering;
    const isProven = finding === 'proven' && suspect !== null;
    if (isProven) this.#startAnew(suspect);
    else if (finding === 'suspect') this.check();
    return !isProven;
  }

  #startAnew(first: Trade): void {
    this.#era++;
    this.#evidence.close();
    this.#renumbering.clear();
    this.#tape.startAnew(first);
  }

  /** A live trade that follows on shows that none is missing before it, whatever history says. */
  #endIfWhole(): void {
    if (this.#tape.waiting > 0 || this.#renumbering.suspect) return;
    this.#isWhole = true;
    this.#isCheckDue = false;
  }

  #fill(): void {
    if (this.#isStopped) return;
    if (!this.isFilling) this.#tape.stats.gaps++;
    this.#isWhole = false;
    if (this.#isAsking) return;
    this.#isAsking = true;
    void this.#fillLoop();
  }

  async #fillLoop(): Promise<void> {
    let tries = 0;
    let fullPages = 0;
    this.#evidence.interrupt();
    this.#patience.unanswered.reset();
    while (!this.#isWhole) {
      await this.#judgeSuspect();
      if (this.#isTooLong(fullPages) && (await this.#cross())) fullPages = 0;
      const page = await this.#askOn();
      if (page === null) {
        if (this.#giveUpUnanswered()) break;
        continue;
      }
      this.#takePage(page);
      if (page.length === PAGE && !this.#evidence.isOpen) {
        fullPages += pagesFor(page, this.#options.now());
        tries = 0;
        continue;
      }
      if (this.#isCheckDue) continue;
      if (this.#isDone) break;
      await this.#patience.waitForLag(tries++);
    }
    this.#evidence.close();
    this.#evidence.interrupt();
    this.#isWhole = true;
    this.#isAsking = false;
  }

  /** Asks history whether a trade is the first of a new numbering. */
  async #judgeSuspect(): Promise<void> {
    const { suspect } = this.#renumbering;
    if (!suspect) return;
    const page = await this.#patience.ask(() => this.#options.fetch(suspect.id));
    if (this.#isStopped || suspect !== this.#renumbering.suspect) return;
    const verdict = page && this.#tape.last && this.#renumbering.verdict(page, this.#tape.last);
    // A history that trails does not know it yet; the next trade of the stream may tell.
    if (verdict === null) return;
    if (verdict) this.#startAnew(suspect);
    else this.#tape.stats.duplicates += this.#renumbering.refute();
  }

  /** The trades that history has after the tape's end; null when it has to be asked again. */
  async #askOn(): Promise<readonly Trade[] | null> {
    this.#isCheckDue = false;
    const era = this.#era;
    const fromId = (this.#tape.lastId ?? -1) + 1;
    const page = await this.#patience.ask(async () =>
      advanced(await this.#options.fetch(fromId), fromId),
    );
    if (page === null) this.#evidence.interrupt();
    return era === this.#era ? page : null;
  }

  /** Delivers what a page has, as far as it goes on from the tape, and what waited for it. */
  #takePage(page: readonly Trade[]): void {
    const before = this.#tape.lastId;
    const end = page.at(-1)?.id ?? 0;
    if (page.every((trade) => this.#takeNext(trade, end))) this.#evidence.close();
    this.#tape.drain();
    if (this.#tape.lastId !== before) this.#evidence.interrupt();
    else if (!this.#evidence.isOpen && this.#tape.waiting > 0) this.#giveUpInTime();
  }

  /** Takes the next trade of a page that ends with an id. Returns false at a hole not believed yet. */
  #takeNext(trade: Trade, endId: number): boolean {
    for (let next = this.#tape.holeBefore(trade.id); next; next = this.#tape.holeBefore(trade.id)) {
      const now = this.#options.clock.monotonic();
      if (!this.#evidence.isHole(next, endId, now)) return false;
      this.#tape.leap(next);
    }
    this.#tape.takePast(trade);
    return true;
  }

  /** Goes on without history, after it had nothing for longer than it ever trails. */
  #giveUpInTime(): void {
    const { lastId } = this.#tape;
    const { forMs, hasMoved } = this.#evidence.barren(lastId, this.#options.clock.monotonic());
    const isFull = this.#tape.waiting >= GIVE_UP_WAITING;
    if (forMs < DOUBT_MS && !isFull) return;
    const next = this.#tape.nextWaiting();
    if (hasMoved || this.#isLost(next)) this.#tape.drop(next);
    else if (forMs < GIVE_UP_MS && !isFull) return;
    else this.#leap(next);
    this.#evidence.interrupt();
  }

  /** Goes on without a history that does not answer. Returns whether nothing is left to ask for. */
  #giveUpUnanswered(): boolean {
    const { waiting } = this.#tape;
    const now = this.#options.clock.monotonic();
    if (waiting === 0 || !this.#patience.unanswered.isHopeless(waiting, now)) return false;
    const next = this.#tape.nextWaiting();
    if (this.#isLost(next)) this.#tape.drop(next);
    else this.#leap(next);
    this.#evidence.close();
    return this.#isDone;
  }

  /** Whether a trade is single and so far ahead of all that it is wrong rather than a page lost. */
  #isLost(next: number): boolean {
    return next - (this.#tape.lastId ?? next) > PAGE && !this.#tape.isBacked(next);
  }

  #leap(next: number): void {
    this.#tape.leap(next);
    this.#tape.drain();
  }

  /** Whether history has nothing more to tell for now. */
  get #isDone(): boolean {
    return this.#tape.waiting === 0 && !this.#evidence.isOpen && !this.#renumbering.isRun;
  }

  /** Crosses the rest of a long gap; false when it has to be tried again. */
  async #cross(): Promise<boolean> {
    const last = this.#tape.end(this.#options.now());
    if (!last) return true;
    const era = this.#era;
    const gap = await this.#patience.ask(() =>
      this.#options.bridge(last, (trade) => {
        if (era === this.#era) this.#tape.takePast(trade);
      }),
    );
    if (gap === null || era !== this.#era) return false;
    this.#tape.passTo(gap.lastId);
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
    const last = this.#tape.end(this.#options.now());
    // A gap that was just crossed goes on later than where the tape ends.
    return last !== null && last.id === this.#tape.lastId && this.#options.isBeyondHistory(last);
  }
}
