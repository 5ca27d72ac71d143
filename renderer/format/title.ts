import type { Market } from '../../shared/domain/feed-status';
import { formatPrice } from './price';
import { symbolText } from './symbol';

interface Shown {
  readonly symbol: string;
  readonly price: number | null;
  readonly decimals: number | null;
  /** The price may no longer be the market's. */
  readonly isOld: boolean;
}

/**
 * The window's title: the price first, because a tab shows only the beginning; unread alerts and
 * invented markets say so before it.
 */
export function titleOf(shown: Shown | null, market: Market, unread = 0): string {
  const count = unread > 0 ? `(${unread}) ` : '';
  const mark = `${count}${market === 'live' ? '' : `${market.toUpperCase()} · `}`;
  if (!shown) return `${mark}Tickwatch`;
  const old = shown.isOld ? '⚠ ' : '';
  const price = formatPrice(shown.price, shown.decimals);
  return `${mark}${old}${price} ${symbolText(shown.symbol)} · Tickwatch`;
}
