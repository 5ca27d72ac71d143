import { changePercent, type Ticker } from '../../../shared/domain/ticker';
import type { Trade } from '../../../shared/domain/trade';
import type { StartingPoint } from './starting-point';
import type { TradeSequencer } from './trade-sequencer';

/** What is known of how fresh a symbol's price is. */
export interface Tape {
  /** Monotonic moment as of which the price held; null before the first. */
  readonly asOf: number | null;
  /** New trades the stream has brought: one that comes again does not show that the stream works. */
  readonly heard: number;
  readonly last: Trade | null;
  /** True while missed trades are being fetched. */
  readonly isFilling: boolean;
  /** Whether they are waited for because history does not reach as far as the stream. */
  readonly isBehind: boolean;
  /** How often history has been read to its end, so that nothing before it is missing. */
  readonly fills: number;
  /** The price is that of a market that the venue was before. */
  readonly isForeign: boolean;
  /**
   * Monotonic moment at which a 24 h summary last showed a price that no trade here explains; null
   * when none has since the last trade.
   */
  readonly disprovedAt: number | null;
  /**
   * Whether all trades still to come follow on the price: not so where it is one of another market,
   * nor where a summary told it and history is still to bring the trades before it.
   */
  readonly isFollowedOn: boolean;
}

/** The tape of a symbol that is just being watched. */
export const EMPTY_TAPE: Tape = {
  asOf: null,
  heard: 0,
  last: null,
  isFilling: false,
  isBehind: false,
  fills: 0,
  isForeign: false,
  disprovedAt: null,
  isFollowedOn: false,
};

/** A symbol's price as it stands; changed in place, since it moves with every trade. */
export interface Book {
  sequencer: TradeSequencer;
  openPrice: number | null;
  /** Null until there is one. */
  price: number | null;
  time: number;
  asOf: number;
  /** Whether it was heard just now rather than fetched from history. */
  isFresh: boolean;
  /** Whether the price comes from a trade, which a 24 h summary must not overrule. */
  isTraded: boolean;
  /** Whether the price is that of a market its venue was before. */
  isForeign: boolean;
  /** As in `Tape`. */
  disprovedAt: number | null;
  /** The price that the summary had then, so that it counts once. */
  rivalPrice: number | null;
  /** The first summary, until a trade has come: what was traded since may have gone unheard. */
  beginning: Ticker | null;
  /** Id of the last single trade that the beginning counts. */
  countedTo: number;
  /** While it is not known where its tape begins. */
  start: StartingPoint | null;
}

/** What is known of a symbol's price. */
export interface PriceState {
  /** Wire symbol. */
  readonly symbol: string;
  /** In the quote asset. */
  readonly price: number;
  /** Percent over the last 24 hours; null while unknown. */
  readonly change24h: number | null;
  /** Time of the deciding trade by the exchange, ms UTC. */
  readonly time: number;
  /** Monotonic moment as of which it held: of receipt, for a trade from history as long ago as that was. */
  readonly asOf: number;
}

/** How a book begins. */
export const NO_PRICE = {
  openPrice: null,
  price: null,
  time: 0,
  asOf: 0,
  isFresh: false,
  isTraded: false,
  isForeign: false,
  disprovedAt: null,
  rivalPrice: null,
  beginning: null,
  countedTo: -1,
  start: null,
} as const satisfies Omit<Book, 'sequencer'>;

/** What a book and the trades behind it say of its freshness. */
export function tapeOf(book: Book): Tape {
  const { sequencer, price, asOf, isForeign, disprovedAt } = book;
  const { stats, last, isBehind } = sequencer;
  const fills = stats.gaps - (sequencer.isFilling ? 1 : 0);
  const isFilling = isFillingUp(book);
  const known = price === null ? null : asOf;
  return {
    asOf: known,
    heard: stats.live,
    last,
    isFilling,
    isBehind,
    fills,
    isForeign,
    disprovedAt,
    isFollowedOn: !isForeign && (book.isTraded || !isFilling),
  };
}

