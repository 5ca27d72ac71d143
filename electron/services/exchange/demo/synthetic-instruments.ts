/** What a demo symbol is like. */
export interface SyntheticSpec {
  readonly baseAsset: string;
  readonly quoteAsset: string;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  /** The level the price keeps returning to over years, in the quote asset. */
  readonly anchor: number;
  /** Typical standard deviation of a day's log return. */
  readonly dailyDeviation: number;
  /** Average number of trades a second. */
  readonly tradeRate: number;
  /** Average turnover a day, in the quote asset. */
  readonly turnover: number;
}

type Row = readonly [string, string, number, number, number, number, number, number];

// base, quote, decimals of price and quantity, anchor, deviation, trades a second, turnover.
// Decimals of price and quantity add up to 8 at most: then a quote volume is exact in 8 decimals.
const ROWS: readonly Row[] = [
  ['BTC', 'USDT', 2, 5, 62_000, 0.024, 4.5, 1.3e9],
  ['ETH', 'USDT', 2, 4, 2_900, 0.031, 3.6, 8e8],
  ['BNB', 'USDT', 2, 3, 620, 0.027, 1.6, 2e8],
  ['SOL', 'USDT', 2, 3, 150, 0.041, 2.4, 3.5e8],
  ['XRP', 'USDT', 4, 1, 1.1, 0.038, 2.2, 3e8],
  ['ADA', 'USDT', 4, 1, 0.62, 0.04, 1, 7e7],
  ['DOGE', 'USDT', 5, 0, 0.17, 0.044, 1.6, 1.8e8],
  ['AVAX', 'USDT', 2, 2, 28, 0.044, 0.8, 4e7],
  ['LINK', 'USDT', 2, 2, 16, 0.041, 0.8, 4e7],
  ['DOT', 'USDT', 3, 2, 5.4, 0.041, 0.6, 2e7],
  ['LTC', 'USDT', 2, 3, 88, 0.033, 0.6, 3e7],
  ['TRX', 'USDT', 4, 1, 0.21, 0.02, 0.7, 5e7],
  ['SUI', 'USDT', 4, 1, 2.2, 0.05, 1.1, 9e7],
  ['SHIB', 'USDT', 8, 0, 0.0000185, 0.043, 0.7, 4e7],
  ['PEPE', 'USDT', 8, 0, 0.0000105, 0.055, 1, 9e7],
  ['ETH', 'BTC', 5, 3, 0.047, 0.015, 0.6, 900],
  ['BTC', 'EUR', 2, 5, 57_000, 0.024, 0.7, 3e7],
  ['币安人生', 'USDT', 4, 1, 0.12, 0.06, 0.5, 1.2e7],
];

/** The demo market's symbols. */
export const SYNTHETIC_SPECS: readonly SyntheticSpec[] = ROWS.map(
  ([baseAsset, quoteAsset, priceDecimals, quantityDecimals, anchor, dailyDeviation, ...rest]) => ({
    baseAsset,
    quoteAsset,
    priceDecimals,
    quantityDecimals,
    anchor,
    dailyDeviation,
    tradeRate: rest[0],
    turnover: rest[1],
  }),
);

const PERPETUAL_BASES = ['BTC', 'ETH', 'BNB', 'SOL', 'XRP', 'DOGE'];

/** Symbols that have a perpetual contract, with the spot symbol as its index. */
export const PERPETUAL_SPECS: readonly SyntheticSpec[] = SYNTHETIC_SPECS.filter(
  ({ baseAsset, quoteAsset }) => quoteAsset === 'USDT' && PERPETUAL_BASES.includes(baseAsset),
);
