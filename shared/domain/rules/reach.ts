import type { Trade } from '../trade';
import type { SymbolBook } from './symbol-book';

/**
 * How far the trades of a book have been handed in, ms UTC; Infinity: to the present. Of a feed that
 * is not live, trades up to the present are still to come, however old.
 * @param present The trade that is being taken.
 */
export function reachOf(book: SymbolBook | undefined, present: Trade | null): number {
  if (!book || book.price === null || (book.feed?.state ?? 'live') === 'live') return Infinity;
  const { time } = present?.symbol === book.symbol ? present : book;
  return Math.max(book.time, time);
}
