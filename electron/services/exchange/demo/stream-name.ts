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
const FUTURES_KLINE_MS = 250;
const FUTURES_TICKER_MS = 2000;
/** Mark prices come every three seconds, or every second where the name says so. */
const MARK_MS = 3000;
const MARK_SUFFIX = '@1s';

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

/** Names of the `/market` streams of USDⓈ-M futures. */
export const readFuturesName: StreamNameReader = (name, listings) => {
  const board = readBoardName(name);
  if (board) return board;
  const isQuick = name.endsWith(`@markPrice${MARK_SUFFIX}`);
  const split = splitName(isQuick ? name.slice(0, -MARK_SUFFIX.length) : name, listings);
  if (!split) return null;
  const { symbol, type } = split;
  if (type === 'aggTrade') return { kind: type, symbol };
  if (type === 'miniTicker') return { kind: type, symbol, everyMs: FUTURES_TICKER_MS };
  if (type === 'markPrice') return { kind: type, symbol, everyMs: isQuick ? TICKER_MS : MARK_MS };
  const interval = klineInterval(type);
  // Futures have no candles of a second.
  if (!interval || interval === '1s') return null;
  return { kind: 'kline', symbol, interval, everyMs: FUTURES_KLINE_MS };
};

/** Streams about all symbols at once. */
function readBoardName(name: string): StreamSpec | null {
  if (name === '!miniTicker@arr') return { kind: 'allMiniTickers', everyMs: TICKER_MS };
  if (name === '!markPrice@arr') return { kind: 'allMarkPrices', everyMs: MARK_MS };
  if (name === '!markPrice@arr@1s') return { kind: 'allMarkPrices', everyMs: TICKER_MS };
  return null;
}
