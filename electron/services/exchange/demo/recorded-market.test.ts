import { describe, expect, it } from 'vitest';
import type { VenueTrade } from './market';
import { agg, lines, loadSample, played, T } from './recording-samples';
import { VenueHarness } from './venue-harness';

describe('a replay', () => {
  const minutes = lines(
    ...Array.from({ length: 40 }, (_, at) => agg(at + 1, T + at * 4_500, String(100 + (at % 7)))),
  );

  it('begins at its first trade, near the wall clock, moved by whole minutes', async () => {
    const { clock, market } = await loadSample('a.ndjson', minutes);
    clock.advance(95_000);
    market.begin();
    const first = market.latestTrades('BTCUSDT', 10, Infinity);
    expect(first.map((trade) => trade.time)).toEqual([market.now()]);
    expect(Math.abs(market.now() - clock.now())).toBeLessThanOrEqual(30_000);
    expect((market.now() - T) % 60_000).toBe(0);
  });

  it('shows each trade at its time, once and in order, as fast as told', async () => {
    const { clock, market } = await loadSample('a.ndjson', minutes, 10);
    market.begin();
    const seen: VenueTrade[] = [];
    let from = 0;
    while (seen.length < 40) {
      seen.push(...market.tradesBetween('BTCUSDT', from, Infinity));
      from = market.now() + 1;
      expect(seen).toHaveLength(Math.floor((clock.monotonic() * 10) / 4_500) + 1);
      clock.advance(450);
    }
    expect(seen.map((trade) => trade.id)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    expect(market.description).toBe('replay of a.ndjson has ended');
  });

  it('sends every trade and ended candle over a socket, in order, and then falls silent', async () => {
    const { clock, market } = await loadSample('a.ndjson', minutes, 1000);
    const venue = await VenueHarness.open(clock, market);
    const client = await venue.connect('/ws/btcusdt@aggTrade/btcusdt@kline_1m');
    await client.ask(1, 'LIST_SUBSCRIPTIONS');
    for (let step = 0; step < 20; step += 1) clock.advance(1_000);
    await client.ask(2, 'LIST_SUBSCRIPTIONS');
    await venue.close();
    const ids = client.received.filter(({ e }) => e === 'aggTrade').map(({ a }) => a);
    expect(ids).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    const counts = client.received
      .map(({ k }) => k as { x: boolean; n: number } | undefined)
      .filter((kline) => kline?.x === true)
      .map((kline) => kline!.n / 2);
    expect(counts).toEqual([3, 13, 13, 11]);
  });

  it('has the minute candles of the recording, and none after its end', async () => {
    const replay = await loadSample('a.ndjson', minutes);
    expect(replay.market.description).toBe('replay of a.ndjson at 1×');
    played(replay);
    const klines = await replay.market.klines({ symbol: 'BTCUSDT', interval: '1m', limit: 9 });
    const counts = klines.map((kline) => kline.count / 2);
    expect(counts).toEqual([3, 13, 13, 11]);
    expect(klines[0]).toMatchObject({ open: 100, high: 102, low: 100, close: 102, quantity: 75 });
  });

  it('fills minutes without trades with the price before', async () => {
    const replay = await loadSample('a.ndjson', lines(agg(1, T, '5'), agg(2, T + 190_000, '7')));
    played(replay);
    const klines = await replay.market.klines({ symbol: 'BTCUSDT', interval: '1m', limit: 9 });
    expect(klines.map(({ open, close, count }) => [open, close, count])).toEqual([
      [5, 5, 2],
      [5, 5, 0],
      [5, 5, 0],
      [5, 5, 0],
      [7, 7, 2],
    ]);
    expect(klines[1]).toMatchObject({ firstTradeId: -1, lastTradeId: -1, quote: 0n });
    expect(klines[4]).toMatchObject({ firstTradeId: 20, lastTradeId: 21, quantity: 25 });
  });
});
