import type { RequestExamples } from './example-types';

const price: RequestExamples['get_price']['result'] = {
  symbol: 'BTC/USDT',
  price: 71741.23,
  change_24h: -4.11,
  timestamp: '2026-01-24T03:41:58.429Z',
  status: 'live',
  reason: null,
  age_ms: 165,
  mark: null,
};
const venue: RequestExamples['set_venue']['result'] = {
  venue: 'spot',
  choice: 'fixed',
  rest: 'http://127.0.0.1:8765',
  ws: 'ws://127.0.0.1:9443',
  status: 'live',
  reason: 'demo market, seed 1',
  unavailable_until: null,
  choices: [],
};
const watchlist: RequestExamples['put_watchlist']['result'] = {
  symbols: ['BTC/USDT', 'ETH/USDT', 'BNB/USDT'],
  groups: { majors: ['BTC/USDT', 'ETH/USDT'] },
};

/** Examples of requests about prices, candles, venues and the watchlist. */
export const marketExamples = {
  subscribe_symbol: {
    params: { symbol: 'BTC/USDT' },
    result: {
      symbol: 'BTC/USDT',
      price: 71741.23,
      change_24h: -4.11,
      timestamp: '2026-01-24T03:41:58.429Z',
    },
  },
  unsubscribe_symbol: { params: { symbol: 'BTC/USDT' }, result: { symbol: 'BTC/USDT' } },
  subscribe_klines: {
    params: { symbol: 'BTC/USDT', interval: '1m' },
    result: { symbol: 'BTC/USDT', interval: '1m' },
  },
  unsubscribe_klines: {
    params: { symbol: 'BTC/USDT', interval: '1m' },
    result: { symbol: 'BTC/USDT', interval: '1m' },
  },
  list_prices: { params: {}, result: { items: [{ ...price, age_ms: 163 }], next: null } },
  get_price: { params: { symbol: 'BTC/USDT' }, result: price },
  list_klines: {
    params: { symbol: 'BTC/USDT', interval: '1h', limit: 2 },
    result: {
      items: [
        {
          time: '2026-01-24T02:00:00.000Z',
          open: 71689.84,
          high: 71763.26,
          low: 71369.63,
          close: 71456.65,
          volume: 397.51667,
          closed: true,
        },
      ],
      gaps: [],
      next: null,
    },
  },
  search_symbols: {
    params: { query: 'btc', limit: 1 },
    result: {
      items: [
        {
          venue: 'spot',
          symbol: 'BTC/USDT',
          base_asset: 'BTC',
          quote_asset: 'USDT',
          price_decimals: 2,
          trading: true,
        },
      ],
      next: null,
    },
  },
  list_venues: { params: {}, result: { items: [venue], next: null } },
  set_venue: { params: { venue: 'spot', choice: 'data' }, result: venue },
  get_watchlist: { params: {}, result: { ...watchlist, groups: {} } },
  put_watchlist: {
    params: {
      symbols: ['BTC/USDT', 'ETH/USDT', 'BNB/USDT'],
      groups: { majors: ['BTC/USDT', 'ETH/USDT'] },
    },
    result: watchlist,
  },
} satisfies Partial<RequestExamples>;
