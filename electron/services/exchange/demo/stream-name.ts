import { INTERVALS, type Interval } from '../../../../shared/domain/interval';
import type { Listings } from './listings';

/** What a stream name asks for; symbols are venue symbols. `everyMs` is how often it may speak. */
export type StreamSpec =
  | { readonly kind: 'aggTrade' | 'trade'; readonly symbol: string }
  | {
      readonly kind: 'miniTicker' | 'markPrice';
      readonly symbol: string;
      readonly everyMs: number;
    }
  | {
      readonly kind: 'kline';
      readonly symbol: string;
      readonly interval: Interval;
      readonly everyMs: number;
    }
  | { readonly kind: 'allMiniTickers' | 'allMarkPrices'; readonly everyMs: number };

/** Reads a stream name; null for names nothing is ever sent on: the venue accepts and ignores them. */
export type StreamNameReader = (name: string, listings: Listings) => StreamSpec | null;

const TICKER_MS = 1000;
const SPOT_KLINE_MS = 2000;

/** Splits `btcusdt@type`; null when the symbol is not listed or there is more to it. */
function splitName(name: string, listings: Listings): { symbol: string; type: string } | null {
  const [lower = '', type = '', ...rest] = name.split('@');
  const symbol = listings.byStreamName(lower)?.name;
  return symbol === undefined || rest.length > 0 ? null : { symbol, type };
}

function klineInterval(type: string): Interval | undefined {
  return INTERVALS.find((known) => type === `kline_${known}`);
}

/** Names of spot streams. */
export const readSpotName: StreamNameReader = (name, listings) => {
  if (name === '!miniTicker@arr') return { kind: 'allMiniTickers', everyMs: TICKER_MS };
  const split = splitName(name, listings);
  if (!split) return null;
  const { symbol, type } = split;
  if (type === 'aggTrade' || type === 'trade') return { kind: type, symbol };
  if (type === 'miniTicker') return { kind: type, symbol, everyMs: TICKER_MS };
  const interval = klineInterval(type);
  const everyMs = interval === '1s' ? TICKER_MS : SPOT_KLINE_MS;
  return interval ? { kind: 'kline', symbol, interval, everyMs } : null;
};
