import type { RequestName } from './requests';
import type { Interval } from '../domain/interval';

/** The room of those who follow the price of a wire symbol. */
export const priceRoom = (symbol: string): string => `price:${symbol}`;

/** The room of those who follow the candles of a wire symbol. */
export const klineRoom = (symbol: string, interval: Interval): string =>
  `kline:${symbol}:${interval}`;

/** The room of those who follow all signals. */
export const SIGNALS_ROOM = 'signals';

/** The room every client is in. */
export const EVERYONE = 'everyone';

/** The wire symbol of a `priceRoom`; null for another room. */
export const symbolOfPriceRoom = (room: string): string | null =>
  room.startsWith('price:') ? room.slice('price:'.length) : null;

/** What a client asks for to get into a room; null for a room nobody asks for. */
export function requestOfRoom(
  room: string,
): { readonly name: RequestName; readonly params: object } | null {
  const symbol = symbolOfPriceRoom(room);
  if (symbol !== null) return { name: 'subscribe_symbol', params: { symbol } };
  // Futures symbols have a colon of their own.
  const kline = /^kline:(.+):([^:]+)$/.exec(room);
  if (kline) return { name: 'subscribe_klines', params: { symbol: kline[1], interval: kline[2] } };
  return room === SIGNALS_ROOM ? { name: 'subscribe_signals', params: {} } : null;
}
