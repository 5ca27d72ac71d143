import { AppError } from '../../../shared/domain/errors';
import type { Interval } from '../../../shared/domain/interval';
import type { CallEntry } from '../../../shared/domain/signals/record';
import type { SeriesGap } from '../../../shared/domain/signals/signal-book';
import { atMost } from '../at-most';
import type { Clock, Timer } from '../clock';
import type { Exchange } from '../exchange/exchange';
import type { Logger } from '../logger';
import type { BookKeeper, News } from './book-keeper';
import { Breath } from './breath';
import { FollowedSeries, newAnchor } from './followed-series';
import { HistoryReplay } from './history-replay';
import { momentsOf, type PackedSeries } from './packed-klines';
import type { Replayer } from './replay-thread';
import { progressOf, ProgressTeller, type Progress } from './signal-progress';
import { seriesKey } from './signal-schema';
import { statesOf, type SignalState } from './signal-states';

const TICK_MS = 1000;
/** Time replayed at once: about as much as one question about quarter hours brings. */
const WINDOW_MS = 10 * 86_400_000;
/** Series no further behind than that are served before others' history. */
const NEAR_MS = 3_600_000;
/** Entries of history written at once. */
const AHEAD_ENTRIES = 100;
/** How much of the work a crash may cost. */
const CHECKPOINT_MS = 10_000;
/** Series read at a time. */
const AT_ONCE = 4;
/** How long a stop waits for the work at hand. */
const STOP_LIMIT_MS = 2000;
/** Failures after which the others do not wait any more. */
const PATIENT_FOR = 3;

export interface SignalServiceOptions {
  readonly keeper: BookKeeper;
  readonly exchange: Pick<Exchange, 'now' | 'history' | 'fetchKlines'>;
  /** Works history in, apart from what else happens. */
  readonly replayer: Replayer;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  /** What is followed now. */
  readonly symbols: () => readonly string[];
  readonly intervals: (symbol: string) => readonly Interval[];
  /** Hears calls that are news, once they are durable. */
  readonly onReversals: (calls: readonly CallEntry[]) => void;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * The signals of the watchlist. Each closed candle is taken once it has settled, half a minute after
 * its end by the venue's clock; whatever is missing before it is read from history first. So a first
 * start, a gap and the present are all the same: the next candles, in the order in which they closed.
 */
export class SignalService {
  readonly #options: SignalServiceOptions;
  readonly #followed = new Map<string, FollowedSeries>();
  #timer: Timer | null = null;
  #isOpen = false;
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;
  readonly #teller: ProgressTeller;
  readonly #history: HistoryReplay;
  #savedAt = -Infinity;
  #reopening: (() => void)[] = [];
  readonly #news: News = {
    isDue: (call) => this.#seriesOf(call)?.isDue(call.timestamp) === true,
    isTold: (call) => this.#seriesOf(call)?.isNews(call.timestamp) === true,
  };

  constructor(options: SignalServiceOptions) {
    this.#options = options;
    this.#teller = new ProgressTeller(options.clock, options.onProgress);
    this.#history = new HistoryReplay(options.replayer, options.clock);
  }

  start(): void {
    this.#timer = this.#options.clock.every(TICK_MS, () => this.#go());
    this.#go();
  }

  /** Ends; what the book knows is kept. Resolves when the piece of work it was at has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.#history.close();
    await atMost(STOP_LIMIT_MS, this.#running, this.#options.clock);
    // The last piece of work may have begun a replay after all.
    await this.#history.close();
    // What is still under way would be kept without the alerts that belong to it.
    if (this.#isOpen && !this.#isRunning) this.#options.keeper.keep();
  }

  /** Sees at once what is to be followed now, which it would see to a second later. */
  refresh(): void {
    this.#go();
  }

  /** Begins anew with what is set, and the market that is watched; resolves when it has. */
  reload(): Promise<void> {
    return new Promise((done) => {
      this.#reopening.push(done);
      this.#go();
    });
  }

