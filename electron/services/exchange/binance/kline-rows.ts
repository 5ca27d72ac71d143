import type { z } from 'zod';
import { openTimeOf, type Interval } from '../../../../shared/domain/interval';
import type { Kline } from '../../../../shared/domain/kline';
import type { klinesSchema } from './schemas';

type Row = z.output<typeof klinesSchema>[number];

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
 * @param onBad Gets the number of rows left out because no candle can be so, when there are any.
 */
export function klinesOf(
  rows: readonly Row[],
  terms: KlineTerms,
  onBad: (count: number) => void,
): Kline[] {
  const byOpenTime = new Map<number, Kline>();
  for (const row of rows) {
    const kline = toKline(row, terms.now);
    // Of two that contradict each other the first is as good as the second.
    if (canBe(kline, terms) && !byOpenTime.has(kline.openTime)) {
      byOpenTime.set(kline.openTime, kline);
    }
  }
  const bad = rows.length - byOpenTime.size;
  if (bad > 0) onBad(bad);
  return [...byOpenTime.values()].sort((a, b) => a.openTime - b.openTime);
}

function toKline(row: Row, now: number): Kline {
  const [openTime, open, high, low, close, volume, closeTime] = row;
  const isClosed = closeTime < now;
  return { openTime, open, high, low, close, volume, lastTradeId: -1, isClosed };
}

function canBe(kline: Kline, { interval, latest }: KlineTerms): boolean {
  const { openTime, open, high, low, close } = kline;
  const isInOrder = low <= Math.min(open, close) && high >= Math.max(open, close);
  return isInOrder && openTime <= latest && openTimeOf(interval, openTime) === openTime;
}
