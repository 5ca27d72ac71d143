import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { Instruments } from './instruments.svelte';
import { Trickle } from './trickle';
import { SymbolSearch } from './symbol-search.svelte';

const found = (symbol: string, venue: 'spot' | 'futures') => ({
  symbol,
  base_asset: 'BTC',
  quote_asset: 'USDT',
  price_decimals: 2,
  trading: true,
  venue,
});

function open(remembered: string | null = null) {
  const kept = new Map<string, string>();
  const store = {
    getItem: () => remembered,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const transport = new FakeTransport().answer('search_symbols', ({ venue = 'spot' }) => ({
    ok: true,
    value: {
      items: [found(venue === 'spot' ? 'BTC/USDT' : 'BTC/USDT:USDT', venue)],
      next: null,
    },
  }));
  const search = new SymbolSearch(transport, new Instruments(transport, new Trickle()), store);
  return { search, transport, kept };
}

describe('SymbolSearch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const settle = () => vi.advanceTimersByTimeAsync(200);

  it('searches spot at first, and the other market with the same text when switched', async () => {
    const { search, transport, kept } = open();
    search.open();
    search.type('btc');
    await settle();
    expect(search.picked).toBe('BTC/USDT');
    search.setVenue('futures');
    expect(search.results).toBeNull();
    await settle();
    expect(search.picked).toBe('BTC/USDT:USDT');
    expect(transport.asked.at(-1)?.params).toMatchObject({ query: 'btc', venue: 'futures' });
    expect([...kept.values()]).toEqual(['futures']);
  });

  it('begins where the trader left off', async () => {
    const { search } = open('futures');
    search.open();
    await settle();
    expect(search.picked).toBe('BTC/USDT:USDT');
  });

  it('drops the answer of the market that was left', async () => {
    const { search, transport } = open();
    let answerLate = (): void => undefined;
    const late = new Promise<void>((done) => (answerLate = done));
    transport.answer('search_symbols', async ({ venue = 'spot' }) => {
      if (venue === 'spot') await late;
      const symbol = venue === 'spot' ? 'BTC/USDT' : 'BTC/USDT:USDT';
      return { ok: true, value: { items: [found(symbol, venue)], next: null } };
    });
    search.open();
    search.setVenue('futures');
    await settle();
    answerLate();
    await settle();
    expect(search.results?.map(({ symbol }) => symbol)).toEqual(['BTC/USDT:USDT']);
  });
});