/** Whether trades are being fetched that were missed, or of which it is not known where they begin. */
export const isFillingUp = ({ sequencer, start }: Book): boolean =>
  sequencer.isFilling || start !== null;

/** Whether a symbol has no price of its market yet; not so when it is not watched. */
export function isUnpriced(book: Book | undefined): boolean {
  return book !== undefined && (book.price === null || book.isForeign);
}

/** Whether a summary is newer than all that is known of a symbol's price, as long as no trade has come. */
export function isNews(book: Book, { time }: Ticker): boolean {
  return isUnpriced(book) || (!book.isTraded && time > book.time);
}

/** A summary may be made a little after the trades it counts have been sent. */
const SUMMARY_LAG_MS = 3000;

/**
 * Whether a summary shows a trade that did not arrive: another price than ours, and clearly later,
 * or, where no trade has come yet, another than the summary before.
 */
export function isDisproof(book: Book, { lastPrice, time }: Ticker): boolean {
  if (book.price === null || book.isForeign || lastPrice === book.price) return false;
  const since = book.time + (book.isTraded ? SUMMARY_LAG_MS : 0);
  return time > since && lastPrice !== book.rivalPrice;
}

/** Whether a trade from history is older than the price of a symbol without trades, which then stands. */
export function isPassed(trade: Trade, { isTraded, isForeign, time }: Book): boolean {
  return !isTraded && !isForeign && trade.time < time;
}

/**
 * Has the trades fetched that were made between the first summary and the first trade of the stream,
 * which may have begun only in between. How many there are is known at most: an aggregate holds one
 * single trade or more.
 */
export function joinBeginning(book: Book, beginning: Ticker, first: Trade): void {
  book.beginning = null;
  const { symbol, lastPrice: price, time, lastTradeId = -1 } = beginning;
  const lacking = first.lastTradeId - lastTradeId - 1;
  if (book.sequencer.last || lastTradeId < 0 || lacking <= 0) return;
  book.countedTo = lastTradeId;
  const id = Math.max(-1, first.id - lacking - 1);
  book.sequencer.resume({ symbol, id, lastTradeId, price, quantity: 0, time });
}

/** What is known of a symbol's price; null while nothing is. */
export function priceOf(symbol: string, { price, openPrice, time, asOf }: Book): PriceState | null {
  if (price === null) return null;
  const change24h = openPrice === null ? null : changePercent(price, openPrice);
  return { symbol, price, change24h, time, asOf };
}

/** The price that a summary shows. @param asOf Monotonic moment of its receipt. */
export function summedUp(ticker: Ticker, asOf: number): PriceState {
  const { symbol, lastPrice: price, openPrice, time } = ticker;
  return { symbol, price, change24h: changePercent(price, openPrice), time, asOf };
}

/** Forgets what is known of a market that its venue is no longer, but for the price. */
export function leaveMarket(book: Book): void {
  const { price, time, asOf, isFresh } = book;
  Object.assign(book, { ...NO_PRICE, price, time, asOf, isFresh, isForeign: true });
}

/** Takes a price that is `ageMs` old at a monotonic moment. */
export function setPrice(
  book: Book,
  { price, time, ageMs }: { readonly price: number; readonly time: number; readonly ageMs: number },
  now: number,
): void {
  book.price = price;
  book.isForeign = false;
  book.time = time;
  book.asOf = now - ageMs;
  book.isFresh = ageMs === 0;
}

/** Takes the price of a trade that is `ageMs` old at a monotonic moment; no summary overrules it. */
export function setTradePrice(book: Book, trade: Trade, ageMs: number, now: number): void {
  book.isTraded = true;
  book.disprovedAt = null;
  book.rivalPrice = null;
  const { price, time } = trade;
  setPrice(book, { price, time, ageMs }, now);
}

/** Nothing more comes of a book's tape, nor of the search for where it begins. */
export function stopTape(book: Book): void {
  book.sequencer.stop();
  book.start?.stop();
  book.start = null;
}
