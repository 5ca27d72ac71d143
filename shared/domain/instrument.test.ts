import { expect, test } from 'vitest';
import { decimalsOf, searchInstruments, toVenueSymbol, type Instrument } from './instrument';

const instrument = (baseAsset: string, quoteAsset: string): Instrument => ({
  symbol: `${baseAsset}/${quoteAsset}`,
  venueSymbol: baseAsset + quoteAsset,
  baseAsset,
  quoteAsset,
  tickSize: '0.01',
  stepSize: '0.001',
  isTrading: true,
});

test.each(['BTC/USDT', 'btc-usdt', 'BtcUsdt', ' BTCUSDT '])('%j means BTCUSDT', (input) => {
  expect(toVenueSymbol(input)).toBe('BTCUSDT');
});

test.each([
  ['0.01000000', 2],
  ['1.00000000', 0],
  ['1', 0],
  ['0.00000001', 8],
])('a step of %s has %d decimals', (step, decimals) => {
  expect(decimalsOf(step)).toBe(decimals);
});

test('a search puts the asset itself first and keeps looser matches behind', () => {
  const list = [
    instrument('WBTC', 'BTC'),
    instrument('BTCDOM', 'USDT'),
    instrument('BTC', 'AUD'),
    instrument('BTC', 'USDT'),
    instrument('ETH', 'BTC'),
    instrument('SOL', 'USDT'),
  ];
  const found = searchInstruments(list, 'btc', 10).map(({ symbol }) => symbol);
  expect(found).toEqual(['BTC/USDT', 'BTC/AUD', 'BTCDOM/USDT', 'ETH/BTC', 'WBTC/BTC']);
  expect(searchInstruments(list, '', 2)).toHaveLength(2);
  expect(searchInstruments(list, 'eth/btc', 10)[0]?.symbol).toBe('ETH/BTC');
  expect(searchInstruments(list, 'nothing', 10)).toEqual([]);
});
