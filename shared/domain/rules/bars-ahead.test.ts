import { expect, test } from 'vitest';
import { seededRandom } from '../../../electron/services/exchange/demo/prng';
import { BarsAhead } from './bars-ahead';

test('the bounds ahead of each minute are those of the minutes within the window', () => {
  const random = seededRandom(7);
  let openTime = 0;
  const bars = Array.from({ length: 300 }, () => {
    openTime += 60_000 * (1 + Math.floor(random() ** 8 * 20));
    const low = Math.floor(random() * 1000);
    const prices = { open: low, high: low + Math.floor(random() * 50), low, close: low };
    return { ...prices, openTime, volume: 1, lastTradeId: -1, isClosed: true };
  });
  for (const windowMs of [30_000, 600_000, 3_600_000]) {
    const ahead = new BarsAhead(bars, windowMs);
    bars.forEach((bar, n) => {
      const until = bar.openTime + 59_999 + windowMs;
      const within = bars.filter((each, m) => m > n && each.openTime <= until);
      expect(ahead.of(n)).toEqual({
        low: Math.min(...within.map(({ low }) => low)),
        high: Math.max(...within.map(({ high }) => high)),
        until: Math.min(until, openTime + 59_999),
      });
    });
  }
  expect(new BarsAhead(bars, 0).of(5)).toBeNull();
});
