import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closeTimeOf,
  INTERVALS,
  openTimeOf,
  stepOpenTime,
} from '../../../../shared/domain/interval';
import { FakeClock } from '../../fake-clock';
import { CandleSum } from './candle-sum';
import type { Market, TradeTotals, VenueTrade } from './market';
import { createSyntheticMarket } from './synthetic-market';

const NOW = Date.UTC(2026, 0, 14, 13, 37, 21, 345);
const HOUR = 3_600_000;

const marketAt = (time: number, seed = '1'): Market =>
  createSyntheticMarket({ seed, clock: new FakeClock(time) });

/** Adds up trades one by one, without any of the shortcuts. */
function totalsOf(trades: readonly VenueTrade[]): TradeTotals {
  const sum = new CandleSum();
  for (const trade of trades) sum.addTrade(trade);
  const { open, high, low, close, quantity, count, takerQuantity } = sum;
  return {
    ...{ open, high, low, close, quantity, count, takerQuantity },
    quote: sum.quote.toBigInt(),
    takerQuote: sum.takerQuote.toBigInt(),
    firstTradeId: trades.at(0)?.firstTradeId ?? -1,
    lastTradeId: trades.at(-1)?.lastTradeId ?? -1,
  };
}

/** Folds smaller candles into one. */
function mergeTotals(parts: readonly TradeTotals[]): TradeTotals {
  const filled = parts.filter((part) => part.count > 0);
  const sum = (pick: (part: TradeTotals) => number) =>
    filled.reduce((total, part) => total + pick(part), 0);
  return {
    open: filled[0]!.open,
    high: Math.max(...filled.map((part) => part.high)),
    low: Math.min(...filled.map((part) => part.low)),
    close: filled.at(-1)!.close,
    quantity: sum((part) => part.quantity),
    quote: filled.reduce((total, part) => total + part.quote, 0n),
    count: sum((part) => part.count),
    takerQuantity: sum((part) => part.takerQuantity),
    takerQuote: filled.reduce((total, part) => total + part.takerQuote, 0n),
    firstTradeId: filled[0]!.firstTradeId,
    lastTradeId: filled.at(-1)!.lastTradeId,
  };
}

async function fingerprint(market: Market): Promise<string> {
  const hash = createHash('sha256');
  const say = (value: unknown) =>
    hash.update(JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)));
  for (const { venueSymbol: symbol } of market.instruments) {
    say(await market.klines({ symbol, interval: '1d', limit: 20 }));
    say(await market.klines({ symbol, interval: '1m', limit: 20 }));
    say(market.latestTrades(symbol, 20, NOW));
  }
  return hash.digest('hex');
}

