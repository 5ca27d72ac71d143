import { decimalText } from '../../electron/services/exchange/demo/decimal-text';
import type { Market, VenueKline, VenueTrade } from '../../electron/services/exchange/demo/market';
import { decimalsOf, toVenueSymbol } from '../../shared/domain/instrument';
import { stepOpenTime } from '../../shared/domain/interval';
import type { Kline } from '../../shared/domain/kline';
import type { Trade } from '../../shared/domain/trade';
import { SOAK_INTERVAL } from './soak-client';
import type { TapeRecord } from './tape-record';

const PAGE = 10_000;
/** Of each kind. */
const MAX_PROBLEMS = 6;

/** What a comparison with the venue's own books came to; all but the first three must be 0. */
export interface Verdict {
  trades: number;
  /** Trades left out because the listener did not want their bars. */
  passedOver: number;
  candles: number;
  missing: number;
  double: number;
  disordered: number;
  /** Trades with another price, quantity or time than the venue's, or that it never made. */
  wrong: number;
  candlesMissing: number;
  candlesWrong: number;
  /** The first few differences in words. */
  readonly problems: string[];
}

/** From an aggregate id on, up to a time (ms UTC) and with all of that time. */
interface TapeSpan {
  readonly fromId: number;
  readonly until: number;
}

/** A verdict about nothing yet. */
function emptyVerdict(): Verdict {
  return {
    ...{ trades: 0, passedOver: 0, candles: 0, missing: 0, double: 0, disordered: 0, wrong: 0 },
    ...{ candlesMissing: 0, candlesWrong: 0, problems: [] },
  };
}

/** Everything in a verdict that must not be. */
export function differencesIn(verdict: Verdict): number {
  const { missing, double, disordered, wrong, candlesMissing, candlesWrong } = verdict;
  return missing + double + disordered + wrong + candlesMissing + candlesWrong;
}

/** Compares what a listener was told with a market's own tape. */
export class TapeJudge {
  readonly verdict = emptyVerdict();

  constructor(private readonly market: Market) {}

  /**
   * Judges one symbol of one run of the client.
   * @param until venue time up to which nothing may be missing; null when the run was cut short.
   */
  async judge(record: TapeRecord, symbol: string, until: number | null): Promise<void> {
    this.#judgeTrades(record, symbol, until);
    // Those of a run that was cut short may still have had to be read.
    if (until !== null) await this.#judgeCandles(record, symbol, until);
  }

