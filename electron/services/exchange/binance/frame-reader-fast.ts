import { INTERVALS, type Interval } from '../../../../shared/domain/interval';
import { FrameCursor } from './frame-reader-cursor';
import { FIRST_TRADE_TIME, type Frame } from './frame-reader-types';

// One for all frames: reading is synchronous, and a frame should cost one object, its own.
const cursor = new FrameCursor();
const intervals: ReadonlyMap<string, Interval> = new Map(INTERVALS.map((each) => [each, each]));

/** Binance's `st` of USDⓈ-margined contracts. */
const USD_MARGINED = 1;

/**
 * Reads a frame that is spelled exactly as Binance spells it: no space, its field order, no escapes.
 * Undefined for any other, whether it is good or bad; null for what nobody asked for: book tickers,
 * and contracts margined in coins, which are another market.
 */
export function readAsExpected(bytes: Buffer): Frame | null | undefined {
  cursor.reset(bytes);
  let braces = 1;
  if (cursor.has('{"stream":')) {
    cursor.skipString();
    cursor.expect(',"data":');
    braces = 2;
  }
  if (cursor.failed) return undefined;
  if (cursor.has('{"e":"aggTrade","E":')) return readTrade(braces);
  if (cursor.has('{"e":"kline","E":')) return readKline(braces);
  if (cursor.has('{"e":"24hrMiniTicker","E":')) return readTicker(braces);
  if (cursor.has('{"e":"markPriceUpdate","E":')) return readMarkPrice(braces);
  if (cursor.has('{"u":')) return readBookTicker(braces);
  return undefined;
}

function readTrade(braces: number): Frame | null | undefined {
  const eventTime = cursor.integer();
  let id = -1;
  // Futures name the id before the symbol.
  if (cursor.has(',"a":')) id = cursor.integer();
  cursor.key('s');
  const venueSymbol = cursor.string();
  if (id < 0) {
    cursor.key('a');
    id = cursor.integer();
  }
  cursor.key('p');
  const price = cursor.decimal();
  cursor.key('q');
  const quantity = cursor.decimal();
  if (cursor.has(',"nq":')) cursor.skipString();
  cursor.key('f');
  cursor.integer();
  cursor.key('l');
  const lastTradeId = cursor.integer();
  cursor.key('T');
  const time = cursor.integer();
  cursor.key('m');
  cursor.boolean();
  if (cursor.has(',"M":')) cursor.boolean();
  const isOurs = endEvent(braces);
  const isWhole = price > 0 && quantity > 0 && time >= FIRST_TRADE_TIME;
  if (cursor.failed || !isWhole) return undefined;
  if (!isOurs) return null;
  return { kind: 'trade', venueSymbol, id, lastTradeId, price, quantity, time, eventTime };
}

function readTicker(braces: number): Frame | null | undefined {
  const eventTime = cursor.integer();
  cursor.key('s');
  const venueSymbol = cursor.string();
  cursor.key('c');
  const lastPrice = cursor.decimal();
  cursor.key('o');
  const openPrice = cursor.decimal();
  cursor.key('h');
  const highPrice = cursor.decimal();
  cursor.key('l');
  const lowPrice = cursor.decimal();
  cursor.key('v');
  const volume = cursor.decimal();
  cursor.key('q');
  const quoteVolume = cursor.decimal();
  const isOurs = endEvent(braces);
  const isPriced = lastPrice > 0 && openPrice > 0 && highPrice > 0 && lowPrice > 0;
  if (cursor.failed || !isPriced) return undefined;
  if (!isOurs) return null;
  return {
    kind: 'ticker',
    venueSymbol,
    lastPrice,
    openPrice,
    highPrice,
    lowPrice,
    volume,
    quoteVolume,
    eventTime,
  };
}

function readKline(braces: number): Frame | undefined {
  const eventTime = cursor.integer();
  cursor.key('s');
  const venueSymbol = cursor.string();
  cursor.key('k');
  cursor.expect('{"t":');
  const openTime = cursor.integer();
  cursor.key('T');
  cursor.integer();
  cursor.key('s');
  cursor.skipString();
  cursor.key('i');
  const interval = intervals.get(cursor.string());
  cursor.key('f');
  cursor.integer();
  cursor.key('L');
  const lastTradeId = cursor.integer();
  cursor.key('o');
  const open = cursor.decimal();
  cursor.key('c');
  const close = cursor.decimal();
  cursor.key('h');
  const high = cursor.decimal();
  cursor.key('l');
  const low = cursor.decimal();
  cursor.key('v');
  const volume = cursor.decimal();
  cursor.key('n');
  cursor.integer();
  cursor.key('x');
  const isClosed = cursor.boolean();
  skipStrings('qVQB');
  cursor.end(braces + 1);
  const isPriced = open > 0 && close > 0 && high > 0 && low > 0;
  if (cursor.failed || !isPriced || interval === undefined) return undefined;
  const kline = { openTime, open, high, low, close, volume, lastTradeId, isClosed };
  return { kind: 'kline', venueSymbol, interval, eventTime, kline };
}

function readMarkPrice(braces: number): Frame | null | undefined {
  const eventTime = cursor.integer();
  cursor.key('s');
  const venueSymbol = cursor.string();
  cursor.key('p');
  const markPrice = cursor.decimal();
  if (cursor.has(',"ap":')) cursor.skipString();
  cursor.key('P');
  cursor.skipString();
  cursor.key('i');
  const index = cursor.decimal();
  cursor.key('r');
  const rate = cursor.signedDecimal();
  cursor.key('T');
  const next = cursor.integer();
  const isOurs = endEvent(braces);
  if (cursor.failed || !(markPrice > 0)) return undefined;
  if (!isOurs) return null;
  const indexPrice = index > 0 ? index : null;
  const fundingRate = next > 0 ? rate : null;
  const nextFundingTime = next > 0 ? next : null;
  const kind = 'markPrice';
  return { kind, venueSymbol, markPrice, indexPrice, fundingRate, nextFundingTime, eventTime };
}

function readBookTicker(braces: number): null | undefined {
  cursor.integer();
  skipStrings('sbBaA');
  cursor.end(braces);
  return cursor.failed ? undefined : null;
}

/**
 * Steps over what futures add to an event, then expects its end.
 * @returns False for a contract margined in coins.
 */
function endEvent(braces: number): boolean {
  if (cursor.has(',"ps":')) cursor.skipString();
  const isOurs = !cursor.has(',"st":') || cursor.integer() === USD_MARGINED;
  cursor.end(braces);
  return isOurs;
}

function skipStrings(names: string): void {
  for (const name of names) {
    cursor.key(name);
    cursor.skipString();
  }
}
