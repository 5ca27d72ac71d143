import { closeTimeOf, openTimeOf, type Interval } from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import type { Trade } from '../../../shared/domain/trade';
import type { Exchange } from '../exchange/exchange';
import { klinePages } from './kline-pages';

const SECOND_MS = 1000;
/** The longest gap looked at by the second; one question brings so many bars. */
const BARS = 1000;
/** Trades one question may bring. */
const TRADES = 1000;

/** The longest time looked back on: a trade with a time from before the venue must not cost years. */
const LONGEST_MS = 90 * 24 * 3_600_000;

/** What became of a gap. */
export interface CrossedGap {
  /** Id of the last trade before the first that still has to be fetched. */
  readonly lastId: number;
  /** Wanted bars so old that their trades are not to be had: these candles are all there is. */
  readonly barsOnly: readonly Kline[];
}

export interface GapBridgeOptions {
  readonly exchange: Exchange;
  /** Whether something could happen within a bar, so that its trades are needed one by one. */
  readonly wants: (symbol: string, bar: Kline, interval: Interval) => boolean;
}

/**
 * Crosses a gap that is too long to be fetched trade by trade: candles show where prices went, and
 * only the trades of bars that a listener wants are fetched.
 */
export class GapBridge {
  constructor(private readonly options: GapBridgeOptions) {}

  /**
   * Delivers the trades of wanted bars between the last trade and the present, in order, and those
   * since the last closed bar, as far as one question brings them.
   * @throws {AppError} `UNAVAILABLE`; what was delivered stays delivered.
   */
  async cross(last: Trade, deliver: (trade: Trade) => void): Promise<CrossedGap> {
    const { exchange, wants } = this.options;
    const { symbol } = last;
    const { interval, oldest, start } = this.#viewOf(last);
    const reader = new TradeReader(exchange, symbol);
    const barsOnly: Kline[] = [];
    let edge = start;
    /** Where the newest bar with a trade in it begins. */
    let tail = start;
    for await (const bar of this.#bars(symbol, interval, edge)) {
      edge = closeTimeOf(interval, bar.openTime) + 1;
      if (bar.volume > 0) tail = bar.openTime;
      if (!wants(symbol, bar, interval)) continue;
      if (bar.openTime < oldest) barsOnly.push(bar);
      else for (const trade of await reader.between(bar.openTime, edge - 1)) deliver(trade);
    }
    const present = await exchange.fetchTradesSince(symbol, Math.max(edge, oldest));
    for (const trade of present) deliver(trade);
    // Where nothing has been traded since, the tape stands at its last trade, if that can be asked.
    const isQuiet = present.length === 0 && tail >= oldest;
    const end = isQuiet ? await reader.between(tail, edge - 1) : present;
    return { lastId: (end.at(-1) ?? last).id, barsOnly };
  }

  /** How finely a gap is looked at, from when on, and since when there are single trades of it. */
  #viewOf(last: Trade): { interval: Interval; oldest: number; start: number } {
    const { exchange } = this.options;
    const { intervals, tradesReachMs } = exchange.history(last.symbol);
    const now = exchange.now(last.symbol);
    const isShort = now - last.time <= BARS * SECOND_MS && intervals.includes('1s');
    const start = Math.max(last.time, now - LONGEST_MS);
    return { interval: isShort ? '1s' : '1m', oldest: now - tradesReachMs, start };
  }

  /**
   * Closed bars that end after a time, oldest first and without a hole. A bar with another after it
   * is over, whatever our knowledge of the venue's clock says: after sleep it may be hours behind.
   */
  async *#bars(symbol: string, interval: Interval, from: number): AsyncGenerator<Kline> {
    let newest: Kline | null = null;
    const query = { symbol, interval, startTime: openTimeOf(interval, from) };
    for await (const bars of klinePages(this.options.exchange, query)) {
      for (const bar of bars) {
        if (newest) yield newest;
        newest = bar;
      }
    }
    if (newest?.isClosed) yield newest;
  }
}

/** Reads the trades of a symbol by time; neighboring times share the questions that bring them. */
export class TradeReader {
  /** The newest answer: all trades since `#since`, as far as it goes. */
  #page: readonly Trade[] = [];
  #since = Infinity;

  constructor(
    private readonly exchange: Pick<Exchange, 'fetchTradesSince'>,
    private readonly symbol: string,
  ) {}

  /** All trades from one time to another, both included, oldest first. */
  async between(from: number, to: number): Promise<Trade[]> {
    const found: Trade[] = [];
    for (let startTime = from; ;) {
      const isHeld = this.#holds(startTime);
      if (!isHeld) await this.#ask(startTime);
      const known = found.at(-1)?.id ?? -1;
      const fresh = this.#page.filter(
        ({ id, time }) => id > known && time >= startTime && time <= to,
      );
      found.push(...fresh);
      const end = this.#page.at(-1);
      if (!end || end.time > to) return found;
      // An answer from before may have ended at the present of its time.
      if (!isHeld && (this.#page.length < TRADES || fresh.length === 0)) return found;
      // Several trades may share the millisecond at which the page ended.
      startTime = end.time;
    }
  }

  #holds(time: number): boolean {
    const end = this.#page.at(-1);
    return end !== undefined && this.#since <= time && time < end.time;
  }

  async #ask(startTime: number): Promise<void> {
    this.#page = await this.exchange.fetchTradesSince(this.symbol, startTime);
    this.#since = startTime;
  }
}
