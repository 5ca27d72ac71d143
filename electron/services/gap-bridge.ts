import { closeTimeOf, openTimeOf, stepOpenTime, type Interval } from '../../shared/domain/interval';
import type { Kline } from '../../shared/domain/kline';
import type { Trade } from '../../shared/domain/trade';
import type { Exchange } from './exchange/exchange';

const SECOND_MS = 1000;
/** Bars one question may bring; Binance's own limit, and the longest gap looked at by the second. */
const BARS = 1000;
/** Trades one question may bring. */
const TRADES = 1000;

export interface GapBridgeOptions {
  readonly exchange: Exchange;
  /** Whether something could happen within a bar, so that its trades are needed one by one. */
  readonly wants: (symbol: string, bar: Kline) => boolean;
}

/**
 * Crosses a gap that is too long to be fetched trade by trade: candles show where prices went, and
 * only the trades of bars that a listener wants are fetched.
 */
export class GapBridge {
  constructor(private readonly options: GapBridgeOptions) {}

  /**
   * Delivers the trades of wanted bars between the last trade and the present, in order.
   * @returns The id of the last trade before the first that still has to be fetched.
   * @throws {AppError} `UNAVAILABLE`; what was delivered stays delivered.
   */
  async cross(last: Trade, deliver: (trade: Trade) => void): Promise<number> {
    const { exchange, wants } = this.options;
    const { symbol } = last;
    const interval: Interval = exchange.now() - last.time <= BARS * SECOND_MS ? '1s' : '1m';
    let edge = last.time;
    /** Where the newest bar with a trade in it begins. */
    let tail = last.time;
    for await (const bar of this.#bars(symbol, interval, edge)) {
      edge = closeTimeOf(interval, bar.openTime) + 1;
      if (bar.volume > 0) tail = bar.openTime;
      if (!wants(symbol, bar)) continue;
      for (const trade of await this.#trades(symbol, bar.openTime, edge - 1)) deliver(trade);
    }
    const [next] = await exchange.fetchTradesSince(symbol, edge);
    if (next) return next.id - 1;
    // Nothing has been traded since: the tape stands at its last trade.
    const end = (await this.#trades(symbol, tail, edge - 1)).at(-1);
    return end?.id ?? last.id;
  }

  /** Closed bars that end after a time, oldest first. */
  async *#bars(symbol: string, interval: Interval, from: number): AsyncGenerator<Kline> {
    for (let startTime = openTimeOf(interval, from); ;) {
      const query = { symbol, interval, limit: BARS, startTime };
      const bars = await this.options.exchange.fetchKlines(query);
      yield* bars.filter((bar) => bar.isClosed);
      const last = bars.at(-1);
      if (!last || bars.length < BARS) return;
      startTime = stepOpenTime(interval, last.openTime, 1);
    }
  }

  /** All trades from one time to another, both included, oldest first. */
  async #trades(symbol: string, from: number, to: number): Promise<Trade[]> {
    const found: Trade[] = [];
    for (let startTime = from; ;) {
      const page = await this.options.exchange.fetchTradesSince(symbol, startTime);
      const known = found.at(-1)?.id ?? -1;
      const fresh = page.filter(({ id, time }) => id > known && time <= to);
      found.push(...fresh);
      const end = page.at(-1);
      if (!end || page.length < TRADES || end.time > to || fresh.length === 0) return found;
      // Several trades may share the millisecond at which the page ended.
      startTime = end.time;
    }
  }
}
