import type { z } from 'zod';
import { toVenueSymbol, type Instrument } from '../../../../shared/domain/instrument';
import type { Kline } from '../../../../shared/domain/kline';
import type { MarkPrice } from '../../../../shared/domain/mark-price';
import type { Ticker } from '../../../../shared/domain/ticker';
import type { Trade } from '../../../../shared/domain/trade';
import type { Clock, Timer } from '../../clock';
import { silentLogger, type Logger } from '../../logger';
import type { FeedStats, KlineQuery } from '../exchange';
import { DELISTED, type InstrumentCatalog } from './instrument-catalog';
import { readExchangeInfo } from './instrument-catalog-reader';
import { InstrumentList } from './instrument-list';
import { klinesOf } from './kline-rows';
import { SPOT, type Product } from './product';
import { RestClient, type RestPause, type RestRequest } from './rest-client';
import {
  aggTradesSchema,
  lastTradeIdsSchema,
  premiumsSchema,
  serverTimeSchema,
  tickersSchema,
} from './schemas';
import type { ServerClock } from './server-clock';
import { suspensionOf } from './suspension';
import { readTradePage, type TradeQuery } from './trade-page';
import type { TextFile } from '../../text-file';
import type { Priority } from './weight-governor';

const REFRESH_EVERY_MS = 3600 * 1000;
const EXCHANGE_INFO = { priority: 'user', maxBytes: 64 * 1024 * 1024, timeoutMs: 60_000 } as const;

export interface MarketApiOptions {
  /** Spot when absent. */
  readonly product?: Product;
  readonly logger?: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random?: () => number;
  /** Remembers a ban over restarts. */
  readonly banFile?: TextFile;
  /** Keeps the instruments for a start while the venue is away. */
  readonly instrumentFile?: TextFile;
}

/** The part of a feed's figures that concerns its REST side. */
type RestStats = Pick<
  FeedStats,
  'host' | 'weightUsed' | 'weightLimit' | 'requests' | 'requestsWaiting' | 'requestFaults'
>;

/** `startTime` (ms UTC) alone gives the oldest candles that open at it or later. */
type KlineSpan = KlineQuery & { readonly startTime?: number };

/** A question the venue answers with a row for each symbol. */
interface SymbolQuestion {
  readonly path: string;
  readonly queriesOf: Product['summaryQueries'];
  readonly priority: Priority;
}

interface SymbolRow {
  readonly symbol: string;
}

/** Market data read by REST, in the product's own terms. */
export class MarketApi {
  readonly #product: Product;
  readonly #rest: RestClient;
  readonly #list: InstrumentList;
  #timer: Timer | null = null;
  /** Rows of candles that made no sense. */
  #badCandles = 0;

