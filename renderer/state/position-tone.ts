import type { FeedState } from '../../shared/domain/feed-status';

/** How an amount of money is colored: by its direction, or not at all when it is not the present one. */
export type Tone = 'up' | 'down' | 'flat' | 'old';

/** The one rule for colors of profit and loss: only a live price makes a figure that counts as now. */
export function toneOf(amount: number | null, state: FeedState): Tone {
  if (state !== 'live') return 'old';
  if (amount === null || amount === 0) return 'flat';
  return amount > 0 ? 'up' : 'down';
}