  /** How things stand for all that is followed, or for one symbol. */
  states(symbol?: string): SignalState[] {
    if (!this.#isOpen) return [];
    return statesOf([...this.#followed.values()], this.#options.keeper.book, symbol);
  }

  get progress(): Progress {
    return progressOf([...this.#followed.values()]);
  }

  #go(): void {
    if (!this.#isRunning) this.#running = this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      await this.#reopen();
      this.#follow();
      while (!this.#isStopped && this.#reopening.length === 0 && (await this.#step())) {
        this.#teller.take(this.progress, false);
        this.#follow();
      }
      await this.#rest();
    } catch (error) {
      this.#options.logger.error('Signals could not go on', { error: String(error) });
    } finally {
      this.#isRunning = false;
    }
  }

  async #reopen(): Promise<void> {
    const waiting = this.#reopening.splice(0);
    if (this.#isOpen && waiting.length === 0) return;
    if (this.#isOpen) this.#options.keeper.keep();
    this.#isOpen = false;
    this.#followed.clear();
    this.#history.forget();
    await this.#options.keeper.open();
    this.#isOpen = true;
    for (const done of waiting) done();
  }

  /** Follows what is wanted now, and lets go of the rest. */
  #follow(): void {
    const { symbols, intervals, exchange } = this.#options;
    const wanted = new Set<string>();
    for (const symbol of symbols()) {
      const has = new Set(exchange.history(symbol).intervals);
      for (const interval of intervals(symbol).filter((each) => has.has(each))) {
        wanted.add(seriesKey(symbol, interval));
        this.#open(symbol, interval);
      }
    }
    for (const key of [...this.#followed.keys()].filter((each) => !wanted.has(each))) {
      this.#followed.delete(key);
    }
  }

  #open(symbol: string, interval: Interval, since?: number): void {
    const key = seriesKey(symbol, interval);
    if (this.#followed.has(key)) return;
    const { keeper, exchange } = this.#options;
    const known = keeper.anchorOf(symbol, interval);
    const anchor = known ?? newAnchor(interval, exchange.now(symbol));
    if (!known) keeper.keepAnchor(symbol, interval, anchor);
    const last = keeper.book.lastOpenTime(symbol, interval);
    const series = { symbol, interval, anchor, last, since };
    this.#followed.set(key, new FollowedSeries({ ...this.#options, ...series }));
  }

  /** Takes the next candles of those that have any; says whether there may be more. */
  async #step(): Promise<boolean> {
    const due = [...this.#followed.values()].filter(({ hasCandle }) => hasCandle);
    const near = due.filter(({ lagMs }) => lagMs <= NEAR_MS);
    const isNear = near.length > 0;
    const group = isNear ? near : due;
    if (group.length === 0 || (!isNear && this.#isWaiting())) return false;
    const next = Math.min(...group.map(({ reader }) => reader.nextCloseTime));
    const settled = Math.max(...group.map(({ reader }) => reader.settledUntil));
    const until = Math.min(settled, next + (isNear ? NEAR_MS : WINDOW_MS));
    const wanted = group.filter(({ reader }) => reader.nextCloseTime <= until);
    const read = await this.#read(wanted, until);
    if (this.#isStopped) return false;
    if (isNear) return this.#advance(read, until);
    if (this.#isWaiting()) return false;
    // Meanwhile the next candles are asked for.
    const ahead = this.#read(wanted, Math.min(settled, until + WINDOW_MS));
    const [mayGoOn] = await Promise.all([this.#replay(read, until), ahead]);
    return mayGoOn;
  }

  /** Works history in elsewhere; says whether to go on. */
  async #replay(read: readonly FollowedSeries[], until: number): Promise<boolean> {
    const { keeper, logger } = this.#options;
    try {
      const replayed = await this.#history.work(keeper.basis, this.#candlesOfAll(read, until));
      if (this.#isStopped) return false;
      keeper.adopt(replayed);
      read.forEach(({ reader }) => reader.drop(until));
      replayed.gaps.forEach((gap) => this.#begunAnew(gap));
    } catch (error) {
      this.#history.forget();
      if (this.#isStopped) return false;
      const reason = error instanceof AppError ? error.detail : String(error);
      logger.error('History of signals could not be replayed', { reason });
      read.forEach((series) => series.failed());
      return true;
    }
    return this.#keepHistory();
  }

  #seriesOf({ symbol, interval }: CallEntry): FollowedSeries | undefined {
    return this.#followed.get(seriesKey(symbol, interval));
  }

  *#candlesOfAll(all: readonly FollowedSeries[], until: number): Generator<PackedSeries> {
    for (const series of all) yield series.candlesUpTo(until);
  }

  /** Saves what was worked out of history; says whether that works. */
  async #keepHistory(): Promise<boolean> {
    const { keeper, clock } = this.#options;
    if (keeper.owes(this.#news)) return this.#commit();
    if (keeper.unsaved < AHEAD_ENTRIES) return true;
    if (!(await keeper.writeAhead())) return false;
    if (clock.monotonic() - this.#savedAt < CHECKPOINT_MS) return true;
    return this.#commit();
  }

  /** Whether history has to wait for a series that could not be read just now. */
  #isWaiting(): boolean {
    const now = this.#options.clock.monotonic();
    return [...this.#followed.values()].some(
      ({ failures, retryAt, lagMs }) =>
        lagMs > NEAR_MS && failures > 0 && failures <= PATIENT_FOR && retryAt > now,
    );
  }

  async #read(wanted: readonly FollowedSeries[], until: number): Promise<FollowedSeries[]> {
    const queue = [...wanted];
    const read: FollowedSeries[] = [];
    const work = async (): Promise<void> => {
      for (let series = queue.shift(); series; series = queue.shift()) {
        if (await series.read(until)) read.push(series);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return read;
  }

  /** Takes candles that have just closed; says whether to go on. */
  async #advance(read: readonly FollowedSeries[], until: number): Promise<boolean> {
    const { keeper, clock } = this.#options;
    const breath = new Breath(clock);
    const candles = read.map((series) => series.candlesUpTo(until));
    this.#history.forget();
    read.forEach(({ reader }) => reader.drop(until));
    for (const moment of momentsOf(candles)) {
      if (breath.isDue) await breath.take();
      if (this.#isStopped) break;
      const { entries, gaps } = keeper.book.advance(moment);
      keeper.take(entries);
      gaps.forEach((gap) => this.#begunAnew(gap));
    }
    return this.#commit();
  }

  /** Reads a series again from where the book is; nothing is passed over. */
  #begunAnew({ symbol, interval, from, to }: SeriesGap): void {
    const key = seriesKey(symbol, interval);
    const { since } = this.#followed.get(key) ?? {};
    this.#followed.delete(key);
    this.#open(symbol, interval, since);
    this.#options.logger.warn('Candles of a signal are missing', { symbol, interval, from, to });
  }

  async #commit(): Promise<true> {
    this.#savedAt = this.#options.clock.monotonic();
    this.#options.onReversals(await this.#options.keeper.commit(this.#news));
    return true;
  }

  /** Everything there is has been taken, or has to wait. */
  async #rest(): Promise<void> {
    if (this.#isStopped || !this.#isOpen) return;
    if (this.#options.keeper.isAhead) await this.#commit();
    this.#teller.take(this.progress, true);
    await this.#history.close();
  }
}
