import { toVenueSymbol, type Instrument } from '../../../../shared/domain/instrument';
import type { Kline } from '../../../../shared/domain/kline';
import type { Ticker } from '../../../../shared/domain/ticker';
import type { Trade } from '../../../../shared/domain/trade';
import type { Clock } from '../../clock';
import type { KlineQuery } from '../exchange';
import { InstrumentCatalog, toInstruments } from './instrument-catalog';
import { RestClient } from './rest-client';
import {
  aggTradesSchema,
  exchangeInfoSchema,
  klinesSchema,
  serverTimeSchema,
  tickersSchema,
} from './schemas';
import type { ServerClock } from './server-clock';

/** Market data read by REST, in the product's own terms. */
export class MarketApi {
  readonly #rest: RestClient;
  #catalog = new InstrumentCatalog([]);

  constructor(
    base: string,
    private readonly clock: Clock,
    private readonly serverClock: ServerClock,
  ) {
    this.#rest = new RestClient(base);
  }

  get catalog(): InstrumentCatalog {
    return this.#catalog;
  }

  /** Reads the venue's clock and its instruments. @throws {AppError} `UNAVAILABLE`. */
  async load(): Promise<readonly Instrument[]> {
    const sentAt = this.clock.now();
    const { serverTime } = await this.#rest.get('/api/v3/time', {}, serverTimeSchema);
    this.serverClock.calibrate(serverTime, sentAt, this.clock.now());
    const info = await this.#rest.get(
      '/api/v3/exchangeInfo',
      { symbolStatus: 'TRADING', showPermissionSets: 'false' },
      exchangeInfoSchema,
    );
    this.#catalog = new InstrumentCatalog(toInstruments(info));
    return this.#catalog.list;
  }

  /** Candles, oldest first. @throws {AppError} `UNAVAILABLE`. */
  async klines(query: KlineQuery): Promise<Kline[]> {
    const rows = await this.#rest.get(
      '/api/v3/klines',
      {
        symbol: toVenueSymbol(query.symbol),
        interval: query.interval,
        limit: query.limit,
        ...(query.endTime === undefined ? {} : { endTime: query.endTime }),
      },
      klinesSchema,
    );
    const now = this.serverClock.now();
    return rows.map(([openTime, open, high, low, close, volume, closeTime]) => ({
      openTime,
      open,
      high,
      low,
      close,
      volume,
      lastTradeId: -1,
      isClosed: closeTime < now,
    }));
  }

  /** Aggregate trades from an id on, oldest first. @throws {AppError} `UNAVAILABLE`. */
  async aggTrades(
    symbol: string,
    { fromId, limit }: { readonly fromId: number; readonly limit: number },
  ): Promise<Trade[]> {
    const rows = await this.#rest.get(
      '/api/v3/aggTrades',
      { symbol: toVenueSymbol(symbol), fromId, limit },
      aggTradesSchema,
    );
    return rows.map(({ a, p, q, l, T }) => ({
      symbol,
      id: a,
      lastTradeId: l,
      price: p,
      quantity: q,
      time: T,
    }));
  }

  /** 24 h summaries; symbols the venue does not know are left out. @throws {AppError} `UNAVAILABLE`. */
  async tickers(symbols: readonly string[]): Promise<Ticker[]> {
    const known = symbols.map(toVenueSymbol).filter((name) => this.#catalog.byVenueSymbol(name));
    if (known.length === 0) return [];
    const rows = await this.#rest.get(
      '/api/v3/ticker/24hr',
      { symbols: JSON.stringify(known) },
      tickersSchema,
    );
    return rows.flatMap(({ symbol: venueSymbol, closeTime, ...row }) => {
      const instrument = this.#catalog.byVenueSymbol(venueSymbol);
      return instrument && row.lastPrice > 0
        ? [{ ...row, symbol: instrument.symbol, time: closeTime }]
        : [];
    });
  }
}
