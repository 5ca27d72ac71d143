import { openTimeOf, stepOpenTime, type Interval } from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import { BarsAhead } from '../../../shared/domain/rules/bars-ahead';
import type { Lookback } from '../../../shared/domain/rules/lookback';
import type { Trade } from '../../../shared/domain/trade';
import type { Exchange } from '../exchange/exchange';
import { TradeReader } from '../feed/gap-bridge';

const PAGE = 1000;
const MINUTE_MS = 60_000;

/** What back-casts ask of a venue. */
export type PastExchange = Pick<Exchange, 'now' | 'history' | 'fetchKlines' | 'fetchTradesSince'>;

/** Follows a task and may end it. */
export interface Task {
  readonly signal: AbortSignal;
  /** @param done 0–1. */
  readonly onProgress: (done: number) => void;
}

/** Trades that have been asked for already, and how many questions are left. */
export interface TradeBudget {
  pages: number;
}

/** The minutes of one symbol, and what has been asked about them. */
export class Past {
  readonly #trades = new Map<number, readonly Trade[]>();
  readonly #reader: TradeReader;
  readonly #ahead: BarsAhead;
  readonly #oldest: number;
  readonly #klines = new Map<Interval, readonly Kline[]>();

  constructor(
    private readonly exchange: PastExchange,
    readonly symbol: string,
    readonly span: {
      readonly from: number;
      readonly to: number;
      /** Of `from`; null when it is not known. */
      readonly price: number | null;
      /** Closed candles of a minute, oldest first. */
      readonly bars: readonly Kline[];
    },
    options: { readonly windowMs: number; readonly budget: TradeBudget },
  ) {
    const { budget } = options;
    this.#ahead = new BarsAhead(span.bars, options.windowMs);
    this.#oldest = exchange.now(symbol) - exchange.history(symbol).tradesReachMs;
    this.#reader = new TradeReader(
      {
        fetchTradesSince: async (...question) => {
          if (budget.pages <= 0) throw new BudgetSpent();
          budget.pages--;
          return exchange.fetchTradesSince(...question);
        },
      },
      symbol,
    );
  }

  /** What follows a minute, by its place. */
  aheadOf(place: number) {
    return this.#ahead.of(place);
  }

  /**
   * The trades of a minute; null when they are too old, or too many questions have been asked.
   * @param isAsking Otherwise only what is known already.
   * @throws {AppError} `UNAVAILABLE`
   */
  async trades({ openTime }: Kline, isAsking: boolean): Promise<readonly Trade[] | null> {
    const known = this.#trades.get(openTime);
    if (known || !isAsking || openTime < this.#oldest) return known ?? null;
    try {
      const trades = await this.#reader.between(openTime, openTime + MINUTE_MS - 1);
      this.#trades.set(openTime, trades);
      return trades;
    } catch (error) {
      if (error instanceof BudgetSpent) return null;
      throw error;
    }
  }

  /** The closed candles that a rule looks back on. @throws {AppError} `UNAVAILABLE` */
  async klines({ interval, bars }: Lookback, signal: AbortSignal): Promise<readonly Kline[]> {
    const known = this.#klines.get(interval);
    if (known) return known;
    const { from, to } = this.span;
    const start = stepOpenTime(interval, openTimeOf(interval, from), -(bars + 2));
    const range = { symbol: this.symbol, interval, from: start, to };
    const klines = await readKlines(this.exchange, range, { signal, onProgress: () => undefined });
    this.#klines.set(interval, klines);
    return klines;
  }
}

class BudgetSpent extends Error {}

interface KlineRange {
  readonly symbol: string;
  readonly interval: Interval;
  readonly from: number;
  readonly to: number;
}

/** All closed candles that open in a time, oldest first. @throws {AppError} `UNAVAILABLE`, or why it was ended. */
export async function readKlines(
  exchange: Pick<Exchange, 'fetchKlines'>,
  { symbol, interval, from, to }: KlineRange,
  { signal, onProgress }: Task,
): Promise<Kline[]> {
  const klines: Kline[] = [];
  for (let startTime = from; startTime < to;) {
    const query = { symbol, interval, startTime, limit: PAGE, isBackground: true };
    const page = await exchange.fetchKlines(query);
    signal.throwIfAborted();
    for (const kline of page) if (kline.isClosed && kline.openTime < to) klines.push(kline);
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    startTime = stepOpenTime(interval, last.openTime, 1);
    onProgress((startTime - from) / (to - from));
  }
  return klines;
}

/** The minutes from a time up to the present. @throws as `readKlines`. */
export async function readPast(
  exchange: PastExchange,
  { symbol, from }: { readonly symbol: string; readonly from: number },
  options: { readonly windowMs: number; readonly budget: TradeBudget } & Task,
): Promise<Past> {
  const to = openTimeOf('1m', exchange.now(symbol));
  const range = { symbol, interval: '1m' as const, from: from - MINUTE_MS, to };
  const bars = await readKlines(exchange, range, options);
  const price = bars[0] && bars[0].openTime < from ? bars[0].close : null;
  const since = bars.filter(({ openTime }) => openTime >= from);
  return new Past(exchange, symbol, { from, to, price, bars: since }, options);
}
