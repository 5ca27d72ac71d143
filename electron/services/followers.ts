import type { AlertService } from './alerts/alert-service';
import type { KlineServiceOptions } from './feed/kline-service';
import type { MarkPricesOptions } from './feed/mark-prices';
import type { MarketDataOptions } from './feed/market-data';
import type { PositionFeed } from './positions/position-feed';

/** Who follows the market: sees every trade of what is watched, in order, each candle and mark price. */
export type Followers = Pick<MarketDataOptions, 'onTrade' | 'onSummary' | 'wants' | 'followFrom'> &
  Pick<KlineServiceOptions, 'onKline'> &
  Pick<MarkPricesOptions, 'onMark'>;

/**
 * Followers that are made after the market they follow.
 * @param late Who follows; asked whenever something happens.
 */
export function followersOf(
  late: () => { readonly feed: PositionFeed; readonly alertService: AlertService },
): Followers {
  return {
    onTrade: (trade, origin) => {
      const { feed, alertService } = late();
      feed.onTrade(trade);
      alertService.onTrade(trade, origin);
    },
    onSummary: (...price) => late().alertService.onSummary(...price),
    onKline: (change) => late().alertService.onKline(change),
    onMark: (mark) => late().alertService.onMark(mark),
    wants: (...bar) => late().alertService.wants(...bar),
    followFrom: (symbol) => late().alertService.followFrom(symbol),
  };
}