  #judgeTrades(record: TapeRecord, symbol: string, until: number | null): void {
    const told = record.trades.get(symbol) ?? [];
    this.verdict.trades += told.length;
    this.#judgeOrder(told);
    const [first] = told;
    const last = told.at(-1);
    if (first && last) this.#compare(record, told, { fromId: first.id, until: until ?? last.time });
    else if (until !== null) this.#found('missing', `${symbol}: no trade at all`);
  }

  #compare(record: TapeRecord, told: readonly Trade[], span: TapeSpan): void {
    const byId = new Map(told.map((trade) => [trade.id, trade]));
    const [{ symbol }] = told as [Trade];
    for (const trade of this.#tape(symbol, span)) {
      const found = byId.get(trade.id);
      byId.delete(trade.id);
      if (found) this.#judgeTrade(found, trade);
      else if (record.passedOver(symbol, trade.time)) this.verdict.passedOver++;
      else this.#found('missing', `${symbol} ${trade.id} at ${iso(trade.time)}`);
    }
    for (const { id, time } of byId.values()) {
      if (time <= span.until) this.#found('wrong', `${symbol} ${id} never was`);
    }
  }

  #judgeOrder(told: readonly Trade[]): void {
    let newest = -1;
    for (const { symbol, id } of told) {
      if (id === newest) this.#found('double', `${symbol} ${id}`);
      else if (id < newest) this.#found('disordered', `${symbol} ${id} after ${newest}`);
      newest = Math.max(newest, id);
    }
  }

  #judgeTrade(told: Trade, made: VenueTrade): void {
    const { price, quantity } = this.#readerOf(told.symbol);
    const isRight =
      told.price === price(made.price) &&
      told.quantity === quantity(made.quantity) &&
      told.time === made.time &&
      told.lastTradeId === made.lastTradeId;
    if (!isRight) this.#found('wrong', `${told.symbol} ${told.id} is not as the venue made it`);
  }

  async #judgeCandles(record: TapeRecord, symbol: string, until: number): Promise<void> {
    const told = record.candles.get(symbol);
    const closed = [...(told?.values() ?? [])].filter(({ isClosed }) => isClosed);
    if (!told || closed.length === 0) return;
    const first = Math.min(...closed.map(({ openTime }) => openTime));
    const last = Math.max(...closed.map(({ openTime }) => openTime));
    const end = Math.max(last, lastClosedBefore(until));
    for (const candle of await this.#candles(symbol, first, end)) {
      this.verdict.candles++;
      const mine = told.get(candle.openTime);
      const where = `${symbol} candle of ${iso(candle.openTime)}`;
      if (!mine?.isClosed) this.#found('candlesMissing', where);
      else if (!this.#isSame(symbol, mine, candle)) {
        this.#found('candlesWrong', `${where}: ${JSON.stringify(mine)}`);
      }
    }
  }

  #isSame(symbol: string, told: Kline, made: VenueKline): boolean {
    const { price, quantity } = this.#readerOf(symbol);
    return (
      told.open === price(made.open) &&
      told.high === price(made.high) &&
      told.low === price(made.low) &&
      told.close === price(made.close) &&
      told.volume === quantity(made.quantity)
    );
  }

  *#tape(symbol: string, { fromId, until }: TapeSpan): Generator<VenueTrade> {
    for (let id = fromId; ;) {
      const page = this.market.tradesFrom(toVenueSymbol(symbol), id, PAGE);
      for (const trade of page) {
        if (trade.time > until) return;
        yield trade;
      }
      const last = page.at(-1);
      if (!last) return;
      id = last.id + 1;
    }
  }

  async #candles(symbol: string, from: number, to: number): Promise<VenueKline[]> {
    const found: VenueKline[] = [];
    for (let startTime = from; startTime <= to;) {
      const page = await this.market.klines({
        symbol: toVenueSymbol(symbol),
        interval: SOAK_INTERVAL,
        limit: 1000,
        startTime,
      });
      found.push(...page.filter(({ openTime }) => openTime <= to));
      const last = page.at(-1);
      if (!last) break;
      startTime = stepOpenTime(SOAK_INTERVAL, last.openTime, 1);
    }
    return found;
  }

  /** How the venue's whole ticks and lots read in the product's numbers. */
  #readerOf(symbol: string): Record<'price' | 'quantity', (units: number) => number> {
    const venueSymbol = toVenueSymbol(symbol);
    const instrument = this.market.instruments.find((each) => each.venueSymbol === venueSymbol);
    if (!instrument) throw new Error(`${symbol} is not listed`);
    const reader = (step: string) => (units: number) =>
      Number(decimalText(units, decimalsOf(step)));
    return { price: reader(instrument.tickSize), quantity: reader(instrument.stepSize) };
  }

  #found(kind: Exclude<keyof Verdict, 'problems'>, words: string): void {
    if (this.verdict[kind]++ < MAX_PROBLEMS) this.verdict.problems.push(`${kind}: ${words}`);
  }
}

/** A closing candle is told with the next flush, and corrected half a minute later. */
const CANDLE_GRACE_MS = 60_000;

const lastClosedBefore = (until: number): number =>
  Math.floor((until - CANDLE_GRACE_MS) / 60_000) * 60_000 - 60_000;

const iso = (time: number): string => new Date(time).toISOString();
