import { describe, expect, it } from 'vitest';
import { PriceBook } from './price-book.svelte';

const update = (symbol: string, price: number | null) => ({
  symbol,
  price,
  change_24h: price === null ? null : 1,
  timestamp: price === null ? null : '2026-01-01T00:00:00.000Z',
});

function bookWithFrames() {
  const frames: (() => void)[] = [];
  const book = new PriceBook((run) => frames.push(run));
  return { book, frames, draw: () => frames.splice(0).forEach((run) => run()) };
}

describe('PriceBook', () => {
  it('changes once per frame, to the newest price of each symbol', () => {
    const { book, frames, draw } = bookWithFrames();
    for (const price of [1, 2, 3]) book.receive(update('BTC/USDT', price));
    book.receive(update('ETH/USDT', 9));
    expect(frames).toHaveLength(1);
    expect(book.get('BTC/USDT')).toBeUndefined();
    draw();
    expect(book.get('BTC/USDT')?.price).toBe(3);
    expect(book.get('ETH/USDT')?.price).toBe(9);
    book.receive(update('BTC/USDT', 4));
    expect(frames).toHaveLength(1);
  });

  it('tells which way a price moved, and counts only real moves', () => {
    const { book, draw } = bookWithFrames();
    const seen = [10, 11, 11, 9].map((price) => {
      book.receive(update('BTC/USDT', price));
      draw();
      const { move, moves } = book.get('BTC/USDT')!;
      return [move, moves];
    });
    expect(seen).toEqual([
      [null, 0],
      ['up', 1],
      ['up', 1],
      ['down', 2],
    ]);
  });

  it('keeps an unknown price unknown', () => {
    const { book, draw } = bookWithFrames();
    book.receive(update('NEW/USDT', null));
    draw();
    expect(book.get('NEW/USDT')).toMatchObject({ price: null, change24h: null, time: null });
  });
});
