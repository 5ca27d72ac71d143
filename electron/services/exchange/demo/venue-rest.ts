import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { Market, VenueTrade } from './market';
import { badCombination, RestError, RestParams } from './rest-params';
import { WeightMeter } from './weight-meter';
import { WEIGHT_LIMIT, WireFormat } from './wire-format';

interface Route {
  /** What a request costs. */
  readonly weight: number | ((params: RestParams) => number);
  readonly answer: (params: RestParams) => unknown;
}

const RATE_LIMITS = [
  { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: WEIGHT_LIMIT },
  { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 300_000 },
];
const TOO_MUCH =
  `Too much request weight used; current limit is ${WEIGHT_LIMIT} request weight per 1 MINUTE. ` +
  'Please use WebSocket Streams for live updates to avoid polling the API.';

/** Answers the public market-data part of Binance's spot REST interface. */
export class VenueRest {
  readonly #formats: ReadonlyMap<string, WireFormat>;
  readonly #listed: ReadonlySet<string>;
  readonly #meter: WeightMeter;
  readonly #routes: ReadonlyMap<string, Route>;

  constructor(
    private readonly market: Market,
    private readonly logger: Logger,
    clock: Clock,
  ) {
    const { instruments } = market;
    this.#formats = new Map(instruments.map((each) => [each.venueSymbol, new WireFormat(each)]));
    this.#listed = new Set(this.#formats.keys());
    this.#meter = new WeightMeter(clock);
    const klines: Route = { weight: 2, answer: (params) => this.#klines(params) };
    this.#routes = new Map<string, Route>([
      ['/api/v3/ping', { weight: 1, answer: () => ({}) }],
      ['/api/v3/time', { weight: 1, answer: () => ({ serverTime: market.now() }) }],
      ['/api/v3/exchangeInfo', { weight: 20, answer: (params) => this.#exchangeInfo(params) }],
      ['/api/v3/klines', klines],
      ['/api/v3/uiKlines', klines],
      ['/api/v3/ticker/24hr', { weight: dayWeight, answer: (params) => this.#dayTickers(params) }],
      ['/api/v3/ticker/price', { weight: priceWeight, answer: (params) => this.#prices(params) }],
      ['/api/v3/aggTrades', { weight: 4, answer: (params) => this.#aggTrades(params) }],
    ]);
  }

  /** Answers one request; never throws. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://venue');
      const route = this.#routes.get(url.pathname);
      if (!route) throw new RestError(-1000, 'Path not found.', 404);
      if (request.method !== 'GET') throw new RestError(-1000, 'Method not allowed.', 405);
      const params = new RestParams(url.searchParams, this.#listed);
      const weight = typeof route.weight === 'number' ? route.weight : route.weight(params);
      this.#charge(weight, response);
      send(response, 200, await route.answer(params));
    } catch (error) {
      this.#refuse(error, response);
    }
  }

  /** Counts the weight, also of requests that are refused later on. */
  #charge(weight: number, response: ServerResponse): void {
    const used = String(this.#meter.add(weight));
    response.setHeader('X-MBX-USED-WEIGHT', used);
    response.setHeader('X-MBX-USED-WEIGHT-1M', used);
    const seconds = this.#meter.retryAfterSeconds();
    if (seconds === null) return;
    response.setHeader('Retry-After', String(seconds));
    throw new RestError(-1003, TOO_MUCH, 429);
  }

  #refuse(error: unknown, response: ServerResponse): void {
    if (error instanceof RestError) {
      send(response, error.status, { code: error.code, msg: error.message });
      return;
    }
    this.logger.error('demo venue failed to answer', { error: String(error) });
    send(response, 500, { code: -1000, msg: 'An unknown error occurred.' });
  }

  #exchangeInfo(params: RestParams): object {
    const status = params.text('symbolStatus');
    const withSets = params.text('showPermissionSets') !== 'false';
    const wanted = params.symbols();
    const listed = this.market.instruments.filter(
      (each) =>
        (wanted?.includes(each.venueSymbol) ?? true) &&
        (status === undefined || status === (each.isTrading ? 'TRADING' : 'BREAK')),
    );
    return {
      timezone: 'UTC',
      serverTime: this.market.now(),
      rateLimits: RATE_LIMITS,
      exchangeFilters: [],
      symbols: listed.map((each) => this.#format(each.venueSymbol).symbolInfo(withSets)),
    };
  }

  async #klines(params: RestParams): Promise<unknown> {
    const symbol = params.symbol();
    const interval = params.interval();
    const range = { symbol, interval, limit: params.limit(), ...params.times() };
    const klines = await this.market.klines(range);
    const format = this.#format(symbol);
    return klines.map((kline) => format.klineRow(kline));
  }

  #dayTickers(params: RestParams): unknown {
    const type = params.text('type') ?? 'FULL';
    if (type !== 'FULL' && type !== 'MINI') {
      throw new RestError(-1130, "Data sent for parameter 'type' is not valid.");
    }
    return this.#each(params, (symbol) => {
      const ticker = this.market.ticker24h(symbol);
      const format = this.#format(symbol);
      return type === 'FULL' ? format.statistics(ticker) : format.miniStatistics(ticker);
    });
  }

  #prices(params: RestParams): unknown {
    return this.#each(params, (symbol) => {
      const last = this.market.latestTrades(symbol, 1, Infinity)[0];
      return { symbol, price: this.#format(symbol).price(last?.price ?? 0) };
    });
  }

  /** One object for `symbol`, else a list. */
  #each(params: RestParams, answer: (symbol: string) => object): unknown {
    const symbols = params.symbols() ?? [...this.#listed];
    const answers = symbols.map(answer);
    return params.has('symbol') ? answers[0] : answers;
  }

  #aggTrades(params: RestParams): unknown {
    const symbol = params.symbol();
    const format = this.#format(symbol);
    return this.#tradesOf(symbol, params).map((trade) => format.aggTradeRow(trade));
  }

  #tradesOf(symbol: string, params: RestParams): VenueTrade[] {
    const limit = params.limit();
    const fromId = params.whole('fromId');
    const { startTime, endTime = Infinity } = params.times();
    if (fromId !== undefined) {
      if (params.has('startTime') || params.has('endTime')) throw badCombination();
      return this.market.tradesFrom(symbol, fromId, limit);
    }
    if (startTime === undefined) return this.market.latestTrades(symbol, limit, endTime);
    return this.market.tradesSince(symbol, startTime, limit).filter(({ time }) => time <= endTime);
  }

  #format(symbol: string): WireFormat {
    const format = this.#formats.get(symbol);
    if (!format) throw new RestError(-1121, 'Invalid symbol.');
    return format;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

function dayWeight(params: RestParams): number {
  if (params.has('symbol')) return 2;
  const count = params.text('symbols')?.split(',').length ?? Infinity;
  if (count <= 20) return 2;
  return count <= 100 ? 40 : 80;
}

const priceWeight = (params: RestParams): number => (params.has('symbol') ? 2 : 4);