describe('the demo market', { timeout: 30_000 }, () => {
  it('is the same for the same seed, on every machine and engine', async () => {
    expect(await fingerprint(marketAt(NOW))).toMatchInlineSnapshot(
      `"70872bcd9d6c6e31e0a5780ffd2cc3b0ff6bf06b2bddbed7fc3cade5f9bdd8b4"`,
    );
  });

  it('differs with the seed', async () => {
    expect(await fingerprint(marketAt(NOW, '2'))).not.toBe(await fingerprint(marketAt(NOW)));
  });

  it('lists a dozen symbols and more, some not quoted in USDT, one not in ASCII', () => {
    const symbols = marketAt(NOW).instruments.map((each) => each.venueSymbol);
    expect(symbols.length).toBeGreaterThanOrEqual(12);
    expect(symbols).toEqual(expect.arrayContaining(['BTCUSDT', 'ETHBTC', '币安人生USDT']));
    expect(new Set(symbols).size).toBe(symbols.length);
  });

  it('does not depend on what was asked before, nor on when it is asked', async () => {
    const range = { symbol: 'SOLUSDT', interval: '15m', limit: 40, endTime: NOW - HOUR } as const;
    const busy = marketAt(NOW + 3 * HOUR);
    await busy.klines({ symbol: 'BTCUSDT', interval: '1d', limit: 300 });
    expect(await busy.klines(range)).toEqual(await marketAt(NOW).klines(range));
  });

  it('adds up to the last digit: every candle equals its trades', () => {
    const market = marketAt(NOW);
    const symbols = market.instruments.map((each) => each.venueSymbol);
    const small = INTERVALS.slice(0, INTERVALS.indexOf('4h') + 1);
    const ages = fc.integer({ min: 0, max: 4 * 365 * 24 * HOUR });
    const property = (symbol: string, interval: (typeof small)[number], age: number) => {
      const openTime = openTimeOf(interval, NOW - age);
      const end = closeTimeOf(interval, openTime) + 1;
      const { closeTime, openTime: opened, ...totals } = market.kline(symbol, interval, openTime)!;
      const trades = market.tradesBetween(symbol, openTime, end);
      expect([opened, closeTime]).toEqual([openTime, end - 1]);
      if (trades.length === 0) expect(totals.count).toBe(0);
      else expect(totals).toEqual(totalsOf(trades));
    };
    fc.assert(fc.property(fc.constantFrom(...symbols), fc.constantFrom(...small), ages, property), {
      numRuns: 60,
      seed: 20260114,
    });
  });

  it('adds up across intervals: every candle equals the smaller ones inside', async () => {
    const market = marketAt(NOW);
    const symbols = market.instruments.map((each) => each.venueSymbol);
    const pairs = [
      ['1m', '1s'],
      ['15m', '3m'],
      ['1h', '1m'],
      ['12h', '30m'],
      ['1d', '1m'],
      ['3d', '6h'],
      ['1w', '1h'],
      ['1M', '1d'],
    ] as const;
    const ages = fc.integer({ min: 0, max: 4 * 365 * 24 * HOUR });
    const property = async (symbol: string, pair: (typeof pairs)[number], age: number) => {
      const [interval, smaller] = pair;
      const openTime = openTimeOf(interval, NOW - age);
      const endTime = stepOpenTime(interval, openTime, 1) - 1;
      const parts = [];
      for (let from = openTime; from <= Math.min(endTime, NOW);) {
        const range = { symbol, interval: smaller, limit: 1000, startTime: from, endTime };
        const some = await market.klines(range);
        parts.push(...some);
        from = some.at(-1)!.closeTime + 1;
      }
      const whole = (await market.klines({ symbol, interval, limit: 1, startTime: openTime }))[0]!;
      expect(whole).toEqual({ ...whole, ...mergeTotals(parts) });
    };
    const cases = fc.asyncProperty(
      fc.constantFrom(...symbols),
      fc.constantFrom(...pairs),
      ages,
      property,
    );
    await fc.assert(cases, { numRuns: 40, seed: 20260115 });
  });

  it('numbers its trades without a hole, in the order of time', () => {
    const market = marketAt(NOW);
    const trades = market.tradesBetween('BTCUSDT', NOW - HOUR, NOW);
    expect(trades.length).toBeGreaterThan(1000);
    const follows = (trade: VenueTrade, at: number) => {
      const before = trades[at - 1];
      if (!before) return true;
      const numbered = trade.id === before.id + 1 && trade.firstTradeId === before.lastTradeId + 1;
      return numbered && trade.time >= before.time;
    };
    expect(trades.every(follows)).toBe(true);
    expect(trades.every((trade) => trade.price > 0 && trade.quantity > 0)).toBe(true);
    expect(market.tradesFrom('BTCUSDT', trades[500]!.id, 20)).toEqual(trades.slice(500, 520));
    expect(market.tradesSince('BTCUSDT', NOW - HOUR, 20)).toEqual(trades.slice(0, 20));
    expect(market.latestTrades('BTCUSDT', 20, NOW - 1)).toEqual(trades.slice(-20));
  });

  it('shows nothing of the future', async () => {
    const market = marketAt(NOW);
    const last = market.latestTrades('BTCUSDT', 1, Infinity)[0]!;
    expect(last.time).toBeLessThanOrEqual(NOW);
    expect(market.tradesBetween('BTCUSDT', NOW + 1, NOW + HOUR)).toEqual([]);
    expect(market.tradesFrom('BTCUSDT', last.id + 1, 10)).toEqual([]);
    const [kline] = await market.klines({ symbol: 'BTCUSDT', interval: '1d', limit: 1 });
    expect(kline?.lastTradeId).toBe(last.lastTradeId);
    const range = { symbol: 'BTCUSDT', interval: '1h', limit: 9, startTime: NOW + 1 } as const;
    expect(await market.klines(range)).toEqual([]);
  });

  it('goes back four years and stays at sane levels', () => {
    for (const seed of ['1', '2', '3']) {
      const market = marketAt(NOW, seed);
      const weeks = Array.from({ length: 4 * 52 }, (_, week) => NOW - week * 7 * 24 * HOUR);
      const prices = weeks.map((time) => market.latestTrades('BTCUSDT', 1, time)[0]!.price);
      expect(Math.min(...prices)).toBeGreaterThan(13_000_00);
      expect(Math.max(...prices)).toBeLessThan(170_000_00);
    }
  });

  it('sums up the last 24 hours from a whole minute on', () => {
    const market = marketAt(NOW);
    const ticker = market.ticker24h('ETHBTC');
    expect(ticker.openTime % 60_000).toBe(0);
    expect(NOW - ticker.openTime).toBeGreaterThanOrEqual(24 * HOUR);
    expect(NOW - ticker.openTime).toBeLessThan(24 * HOUR + 60_000);
    const trades = market.tradesBetween('ETHBTC', ticker.openTime, NOW + 1);
    expect(ticker).toMatchObject(totalsOf(trades));
    expect(ticker.lastTrade).toEqual(trades.at(-1));
  });
});
