import { openTimeOf, stepOpenTime, type Interval } from '../../../shared/domain/interval';
import type { Instrument } from '../../../shared/domain/instrument';
import type { Kline } from '../../../shared/domain/kline';
import type { Trade } from '../../../shared/domain/trade';
import type { Market, VenueKline, VenueTrade } from '../exchange/demo/market';
import type { KlineQuery } from '../exchange/exchange';
import { FakeExchange } from '../exchange/fake-exchange';

const PAGE = 1000;

/** Serves the history of one symbol of a market as a venue does, without a wire; for tests. */
export class MarketExchange extends FakeExchange {
  readonly #lots: number;
  readonly #ticks: number;

  readonly #instrument: Instrument;

  constructor(
    private readonly market: Market,
    instrument: Instrument,
  ) {
    super();
    this.#instrument = instrument;
    this.#ticks = wholeOf(instrument.tickSize);
    this.#lots = wholeOf(instrument.stepSize);
  }

  /** Trades with from ≤ time < to (ms UTC), oldest first. */
  tradesBetween(from: number, to: number): Trade[] {
    return this.#tradesOf(this.market.tradesBetween(this.#instrument.venueSymbol, from, to));
  }

  override fetchTradesSince(_symbol: string, startTime: number): Promise<Trade[]> {
    const { venueSymbol } = this.#instrument;
    return Promise.resolve(this.#tradesOf(this.market.tradesSince(venueSymbol, startTime, PAGE)));
  }

  override fetchTrades(_symbol: string, fromId: number): Promise<Trade[]> {
    const { venueSymbol } = this.#instrument;
    return Promise.resolve(this.#tradesOf(this.market.tradesFrom(venueSymbol, fromId, PAGE)));
  }

  override fetchKlines({ interval, startTime, limit }: KlineQuery): Promise<Kline[]> {
    const present = openTimeOf(interval, this.now());
    const from = startTime ?? stepOpenTime(interval, present, 1 - limit);
    const klines: Kline[] = [];
    for (
      let openTime = firstOpenTime(interval, from);
      openTime <= present && klines.length < limit;
      openTime = stepOpenTime(interval, openTime, 1)
    ) {
      const kline = this.market.kline(this.#instrument.venueSymbol, interval, openTime);
      if (kline) klines.push(this.#klineOf(kline));
    }
    return Promise.resolve(klines);
  }

  #klineOf({ openTime, closeTime, lastTradeId, quantity, ...prices }: VenueKline): Kline {
    return {
      ...{ openTime, lastTradeId, isClosed: closeTime < this.now() },
      open: prices.open / this.#ticks,
      high: prices.high / this.#ticks,
      low: prices.low / this.#ticks,
      close: prices.close / this.#ticks,
      volume: quantity / this.#lots,
    };
  }

  #tradesOf(trades: readonly VenueTrade[]): Trade[] {
    const { symbol } = this.#instrument;
    return trades.map(({ id, lastTradeId, price, quantity, time }) => ({
      ...{ symbol, id, lastTradeId, time },
      price: price / this.#ticks,
      quantity: quantity / this.#lots,
    }));
  }
}

/** Of the first candle that opens at or after a time. */
function firstOpenTime(interval: Interval, time: number): number {
  const openTime = openTimeOf(interval, time);
  return openTime < time ? stepOpenTime(interval, openTime, 1) : openTime;
}

/** How many steps of a size make one: 100 of 0.01. */
const wholeOf = (size: string): number => Math.round(1 / Number(size));
