import type { Trade } from '../trade';
import type { Book } from './book';

type Fed = Pick<Book, 'feed'>;

/** Whether all trades up to the present have been handed in; also where no feed is told of. */
export const isLive = ({ feed }: Fed): boolean => (feed?.state ?? 'live') === 'live';

/** Whether the feed was not live at a time (ms UTC) that is decided now: history tells of it. */
export const isUnseen = ({ feed }: Fed, time: number): boolean =>
  feed !== null && (feed.state !== 'live' || time < feed.since);

/**
 * How far the trades of a book have been handed in, ms UTC; Infinity: to the present. Of a feed that
 * is not live, trades up to the present are still to come, however old.
 * @param present The trade that is being taken.
 */
export function reachOf(book: Book | undefined, present: Trade | null): number {
  if (!book || book.price === null || isLive(book)) return Infinity;
  const { time } = present?.symbol === book.symbol ? present : book;
  return Math.max(book.time, time);
}

/**
 * Whether trades have come up to the present on all that a book is about: its symbol, or each with
 * an open position for the book of the portfolio; not when the ledger cannot say which these are.
 * @param others The books of all symbols, for the portfolio's; null for any other.
 */
export function isPresent(book: Book, others: Iterable<Book> | null): boolean {
  if (!others) return isLive(book);
  const { positions } = book.ports;
  const isHeld = (other: Book): boolean => positions.openOf(other.symbol).length > 0;
  let isBlind = true;
  book.shield(() => {
    isBlind = [...others].some((other) => !isLive(other) && isHeld(other));
  });
  return !isBlind;
}
