import { INTERVALS } from '../../../../shared/domain/interval';
import { FIRST_TRADE_TIME, type Frame } from './frame-reader-types';

/** Thrown for a frame that cannot be trusted; it is counted and dropped, never guessed at. */
export class BadFrameError extends Error {
  override readonly name = 'BadFrameError';
}

/** Binance's `st` of USDⓈ-margined contracts. */
const USD_MARGINED = 1;

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads one text frame whatever its field order, combined (`{stream, data}`) or raw. Null for what says nothing: kinds
 * that nobody asked for, contracts of another market, summaries without a price.
 * @throws {BadFrameError} for text that is not JSON and for known kinds with missing or absurd fields.
 */
export function readStrictly(text: string): Frame | null {
  const outer = parseObject(text);
  const data = isObject(outer['data']) ? outer['data'] : outer;
  if (isForeign(data)) return null;
  switch (data['e']) {
    case 'aggTrade':
      return readTrade(data);
    case 'kline':
      return readKline(data);
    case '24hrMiniTicker':
      return readTicker(data);
    case 'markPriceUpdate':
      return readMarkPrice(data);
    default:
      return 'result' in data || 'error' in data ? readAck(data) : null;
  }
}

function readTrade(data: Json): Frame {
  return {
    kind: 'trade',
    venueSymbol: text(data, 's'),
    id: count(data, 'a'),
    lastTradeId: count(data, 'l'),
    price: positive(data, 'p'),
    quantity: positive(data, 'q'),
    time: tradeTime(data, 'T'),
    eventTime: integer(data, 'E'),
  };
}

/** Null for the summary of a symbol that was never traded: it has no price, which is no nonsense. */
function readTicker(data: Json): Frame | null {
  if (['c', 'o', 'h', 'l'].every((key) => amount(data, key) === 0)) return null;
  return {
    kind: 'ticker',
    venueSymbol: text(data, 's'),
    lastPrice: positive(data, 'c'),
    openPrice: positive(data, 'o'),
    highPrice: positive(data, 'h'),
    lowPrice: positive(data, 'l'),
    volume: amount(data, 'v'),
    quoteVolume: amount(data, 'q'),
    eventTime: integer(data, 'E'),
  };
}

function readKline(data: Json): Frame {
  const k = data['k'];
  if (!isObject(k)) throw new BadFrameError('kline without k');
  const interval = INTERVALS.find((known) => known === k['i']);
  if (!interval) throw new BadFrameError('unknown interval');
  return {
    kind: 'kline',
    venueSymbol: text(data, 's'),
    interval,
    eventTime: integer(data, 'E'),
    kline: {
      openTime: integer(k, 't'),
      open: positive(k, 'o'),
      high: positive(k, 'h'),
      low: positive(k, 'l'),
      close: positive(k, 'c'),
      volume: amount(k, 'v'),
      lastTradeId: integer(k, 'L'),
      isClosed: k['x'] === true,
    },
  };
}

function readMarkPrice(data: Json): Frame {
  const nextFundingTime = integer(data, 'T');
  const indexPrice = amount(data, 'i');
  return {
    kind: 'markPrice',
    venueSymbol: text(data, 's'),
    markPrice: positive(data, 'p'),
    indexPrice: indexPrice > 0 ? indexPrice : null,
    // Where there is no funding the rate is 0, or empty, and the time 0.
    fundingRate: nextFundingTime > 0 ? rate(data, 'r') : null,
    nextFundingTime: nextFundingTime > 0 ? nextFundingTime : null,
    eventTime: integer(data, 'E'),
  };
}

/** Streams of futures carry contracts margined in coins too, which are another market. */
function isForeign(data: Json): boolean {
  return data['st'] !== undefined && data['st'] !== USD_MARGINED;
}

/** Binance writes errors flat or nested, by age of the server. */
function readAck(data: Json): Frame {
  const error = isObject(data['error']) ? data['error'] : data;
  const message = error['msg'];
  const id = data['id'];
  return {
    kind: 'ack',
    id: typeof id === 'number' ? id : null,
    error: typeof message === 'string' ? message : null,
  };
}

function parseObject(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadFrameError('not JSON', { cause: error });
  }
  if (!isObject(value)) throw new BadFrameError('not an object');
  return value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(data: Json, key: string): string {
  const value = data[key];
  if (typeof value !== 'string' || value === '') throw new BadFrameError(`${key} is not text`);
  return value;
}

function integer(data: Json, key: string): number {
  const value = data[key];
  if (!Number.isSafeInteger(value)) throw new BadFrameError(`${key} is not an integer`);
  return value as number;
}

function count(data: Json, key: string): number {
  const value = integer(data, key);
  if (value < 0) throw new BadFrameError(`${key} is below zero`);
  return value;
}

function tradeTime(data: Json, key: string): number {
  const value = integer(data, key);
  if (value < FIRST_TRADE_TIME) throw new BadFrameError(`${key} is before the first trade`);
  return value;
}

const DECIMAL = /^\d{1,30}(\.\d{1,30})?$/;
const SIGNED = /^-?\d{1,30}(\.\d{1,30})?$/;

function amount(data: Json, key: string): number {
  const value = data[key];
  if (typeof value !== 'string' || !DECIMAL.test(value)) {
    throw new BadFrameError(`${key} is not a decimal`);
  }
  return Number(value);
}

function rate(data: Json, key: string): number {
  const value = data[key];
  if (typeof value !== 'string' || !SIGNED.test(value)) {
    throw new BadFrameError(`${key} is not a signed decimal`);
  }
  // Minus zero is written by venues and means nothing.
  return Number(value) + 0;
}

function positive(data: Json, key: string): number {
  const value = amount(data, key);
  if (!(value > 0)) throw new BadFrameError(`${key} is not above zero`);
  return value;
}
