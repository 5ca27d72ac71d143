import { setImmediate } from 'node:timers/promises';
import { closeTimeOf, openTimeOf, stepOpenTime } from '../../../../shared/domain/interval';
import type { Interval } from '../../../../shared/domain/interval';
import { CandleSum } from './candle-sum';
import type { KlineRange, TradeTotals, VenueKline } from './market';
import type { SymbolTape } from './symbol-tape';

const MINUTE_MS = 60_000;
/** Venue time added up before the event loop gets a turn: a few milliseconds of work. */
const SLICE_MS = 4 * 86_400_000;

/** Adds up the trades with from ≤ time < to. */
export function totalsOf(tape: SymbolTape, from: number, to: number): TradeTotals {
  const sum = new CandleSum();
  const firstMinute = Math.min(to, Math.ceil(from / MINUTE_MS) * MINUTE_MS);
  const lastMinute = Math.max(firstMinute, Math.floor(to / MINUTE_MS) * MINUTE_MS);
  addTrades(sum, tape, from, firstMinute);
  if (lastMinute > firstMinute) tape.addMinutes(sum, firstMinute, lastMinute);
  addTrades(sum, tape, lastMinute, to);
  const before = tape.countUntil(from - 1);
  const through = tape.countUntil(to - 1);
  const isEmpty = through === before;
  return {
    open: sum.open,
    high: sum.high,
    low: isEmpty ? 0 : sum.low,
    close: sum.close,
    quantity: sum.quantity,
    quote: sum.quote.toBigInt(),
    count: sum.count,
    takerQuantity: sum.takerQuantity,
    takerQuote: sum.takerQuote.toBigInt(),
    firstTradeId: isEmpty ? -1 : tape.firstTradeId(before),
    lastTradeId: isEmpty ? -1 : tape.lastTradeId(through - 1),
  };
}

function addTrades(sum: CandleSum, tape: SymbolTape, from: number, to: number): void {
  if (from >= to) return;
  const trades = tape.trades(tape.countUntil(from - 1), tape.countUntil(to - 1));
  for (const trade of trades) sum.addTrade(trade);
}

/** Price (ticks) of the last trade before `time`; null when there was none. */
export function priceBefore(tape: SymbolTape, time: number): number | null {
  const count = tape.countUntil(time - 1);
  return count === 0 ? null : (tape.trades(count - 1, count)[0]?.price ?? null);
}

/** One candle out of the trades up to and including `now`; null where the tape has none. */
export function klineOf(
  tape: SymbolTape,
  interval: Interval,
  openTime: number,
  now: number,
): VenueKline | null {
  if (openTime > Math.min(now, tape.endTime)) return null;
  const closeTime = closeTimeOf(interval, openTime);
  const totals = totalsOf(tape, openTime, Math.min(closeTime, now) + 1);
  if (totals.count > 0) return { openTime, closeTime, ...totals };
  const price = priceBefore(tape, openTime);
  if (price === null) return null;
  return { openTime, closeTime, ...totals, open: price, high: price, low: price, close: price };
}

/**
 * Candles of a range, oldest first, in slices that leave the event loop free.
 * @param isAbandoned Whether nobody waits any more; what there is by then is returned.
 */
export async function klinesOf(
  tape: SymbolTape,
  range: KlineRange,
  { now, isAbandoned }: { readonly now: number; readonly isAbandoned: () => boolean },
): Promise<VenueKline[]> {
  const klines: VenueKline[] = [];
  let worked = 0;
  for (const openTime of openTimesOf(tape, range, now)) {
    const kline = klineOf(tape, range.interval, openTime, now);
    if (!kline) continue;
    klines.push(kline);
    worked += kline.closeTime - openTime;
    if (worked < SLICE_MS) continue;
    worked = 0;
    await setImmediate();
    if (isAbandoned()) break;
  }
  return klines;
}

function openTimesOf(tape: SymbolTape, range: KlineRange, now: number): number[] {
  const { interval, limit, startTime = 0, endTime = Infinity } = range;
  const end = Math.min(now, tape.endTime, endTime);
  const oldest = openTimeOf(interval, tape.startTime);
  if (end < oldest || startTime > end) return [];
  const last = openTimeOf(interval, end);
  const first =
    range.startTime === undefined
      ? Math.max(oldest, stepOpenTime(interval, last, 1 - limit))
      : firstOpenTime(interval, Math.max(oldest, startTime));
  const times: number[] = [];
  for (let at = first; at <= last && times.length < limit; at = stepOpenTime(interval, at, 1)) {
    times.push(at);
  }
  return times;
}

/** Open time of the first candle that opens at or after `time`. */
function firstOpenTime(interval: Interval, time: number): number {
  const openTime = openTimeOf(interval, time);
  return openTime < time ? stepOpenTime(interval, openTime, 1) : openTime;
}
