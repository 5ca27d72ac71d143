import type { Instrument } from '../../../../shared/domain/instrument';
import type { Interval } from '../../../../shared/domain/interval';
import { klineOf, klinesOf, priceBefore, totalsOf } from './kline-aggregation';
import type { KlineRange, Market, Perpetuals, VenueKline, VenueTicker, VenueTrade } from './market';
import type { SymbolTape } from './symbol-tape';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How a market's own time passes, and what it tells people. */
export interface MarketTime {
  readonly description: string;
  readonly catchUpMs: number;
  begin(): void;
  now(): number;
}

/** A market made of tapes: everything it shows is added up from their trades. */
export class TapeMarket implements Market {
  readonly instruments: readonly Instrument[];
  readonly #tapes: ReadonlyMap<string, SymbolTape>;

  #perpetuals: Perpetuals | null = null;

  constructor(
    tapes: readonly SymbolTape[],
    private readonly time: MarketTime,
  ) {
    this.instruments = tapes.map((tape) => tape.instrument);
    this.#tapes = new Map(tapes.map((tape) => [tape.instrument.venueSymbol, tape]));
  }

  get perpetuals(): Perpetuals | null {
    return this.#perpetuals;
  }

  /** Gives the market the contracts whose index it is. */
  carry(perpetuals: Perpetuals): this {
    this.#perpetuals = perpetuals;
    return this;
  }

  get description(): string {
    return this.time.description;
  }

  get catchUpMs(): number {
    return this.time.catchUpMs;
  }

  begin(): void {
    this.time.begin();
  }

  now(): number {
    return this.time.now();
  }

  tradesBetween(symbol: string, from: number, to: number): VenueTrade[] {
    const tape = this.#tape(symbol);
    const end = Math.min(to, this.now() + 1);
    if (from >= end) return [];
    return tape.trades(tape.countUntil(from - 1), tape.countUntil(end - 1));
  }

  tradesFrom(symbol: string, id: number, limit: number): VenueTrade[] {
    const tape = this.#tape(symbol);
    const count = tape.countUntil(this.now());
    const from = Math.min(tape.ordinalOf(id), count);
    return tape.trades(from, Math.min(from + limit, count));
  }

  tradesSince(symbol: string, from: number, limit: number): VenueTrade[] {
    const tape = this.#tape(symbol);
    const now = this.now();
    const first = tape.countUntil(Math.min(from - 1, now));
    return tape.trades(first, Math.min(first + limit, tape.countUntil(now)));
  }

  latestTrades(symbol: string, limit: number, until: number): VenueTrade[] {
    const tape = this.#tape(symbol);
    const count = tape.countUntil(Math.min(until, this.now()));
    return tape.trades(Math.max(0, count - limit), count);
  }

  kline(symbol: string, interval: Interval, openTime: number): VenueKline | null {
    return klineOf(this.#tape(symbol), interval, openTime, this.now());
  }

  klines(range: KlineRange, isAbandoned = (): boolean => false): Promise<VenueKline[]> {
    return klinesOf(this.#tape(range.symbol), range, { now: this.now(), isAbandoned });
  }

  ticker24h(symbol: string): VenueTicker {
    const tape = this.#tape(symbol);
    const closeTime = this.now();
    const openTime = Math.floor((closeTime - DAY_MS) / MINUTE_MS) * MINUTE_MS;
    const totals = totalsOf(tape, openTime, closeTime + 1);
    const previousClose = priceBefore(tape, openTime) ?? totals.open;
    const lastTrade = this.latestTrades(symbol, 1, closeTime)[0] ?? null;
    return { symbol, openTime, closeTime, ...totals, previousClose, lastTrade };
  }

  #tape(symbol: string): SymbolTape {
    const tape = this.#tapes.get(symbol);
    if (!tape) throw new RangeError(`${symbol} is not listed here.`);
    return tape;
  }
}
