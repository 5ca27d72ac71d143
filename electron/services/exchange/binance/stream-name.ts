import { toVenueSymbol } from '../../../../shared/domain/instrument';
import type { StreamKey } from '../exchange';

/** How the names of all streams of trades end. */
export const TRADES_SUFFIX = '@aggTrade';

/** Binance's name of a stream; the symbol has to be in lower case there, or nothing ever arrives. */
export function streamName(key: StreamKey): string {
  const symbol = toVenueSymbol(key.symbol).toLowerCase();
  switch (key.kind) {
    case 'trades':
      return symbol + TRADES_SUFFIX;
    case 'ticker':
      return `${symbol}@miniTicker`;
    case 'markPrice':
      return `${symbol}@markPrice@1s`;
    case 'klines':
      return `${symbol}@kline_${key.interval}`;
  }
}

/** How the names of all of a symbol's streams begin. */
export function streamPrefix(symbol: string): string {
  return `${toVenueSymbol(symbol).toLowerCase()}@`;
}
