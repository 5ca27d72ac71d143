import { expect, test } from 'vitest';
import { TextCache } from './text-cache';

test('every text comes out as it went in, however many share a slot', () => {
  const cache = new TextCache();
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < 20_000; n++) {
      const text = `S${n}币USDT`;
      const bytes = Buffer.from(`"${text}"`);
      expect(cache.get(bytes, 1, bytes.length - 1)).toBe(text);
    }
  }
});

test('what is kept does not change with the block it was received in', () => {
  const cache = new TextCache();
  const block = Buffer.from('"BTCUSDT"');
  expect(cache.get(block, 1, 8)).toBe('BTCUSDT');
  block.write('"ETHUSDT"');
  expect(cache.get(block, 1, 8)).toBe('ETHUSDT');
  block.write('"BTCUSDT"');
  expect(cache.get(block, 1, 8)).toBe('BTCUSDT');
});
