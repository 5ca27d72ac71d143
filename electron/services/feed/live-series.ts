import { closeTimeOf, openTimeOf, type Interval } from '../../../shared/domain/interval';
import { foldTrade, hasSameValues, type Kline } from '../../../shared/domain/kline';
import type { Trade } from '../../../shared/domain/trade';

/** Candles remembered, so that what has not changed is not told again. */
const REMEMBERED = 100;
/** The venue has this long to say that a candle has ended before the trades past its end do. */
const PATIENCE_MS = 10_000;

/** A candle that has changed. */
export interface KlineChange {
  /** Wire symbol. */
  readonly symbol: string;
  readonly interval: Interval;
  readonly kline: Kline;
  /** When it last changed by the exchange, ms UTC. */
  readonly time: number;
}

/**
 * The newest candles of one series: the venue's own candle decides, trades move it in between so
 * that it never lags behind the price, and history has the last word on closed ones.
 */
export class LiveSeries {
  #current: Kline | null = null;
  /** A candle before the current one of which nobody has said that it is closed. */
  #ending: Kline | null = null;
  #lastTrade: Trade | null = null;
  /** Open time of the newest candle known to be closed, ms UTC. */
  #newestClosed = -Infinity;
  /** Candles changed since they were last taken, by open time; brought up to date in place until then. */
  readonly #changed = new Map<number, { -readonly [K in keyof KlineChange]: KlineChange[K] }>();
  /** Closed candles as they were last told, by open time. */
  readonly #closed = new Map<number, Kline>();

  constructor(
    readonly symbol: string,
    readonly interval: Interval,
  ) {}

  /** The newest candle; null before the first. */
  get current(): Kline | null {
    return this.#current;
  }

  /** Takes a trade; they come in order, and with holes only where a long gap was crossed. */
  onTrade(trade: Trade): void {
    const before = this.#lastTrade;
    this.#lastTrade = trade;
    // Some trades of its candle may be in the hole: the venue has to begin it.
    if (before && trade.id !== before.id + 1) this.#current = this.#ending = null;
    const current = this.#current;
    if (!current || trade.lastTradeId <= current.lastTradeId) return;
    // What the venue has closed it has counted whole.
    if (openTimeOf(this.interval, trade.time) <= this.#newestClosed) return;
    this.#set(foldTrade(current, this.interval, trade), trade.time);
  }

  /** Takes the venue's candle as streamed. */
  onKline(kline: Kline, time: number): void {
    if (kline.isClosed) this.#ended(kline);
    else if (kline.openTime <= this.#newestClosed) return;
    if (this.#current && kline.openTime < this.#current.openTime) {
      this.#note(kline, time);
      return;
    }
    this.#set(kline, time);
    const lastTrade = this.#lastTrade;
    const isBehind =
      lastTrade !== null &&
      !kline.isClosed &&
      lastTrade.lastTradeId > kline.lastTradeId &&
      lastTrade.time <= closeTimeOf(this.interval, kline.openTime);
    if (isBehind) this.#set(foldTrade(kline, this.interval, lastTrade), lastTrade.time);
  }

  /** Takes candles from history, oldest first: closed ones replace what was told of them. */
  onHistory(klines: readonly Kline[]): void {
    for (const kline of klines) {
      // An open one is the stream's matter: history does not say which trades it holds.
      if (kline.isClosed) this.#settle(kline);
    }
  }

  /**
   * Closes the candle that trades have left behind when neither stream nor history did, and forgets
   * what was said of candles that cannot have begun. @param now by the venue.
   */
  closeOverdue(now: number): void {
    // Else no candle would be taken until that time has come.
    if (this.#newestClosed > now) this.#newestClosed = -Infinity;
    if (this.#current && this.#current.openTime > now + PATIENCE_MS) this.#current = null;
    const ending = this.#ending;
    if (!ending) return;
    const end = closeTimeOf(this.interval, ending.openTime);
    if (now <= end + PATIENCE_MS) return;
    this.#ending = null;
    this.#note({ ...ending, isClosed: true }, end);
  }

  /** Candles changed since the last call, oldest first. */
  takeChanges(): KlineChange[] {
    if (this.#changed.size === 0) return [];
    const changes = [...this.#changed.values()];
    this.#changed.clear();
    return changes.sort((a, b) => a.kline.openTime - b.kline.openTime);
  }

  #settle(kline: Kline): void {
    const end = closeTimeOf(this.interval, kline.openTime);
    this.#ended(kline);
    const known = this.#closed.get(kline.openTime);
    if (known && hasSameValues(known, kline)) return;
    const current = this.#current;
    if (current?.openTime !== kline.openTime) this.#note(kline, end);
    else this.#set({ ...kline, lastTradeId: current.lastTradeId }, end);
  }

  /** Somebody has said that a candle is closed. */
  #ended({ openTime }: Kline): void {
    if (this.#ending?.openTime === openTime) this.#ending = null;
  }

  #set(kline: Kline, time: number): void {
    const before = this.#current;
    if (before && !before.isClosed && before.openTime < kline.openTime) this.#ending = before;
    this.#current = kline;
    this.#note(kline, time);
  }

  #note(kline: Kline, time: number): void {
    const known = this.#changed.get(kline.openTime);
    if (known) {
      known.kline = kline;
      known.time = time;
    } else {
      const { symbol, interval } = this;
      this.#changed.set(kline.openTime, { symbol, interval, kline, time });
    }
    if (!kline.isClosed) return;
    this.#newestClosed = Math.max(this.#newestClosed, kline.openTime);
    this.#closed.set(kline.openTime, kline);
    if (this.#closed.size <= REMEMBERED) return;
    const [oldest] = this.#closed.keys();
    if (oldest !== undefined) this.#closed.delete(oldest);
  }
}
