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