  constructor(
    base: string,
    private readonly clock: Clock,
    private readonly serverClock: ServerClock,
    options: MarketApiOptions = {},
  ) {
    const { logger = silentLogger, random = () => 0.5, banFile, instrumentFile: file } = options;
    const { product = SPOT } = options;
    this.#product = product;
    this.#rest = new RestClient({
      base,
      clock,
      logger,
      random,
      banFile,
      weightOf: product.weightOf,
      now: () => serverClock.measured(),
      onSkew: () => this.measureClock(),
    });
    this.#rest.governor.setLimit(product.weightLimit);
    this.#list = new InstrumentList({ host: this.#rest.host, clock, logger, file });
  }

  get catalog(): InstrumentCatalog {
    return this.#list.catalog;
  }

  /** Whether and why the venue is not asked anything at present; null while it is. */
  get pause(): RestPause | null {
    return this.#rest.pause;
  }

  /** Begins anew with the venue's first address, also where it did not serve our location. */
  retry(): void {
    this.#rest.retry();
  }

  /** What the requests so far have come to. */
  get stats(): RestStats {
    const { host, governor, counts } = this.#rest;
    return {
      host,
      weightUsed: governor.used,
      weightLimit: governor.limit,
      requests: counts.requests,
      requestsWaiting: governor.waiting,
      requestFaults: { ...counts.faults, bad_candle: this.#badCandles },
    };
  }

  /**
   * Reads the venue's clock and its instruments. The instruments of the last run are in the catalog
   * from the start, also when the venue is away.
   * @throws {AppError} `UNAVAILABLE`, also for a list that cannot be.
   */
  async load(): Promise<readonly Instrument[]> {
    await this.#list.restore();
    await this.measureClock();
    const { exchangeInfoQuery: query, paths } = this.#product;
    const request = { ...EXCHANGE_INFO, path: paths.exchangeInfo, query };
    const info = await this.#rest.read(request, (text) =>
      readExchangeInfo(text, this.clock, this.#product),
    );
    if (info.weightLimit !== null) this.#rest.governor.setLimit(info.weightLimit);
    await this.#list.replace(info);
    return this.catalog.list;
  }

  /** Loads anew every hour until stopped; what follows a failure is for `onFailure` to do. */
  keepFresh(
    onInstruments: (instruments: readonly Instrument[]) => void,
    onFailure: (error: unknown) => void,
  ): void {
    this.#timer ??= this.clock.every(REFRESH_EVERY_MS, () => {
      this.retry();
      this.load().then(onInstruments, onFailure);
    });
  }

  /** Gives up what runs or waits, and leaves no timer. */
  stop(): void {
    this.#timer?.cancel();
    this.#rest.stop();
  }

  /** Reads the venue's clock; to be called after the machine has slept. @throws {AppError} `UNAVAILABLE`. */
  async measureClock(): Promise<void> {
    const request: RestRequest = { path: this.#product.paths.time, priority: 'user' };
    await this.#rest.read(request, (text, { sentAt, receivedAt }) => {
      const { serverTime } = serverTimeSchema.parse(JSON.parse(text));
      this.serverClock.calibrate(serverTime, sentAt, receivedAt);
    });
  }

  /** Candles, oldest first, one for each open time. @throws {AppError} `UNAVAILABLE`, `UNKNOWN_SYMBOL`. */
  async klines(query: KlineSpan, priority: Priority = 'user'): Promise<Kline[]> {
    const { symbol, interval, limit, startTime, endTime } = query;
    const request: RestRequest = {
      path: this.#product.paths.klines,
      query: {
        symbol: toVenueSymbol(symbol),
        interval,
        limit,
        ...(startTime !== undefined && { startTime }),
        ...(endTime !== undefined && { endTime }),
      },
      priority,
    };
    return this.#rest.read(request, (text) => {
      const terms = { interval, now: this.serverClock.now(), latest: this.serverClock.latest() };
      return klinesOf(text, terms, (count) => (this.#badCandles += count));
    });
  }

  /**
   * Trades of a symbol, ids strictly growing: by one, but where the venue's own history has a hole.
   * @throws {AppError} `UNAVAILABLE`, `UNKNOWN_SYMBOL`.
   */
  async aggTrades(
    symbol: string,
    query: TradeQuery,
    priority: Priority = 'background',
  ): Promise<Trade[]> {
    const path = this.#product.paths.aggTrades;
    const venueSymbol = toVenueSymbol(symbol);
    const rows = await readTradePage(query, (page) =>
      this.#rest.get({ path, query: { symbol: venueSymbol, ...page }, priority }, aggTradesSchema),
    );
    // Their times are the venue's: after sleep our clocks may be behind what history has already.
    return rows.map(({ a: id, p: price, q: quantity, l: lastTradeId, T: time }) => ({
      symbol,
      id,
      lastTradeId,
      price,
      quantity,
      time,
    }));
  }

  /** 24 h summaries; symbols the venue does not know are left out. @throws {AppError} `UNAVAILABLE`. */
  async tickers(symbols: readonly string[], priority: Priority = 'user'): Promise<Ticker[]> {
    const rows = await this.#about(symbols, this.#summaries(priority), tickersSchema);
    return rows.flatMap(({ closeTime, lastId, ...row }) =>
      row.lastPrice > 0 ? [{ ...row, time: closeTime, lastTradeId: lastId }] : [],
    );
  }

  /**
   * Ids of the last single trades of the last 24 hours by symbol, -1 for those without one; those the
   * venue does not know or does not answer for are left out. @throws {AppError} `UNAVAILABLE`, `UNKNOWN_SYMBOL`.
   */
  async lastTradeIds(symbols: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#about(symbols, this.#summaries('background'), lastTradeIdsSchema);
    return new Map(rows.map(({ symbol, lastId }) => [symbol, lastId]));
  }

  /** Mark prices; symbols without one are left out, on spot all of them. @throws {AppError} `UNAVAILABLE`. */
  async markPrices(symbols: readonly string[], priority: Priority = 'user'): Promise<MarkPrice[]> {
    const { paths, premiumQueries } = this.#product;
    if (paths.premiums === null) return [];
    const question = { path: paths.premiums, queriesOf: premiumQueries, priority };
    const rows = await this.#about(symbols, question, premiumsSchema);
    return rows.flatMap((row) => (row.markPrice > 0 ? [toMarkPrice(row)] : []));
  }

  /** Why a symbol does not trade, for people; null while it does, and before any list was read. */
  suspension(symbol: string): string | null {
    if (this.catalog.all.length === 0) return null;
    return suspensionOf(this.catalog.byVenueSymbol(toVenueSymbol(symbol)));
  }

  #summaries(priority: Priority): SymbolQuestion {
    const { paths, summaryQueries } = this.#product;
    return { path: paths.summaries, queriesOf: summaryQueries, priority };
  }

  /** Asks about symbols that are listed; the rows carry wire symbols, and none that was not asked for. */
  async #about<R extends SymbolRow>(
    symbols: readonly string[],
    { path, queriesOf, priority }: SymbolQuestion,
    schema: z.ZodType<R[]>,
  ): Promise<R[]> {
    const known = symbols.map(toVenueSymbol).filter((name) => this.#isListed(name));
    if (known.length === 0) return [];
    const asked = new Set(known);
    const questions = queriesOf(known).map((query) =>
      this.#rest.get({ path, query, priority }, schema),
    );
    const rows = (await Promise.all(questions)).flat();
    return rows.flatMap((row) => {
      const symbol = this.catalog.byVenueSymbol(row.symbol)?.symbol;
      return symbol !== undefined && asked.has(row.symbol) ? [{ ...row, symbol }] : [];
    });
  }

  /** A single name the venue no longer has would fail the whole request. */
  #isListed(venueSymbol: string): boolean {
    const instrument = this.catalog.byVenueSymbol(venueSymbol);
    return instrument !== undefined && instrument.status !== DELISTED;
  }
}

function toMarkPrice(row: z.output<typeof premiumsSchema>[number]): MarkPrice {
  const isFunded = row.nextFundingTime > 0;
  return {
    symbol: row.symbol,
    markPrice: row.markPrice,
    indexPrice: row.indexPrice > 0 ? row.indexPrice : null,
    fundingRate: isFunded && row.lastFundingRate !== '' ? row.lastFundingRate : null,
    nextFundingTime: isFunded ? row.nextFundingTime : null,
    time: row.time,
  };
}
