import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { CandleSum } from './candle-sum';
import type { Market } from './market';
import { createSyntheticMarket } from './synthetic-market';

const NOW = Date.UTC(2026, 0, 14, 13, 37, 21, 345);
const MINUTE = 60_000;

function marketsAt(time: number, seed = '1'): { spot: Market; perpetuals: Market } {
  const spot = createSyntheticMarket({ seed, clock: new FakeClock(time) });
  return { spot, perpetuals: spot.perpetuals!.market };
}

describe('perpetuals of the demo market', { timeout: 30_000 }, () => {
  it('add up to their candles to the last digit', () => {
    const { perpetuals } = marketsAt(NOW);
    const symbols = perpetuals.instruments.map(({ venueSymbol }) => venueSymbol);
    const openTimes = fc.integer({ min: 18_700 * 1440, max: Math.floor(NOW / MINUTE) - 20 });
    fc.assert(
      fc.property(fc.constantFrom(...symbols), openTimes, (symbol, minute) => {
        const openTime = Math.floor(minute / 15) * 15 * MINUTE;
        const kline = perpetuals.kline(symbol, '15m', openTime)!;
        const sum = new CandleSum();
        const trades = perpetuals.tradesBetween(symbol, openTime, openTime + 15 * MINUTE);
        for (const trade of trades) sum.addTrade(trade);
        const { open, high, low, close, quantity, count, takerQuantity } = sum;
        expect(kline).toMatchObject({ open, high, low, close, quantity, count, takerQuantity });
        expect(kline.quote).toBe(sum.quote.toBigInt());
        expect(kline.takerQuote).toBe(sum.takerQuote.toBigInt());
        expect(kline.firstTradeId).toBe(trades[0]!.firstTradeId);
      }),
      { numRuns: 40 },
    );
  });

  it('keep every minute within 0.5 % of spot, but have trades of their own', async () => {
    const { spot, perpetuals } = marketsAt(NOW);
    for (const { venueSymbol: symbol } of perpetuals.instruments) {
      const range = { symbol, interval: '1m', limit: 1000 } as const;
      const here = await perpetuals.klines(range);
      const there = await spot.klines(range);
      const distances = here.map(({ close }, at) => close / there[at]!.close - 1);
      expect(Math.max(...distances.map(Math.abs))).toBeLessThan(0.005);
      expect(new Set(distances.map((each) => each.toFixed(5))).size).toBeGreaterThan(5);
    }
    const ids = (market: Market) => market.latestTrades('BTCUSDT', 1000, NOW).map(({ id }) => id);
    const spotIds = new Set(ids(spot));
    expect(ids(perpetuals).some((id) => spotIds.has(id))).toBe(false);
  });

  it('are the same for a seed, whenever they are looked at', () => {
    const premium = (seed: string) => {
      const market = createSyntheticMarket({ seed, clock: new FakeClock(NOW) });
      market.perpetuals!.market.ticker24h('ETHUSDT');
      return market.perpetuals!.premiumIndex('ETHUSDT');
    };
    const early = marketsAt(NOW).perpetuals.latestTrades('SOLUSDT', 50, NOW);
    const late = marketsAt(NOW + 3 * 86_400_000).perpetuals.latestTrades('SOLUSDT', 50, NOW);
    expect(late).toEqual(early);
    expect(premium('1')).toEqual(premium('1'));
    expect(premium('2')).not.toEqual(premium('1'));
  });
});
