import { closeTimeOf } from '../interval';
import type { BookCandle } from './signal-book';

/**
 * Puts the candles of many series in the order in which they closed, those of one moment together, as
 * a book wants them. All in one list, for tests and recordings: the services go through packed series.
 */
export function* byCloseTime(candles: readonly BookCandle[]): Generator<readonly BookCandle[]> {
  const moments = new Map<number, BookCandle[]>();
  for (const candle of candles) {
    const time = closeTimeOf(candle.interval, candle.kline.openTime);
    const moment = moments.get(time);
    if (moment) moment.push(candle);
    else moments.set(time, [candle]);
  }
  const times = [...moments.keys()].sort((a, b) => a - b);
  for (const time of times) yield moments.get(time) ?? [];
}
