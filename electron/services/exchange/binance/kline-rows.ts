import { openTimeOf, type Interval } from '../../../../shared/domain/interval';
import type { Kline } from '../../../../shared/domain/kline';
import { LAST_TIME, readKlineText } from './kline-text';

/** A decimal as Binance writes it. */
const DECIMAL = /^-?\d{1,30}(\.\d{1,30})?$/;
/** Fields of a row that are read; whatever follows them is left alone. */
const FIELDS = 7;

/** What rows of candles are held against. */
export interface KlineTerms {
  readonly interval: Interval;
  /** By the venue's clock, ms UTC: what has ended before it is closed. */
  readonly now: number;
  /** The latest moment that the present can be, ms UTC: no candle opens after it. */
  readonly latest: number;
}

/**
 * Candles of an answer: oldest first, one for each open time, which is on the interval's grid.
 * @param text The answer to a klines question.
 * @param onBad Gets the number of rows left out because no candle can be so, when there are any.
 * @throws {SyntaxError} when it is no JSON.
 * @throws {TypeError} when it is no list of rows as Binance writes them.
 * @see https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints#klinecandlestick-data
 */
export function klinesOf(text: string, terms: KlineTerms, onBad: (count: number) => void): Kline[] {
  const klines = readKlineText(text, terms.now);
  return klines && isInOrder(klines, terms) ? klines : strictly(JSON.parse(text), terms, onBad);
}

function isInOrder(klines: readonly Kline[], terms: KlineTerms): boolean {
  let last = -1;
  for (const kline of klines) {
    if (kline.openTime <= last || !canBe(kline, terms)) return false;
    last = kline.openTime;
  }
  return true;
}

/** Whatever the answer looks like, field by field. */
function strictly(answer: unknown, terms: KlineTerms, onBad: (count: number) => void): Kline[] {
  if (!Array.isArray(answer)) throw new TypeError('klines: not a list');
  const byOpenTime = new Map<number, Kline>();
  for (const row of answer as readonly unknown[]) {
    const kline = toKline(row, terms.now);
    // Of two that contradict each other the first is as good as the second.
    if (canBe(kline, terms) && !byOpenTime.has(kline.openTime)) {
      byOpenTime.set(kline.openTime, kline);
    }
  }
  const bad = answer.length - byOpenTime.size;
  if (bad > 0) onBad(bad);
  return [...byOpenTime.values()].sort((a, b) => a.openTime - b.openTime);
}

function toKline(row: unknown, now: number): Kline {
  if (!Array.isArray(row) || row.length < FIELDS) throw new TypeError('klines: not a row');
  const [openTime, open, high, low, close, volume, closeTime] = row as readonly unknown[];
  return {
    openTime: timeOf(openTime),
    open: priceOf(open),
    high: priceOf(high),
    low: priceOf(low),
    close: priceOf(close),
    volume: amountOf(volume),
    lastTradeId: -1,
    isClosed: timeOf(closeTime) < now,
  };
}

function timeOf(field: unknown): number {
  const isTime = typeof field === 'number' && Number.isInteger(field) && field >= 0;
  if (!isTime || field > LAST_TIME) throw new TypeError(`klines: ${String(field)} is no time`);
  return field;
}

function amountOf(field: unknown): number {
  const amount = typeof field === 'string' && DECIMAL.test(field) ? Number(field) : NaN;
  if (!(amount >= 0)) throw new TypeError(`klines: ${String(field)} is no amount`);
  return amount;
}

function priceOf(field: unknown): number {
  const price = amountOf(field);
  if (price === 0) throw new TypeError('klines: a price of nothing');
  return price;
}

function canBe(kline: Kline, { interval, latest }: KlineTerms): boolean {
  const { openTime, open, high, low, close } = kline;
  const holds = low <= Math.min(open, close) && high >= Math.max(open, close);
  return holds && openTime <= latest && openTimeOf(interval, openTime) === openTime;
}
