import { expect, test } from 'vitest';
import { tickersSchema } from './schemas';

const summary = (symbol: string, lastPrice: string) => ({
  ...{ symbol, lastPrice, openPrice: '1', highPrice: '2', lowPrice: '1', volume: '5' },
  ...{ quoteVolume: '7', closeTime: Date.UTC(2026, 0, 1), lastId: 3 },
});

test('a summary that makes no sense costs its own symbol alone', () => {
  const rows = tickersSchema.parse([summary('BTCUSDT', 'NaN'), summary('ETHUSDT', '1.5')]);
  expect(rows).toMatchObject([{ symbol: 'ETHUSDT', lastPrice: 1.5, lastId: 3 }]);
});

test('an answer without one sensible summary is refused, an empty one is not', () => {
  expect(tickersSchema.safeParse(summary('BTCUSDT', 'NaN')).success).toBe(false);
  expect(tickersSchema.safeParse({ code: -1003, msg: 'no' }).success).toBe(false);
  expect(tickersSchema.parse([])).toEqual([]);
});
