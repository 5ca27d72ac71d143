import type { Market } from '../../shared/domain/feed-status';
import { formatPrice } from './price';

interface Shown {
  readonly symbol: string;
  readonly price: number | null;
  readonly decimals: number | null;
}

/** The window's title: the price first, because a tab shows only the beginning; invented markets say so before it. */
export function titleOf(shown: Shown | null, market: Market): string {
  const mark = market === 'live' ? '' : `${market.toUpperCase()} · `;
  if (!shown) return `${mark}Tickwatch`;
  return `${mark}${formatPrice(shown.price, shown.decimals)} ${shown.symbol} · Tickwatch`;
}
