import type { Trade } from '../../shared/domain/trade';
import type { TradeSequencer } from './trade-sequencer';

/** What is known of how fresh a symbol's price is. */
export interface Tape {
  /** Monotonic moment as of which the price held; null before the first. */
  readonly asOf: number | null;
  /** Trades the stream has brought, doubles included: it grows only while the stream works. */
  readonly heard: number;
  readonly last: Trade | null;
  /** True while missed trades are being fetched. */
  readonly isFilling: boolean;
  /** How often history has been read to its end, so that nothing before it is missing. */
  readonly fills: number;
  /** The price is that of a market that the venue was before. */
  readonly isForeign: boolean;
}

/** The tape of a symbol that is just being watched. */
export const EMPTY_TAPE: Tape = {
  asOf: null,
  heard: 0,
  last: null,
  isFilling: false,
  fills: 0,
  isForeign: false,
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
} as const satisfies Omit<Book, 'sequencer'>;

/** What a book and the trades behind it say of its freshness. */
export function tapeOf({ sequencer, price, asOf, isForeign }: Book): Tape {
  const { stats, last, isFilling } = sequencer;
  const fills = stats.gaps - (isFilling ? 1 : 0);
  const heard = stats.live + stats.duplicates;
  return { asOf: price === null ? null : asOf, heard, last, isFilling, fills, isForeign };
}
