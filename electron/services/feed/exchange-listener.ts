import type { Venue } from '../../../shared/domain/feed-status';
import type { Venues } from '../exchange/venues';
import type { WatchlistService } from '../watchlist-service';
import type { FeedReport } from './feed-report';
import type { KlineService } from './kline-service';
import type { MarkPrices } from './mark-prices';
import type { MarketData } from './market-data';

/** Who is told what happens at the exchange. */
export interface ExchangeListeners {
  readonly exchange: Venues;
  readonly marketData: MarketData;
  readonly marks: MarkPrices;
  readonly klines: KlineService;
  readonly watchlist: WatchlistService;
  readonly report: FeedReport;
  /** Hears last that a venue is another market from now on. */
  readonly onMoved: (venue: Venue) => void;
}

/** Starts the exchange and lets it tell the services what happens. */
export function listenToExchange(listeners: ExchangeListeners): void {
  const { exchange, marketData, marks, klines, watchlist, report, onMoved } = listeners;
  exchange.start({
    trade: (trade) => marketData.onTrade(trade),
    ticker: (ticker) => marketData.onTicker(ticker),
    markPrice: (mark) => marks.onMark(mark),
    kline: (symbol, interval, kline, time) => klines.onKline(symbol, interval, kline, time),
    resumed: (venue) => {
      marketData.onResumed(venue);
      klines.onResumed(venue);
      report.onResumed();
    },
    moved: (venue) => {
      marketData.onMoved(venue);
      marks.onMoved(venue);
      klines.onMoved(venue);
      report.onMoved(venue);
      onMoved(venue);
    },
    status: ({ venue }) => report.onStatus(venue),
    instruments: (venue, instruments) => {
      marketData.onInstruments(venue);
      report.onInstruments();
      if (venue !== 'spot') return;
      void watchlist.onInstruments(instruments.map(({ symbol }) => symbol));
    },
  });
}
