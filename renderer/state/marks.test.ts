import { describe, expect, it } from 'vitest';
import { Marks } from './marks.svelte';

describe('Marks', () => {
  it('keeps the newest mark of each contract and draws it once a frame', () => {
    const frames: (() => void)[] = [];
    const marks = new Marks((run) => frames.push(run));
    const mark = (symbol: string, mark_price: number) => ({
      symbol,
      mark_price,
      index_price: null,
      funding_rate: 0.0001,
      next_funding_at: '2026-01-01T08:00:00.000Z',
      timestamp: '2026-01-01T00:00:00.000Z',
    });
    for (const price of [1, 2, 3]) marks.receive(mark('BTC/USDT:USDT', price));
    marks.receive({ ...mark('ETH/USDT:USDT', 9), next_funding_at: null, funding_rate: null });
    expect(frames).toHaveLength(1);
    frames[0]!();
    const nextFundingAt = Date.UTC(2026, 0, 1, 8);
    const btc = { price: 3, indexPrice: null, fundingRate: 0.0001, nextFundingAt };
    expect(marks.get('BTC/USDT:USDT')).toEqual(btc);
    expect(marks.get('ETH/USDT:USDT')).toMatchObject({ fundingRate: null, nextFundingAt: null });
    expect(marks.get('BTC/USDT')).toBeUndefined();
  });
});
