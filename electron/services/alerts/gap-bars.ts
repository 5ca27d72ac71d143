import type { Interval } from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import type { Fire } from '../../../shared/domain/rules/fire';
import type { Exchange } from '../exchange/exchange';
import type { PositionFeed } from '../positions/position-feed';
import { coarseTrades } from './coarse-trades';
import type { RuleHost } from './rule-host';

export interface GapBarsOptions {
  readonly host: RuleHost;
  readonly feed: Pick<PositionFeed, 'onTrade' | 'passOver'>;
  readonly exchange: Pick<Exchange, 'history' | 'now'>;
  readonly onFires: (fires: readonly Fire[]) => void;
}

/** The bars of a long gap: which of them are needed trade by trade. */
export class GapBars {
  constructor(private readonly options: GapBarsOptions) {}

  /**
   * Whether a bar could decide something, so that its trades are needed. When not, it is passed over;
   * where single trades are too old to be had, the bar itself is looked at.
   */
  wants(symbol: string, bar: Kline, interval: Interval): boolean {
    const { exchange, host, feed, onFires } = this.options;
    // Bars come without a hole: all trades before this one are known.
    onFires(host.engine.onHistory(symbol, bar.openTime));
    if (!host.engine.wants(symbol, bar, interval)) {
      host.engine.passOver(symbol, bar, interval);
      feed.passOver(symbol, bar);
      return false;
    }
    const oldest = exchange.now(symbol) - exchange.history(symbol).tradesReachMs;
    if (bar.openTime >= oldest) return true;
    for (const trade of coarseTrades(symbol, bar, interval)) {
      // What a position has been through comes first, as for every other trade.
      feed.onTrade(trade);
      onFires(host.engine.onTrade(trade, 'backfill'));
    }
    return true;
  }
}
